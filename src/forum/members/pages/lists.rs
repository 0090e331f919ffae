//! `GET /u/{username}/topics` and `GET /u/{username}/replies`: everything of a member that the reader may see.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::{Named, ReplyView, member_at, reply};
use crate::accounts::profile_url;
use crate::accounts::store::MemberRow;
use crate::forum::TopicId;
use crate::forum::listing::pages::moved;
use crate::forum::listing::rows::{Row, row};
use crate::forum::listing::{Cursor, List, Page, Place, Which, listing as topic_lists};
use crate::forum::members::{REPLIES_PER_PAGE, ReplyLine, listing};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Walk, Walked};
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/forum/members/topics.html` and `templates/forum/members/replies.html`.
#[derive(Serialize)]
struct MemberPage {
    member: Named,
    topics: Vec<Row>,
    replies: Vec<ReplyView>,
    older: String,
    newer: String,
}

/// Which page: none of these is the first.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
    after: Option<String>,
}

impl Asked {
    /// The number that the page goes on from: what is older stands after it in the list.
    fn walk(&self) -> Result<Walk<i64>, PageError> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0).ok_or(PageError::NotFound);
        match (&self.before, &self.after) {
            (Some(text), _) => Ok(Walk::After(number(text)?)),
            (None, Some(text)) => Ok(Walk::Before(number(text)?)),
            (None, None) => Ok(Walk::First),
        }
    }
}

/// What stands at an address below a username.
enum Shown<T> {
    Of(Box<MemberRow>, T),
    Elsewhere(String),
}

async fn look<T: Send + 'static>(
    visit: &ForumVisit,
    typed: String,
    work: impl FnOnce(&mut Connection, &ForumSeen, &MemberRow) -> Result<T, PageError> + Send + 'static,
) -> Result<(ForumSeen, Shown<T>), PageError> {
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        Ok::<_, PageError>(match member_at(conn, &typed)? {
            Ok(member) => {
                let value = work(conn, seen, &member)?;
                Shown::Of(Box::new(member), value)
            }
            Err(username) => Shown::Elsewhere(username),
        })
    };
    visit.look(work).await
}

/// `GET /u/{username}/topics`
pub async fn topics(visit: ForumVisit, username: Path<String>, asked: Query<Asked>) -> PageResult {
    let cursor = |id| Cursor { key: id, topic: TopicId(id) };
    let place = match asked.walk()? {
        Walk::First => Place::First,
        Walk::After(id) => Place::Before(cursor(id)),
        Walk::Before(id) => Place::After(cursor(id)),
    };
    let read = move |conn: &mut Connection, seen: &ForumSeen, member: &MemberRow| -> Result<Page, PageError> {
        Ok(topic_lists::page(conn, &seen.sight, &List::all(Which::Author(member.id)), place, None)?)
    };
    let (seen, shown) = look(&visit, username.into_inner(), read).await?;
    let (member, page) = match shown {
        Shown::Elsewhere(username) => return Ok(moved(&format!("{}/topics", profile_url(&username)))),
        Shown::Of(member, page) => (member, page),
    };
    let url = format!("{}/topics", profile_url(&member.username));
    let address = |name: &str, cursor: Option<Cursor>| cursor.map(|cursor| format!("{url}?{name}={}", cursor.topic)).unwrap_or_default();
    let view = MemberPage {
        older: address("before", page.older),
        newer: address("after", page.newer),
        topics: page.topics.into_iter().map(|line| row(&seen, line, None)).collect(),
        replies: Vec::new(),
        member: named(*member),
    };
    visit.forum_page(&seen, StatusCode::OK, "forum/members/topics.html", &view)
}

/// `GET /u/{username}/replies`
pub async fn replies(visit: ForumVisit, username: Path<String>, asked: Query<Asked>) -> PageResult {
    let walk = asked.walk()?;
    let read = move |conn: &mut Connection, seen: &ForumSeen, member: &MemberRow| -> Result<Walked<ReplyLine>, PageError> {
        Ok(listing::replies(conn, &seen.sight, member.id, walk, REPLIES_PER_PAGE)?)
    };
    let (seen, shown) = look(&visit, username.into_inner(), read).await?;
    let (member, page) = match shown {
        Shown::Elsewhere(username) => return Ok(moved(&format!("{}/replies", profile_url(&username)))),
        Shown::Of(member, page) => (member, page),
    };
    let url = format!("{}/replies", profile_url(&member.username));
    let address = |name: &str, line: Option<&ReplyLine>| line.map(|line| format!("{url}?{name}={}", line.post)).unwrap_or_default();
    let view = MemberPage {
        older: address("before", page.after()),
        newer: address("after", page.before()),
        topics: Vec::new(),
        replies: page.rows.into_iter().map(|line| reply(&seen, line)).collect(),
        member: named(*member),
    };
    visit.forum_page(&seen, StatusCode::OK, "forum/members/replies.html", &view)
}

fn named(member: MemberRow) -> Named {
    Named { url: profile_url(&member.username), name: member.name }
}
