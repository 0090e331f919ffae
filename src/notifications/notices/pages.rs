//! `GET /notices`: what a member was told, the newest first.

mod rows;
mod settings;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::listing::{self, Line, Place, Wanted};
use super::reading::Read;
use super::{Reason, store};
use crate::accounts::{Acting, MemberId};
use crate::forum::PostId;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Timestamp};
use crate::platform::web::{PageError, PageResult};
use rows::{Row, rows};
pub use settings::{save_ways, show_ways};

const PAGE: &str = "/notices";
/// Lines on a page; what belongs together is one line.
const PER_PAGE: usize = 25;
/// Read by one question.
const PART: i64 = 100;
/// Looked at for one page: somebody who was told of thousands of replies in one topic turns the page earlier.
const LOOKED_AT: usize = 1_000;

/// Kinds of notices that one may want to see apart.
const KINDS: [(&str, &[Reason]); 5] = [
    ("answers", &[Reason::StaffAnswer, Reason::Reply, Reason::Accepted, Reason::Solved]),
    ("mentions", &[Reason::Mention, Reason::Quote, Reason::Comment]),
    ("follows", &[Reason::Followed, Reason::Topic]),
    ("own", &[Reason::Votes, Reason::Moderation, Reason::Flagged]),
    ("reminders", &[Reason::Reminder]),
];

/// Which notices, from where on.
#[derive(Clone, Deserialize)]
pub struct Asked {
    show: Option<String>,
    kind: Option<String>,
    after: Option<String>,
}

impl Asked {
    fn wanted(&self) -> Result<Wanted, PageError> {
        let unread = match self.show.as_deref() {
            None => false,
            Some("unread") => true,
            Some(_) => return Err(PageError::NotFound),
        };
        let reasons = match self.kind.as_deref() {
            None => Vec::new(),
            Some(kind) => KINDS.iter().find(|(name, _)| *name == kind).map(|(_, reasons)| reasons.to_vec()).ok_or(PageError::NotFound)?,
        };
        Ok(Wanted { unread, reasons })
    }

    fn place(&self) -> Result<Option<Place>, PageError> {
        let place = |text: &str| {
            let (at, id) = text.split_once('-')?;
            Some(Place { at: Timestamp(at.parse().ok()?), id: id.parse().ok()? })
        };
        self.after.as_deref().map(|text| place(text).ok_or(PageError::NotFound)).transpose()
    }

    /// The address of these notices from their beginning.
    fn url(&self) -> String {
        match (&self.show, &self.kind) {
            (Some(show), _) => format!("{PAGE}?show={show}"),
            (None, Some(kind)) => format!("{PAGE}?kind={kind}"),
            (None, None) => PAGE.to_owned(),
        }
    }
}

/// The context of `templates/notifications/list.html`.
#[derive(Serialize)]
struct NoticesPage {
    show: &'static str,
    kinds: Vec<KindLink>,
    rows: Vec<Row>,
    here: String,
    older: String,
    newest: String,
    has_unread: bool,
}

#[derive(Serialize)]
struct KindLink {
    kind: &'static str,
    url: String,
    current: bool,
}

/// Notices of one kind in one topic, the newest first.
struct Group {
    lines: Vec<Line>,
}

/// A page as it was read.
struct Told {
    rows: Vec<Row>,
    next: Option<Place>,
    /// Unread notices that may not be shown any more: they are not counted from now on.
    unseen: Vec<PostId>,
}

/// `GET /notices`.
pub async fn show(visit: ForumVisit, asked: Query<Asked>, read: Data<Read>) -> PageResult {
    let (wanted, place) = (asked.wanted()?, asked.place()?);
    let member = visit.member_for(PAGE).await?;
    let web = visit.web.clone();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Told, PageError> {
        let (groups, next, unseen) = groups(conn, seen, member, &wanted, place)?;
        Ok(Told { rows: rows(conn, &web, seen, member, groups)?, next, unseen })
    };
    let (seen, told) = visit.look(work).await?;
    if !told.unseen.is_empty() {
        read.note(member, told.unseen);
    }
    let url = asked.url();
    let join = if url.contains('?') { '&' } else { '?' };
    let kinds = KINDS.iter().map(|(kind, _)| KindLink { kind, url: format!("{PAGE}?kind={kind}"), current: asked.kind.as_deref() == Some(kind) });
    let page = NoticesPage {
        show: if asked.show.is_some() { "unread" } else { "" },
        kinds: kinds.collect(),
        rows: told.rows,
        older: told.next.map(|next| format!("{url}{join}after={}-{}", next.at.0, next.id)).unwrap_or_default(),
        newest: if asked.after.is_some() { url.clone() } else { String::new() },
        here: url,
        has_unread: seen.viewer.account().is_some_and(|account| account.unread > 0),
    };
    visit.forum_page(&seen, StatusCode::OK, "notifications/list.html", &page)
}

type Grouped = (Vec<Group>, Option<Place>, Vec<PostId>);

/// Reads on until the page is full. What of one kind goes on in one topic is told in one line.
fn groups(conn: &mut Connection, seen: &ForumSeen, member: MemberId, wanted: &Wanted, mut place: Option<Place>) -> Result<Grouped, PageError> {
    let (mut groups, mut unseen, mut looked_at): (Vec<Group>, Vec<PostId>, usize) = (Vec::new(), Vec::new(), 0);
    loop {
        let lines = listing::lines(conn, member, wanted, place, PART)?;
        let is_last = (lines.len() as i64) < PART;
        for line in lines {
            let here = Place { at: line.at, id: line.id };
            looked_at += 1;
            if !line.may_be_seen(&seen.sight) {
                unseen.extend((!line.is_seen).then_some(line.post));
            } else if let Some(group) = groups.iter_mut().find(|group| group.takes(&line)) {
                group.lines.push(line);
            } else if groups.len() == PER_PAGE || looked_at > LOOKED_AT {
                return Ok((groups, place, unseen));
            } else {
                groups.push(Group { lines: vec![line] });
            }
            place = Some(here);
        }
        if is_last {
            return Ok((groups, None, unseen));
        }
    }
}

impl Group {
    /// Several people do the same in one topic: that is one line, for as long as it was not read.
    fn takes(&self, line: &Line) -> bool {
        let is_many = matches!(line.reason, Reason::Reply | Reason::StaffAnswer | Reason::Followed | Reason::Comment);
        let same = |first: &Line| first.reason == line.reason && first.topic == line.topic && first.is_seen == line.is_seen;
        is_many && self.lines.first().is_some_and(same)
    }
}

/// `POST /notices/read`: marks all as read.
pub async fn read_all(visit: ForumVisit) -> PageResult {
    let member = visit.member_for(PAGE).await?;
    visit.web.db().write(Acting::Member(member), move |tx, _| store::see_all(tx, member)).await?;
    Ok(visit.see_other(PAGE, Some("notices-notice-read")))
}
