//! `GET /review`: the queue; and the acts upon a case that decide nothing.

mod alike;
mod found;
pub mod show;

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::listing::{self, PER_PAGE, Place, Wanted};
use super::note::NOTE_MAX;
use super::{CaseError, CaseRow, Why, add_note, ask_second, claim, keeps_order, release};
use crate::accounts::MemberId;
use crate::forum::CategoryId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::CaseId;
use crate::moderation::screening::blocks::may_block;
use crate::platform::db::{Connection, Failure, Timestamp, Tx};
use crate::platform::i18n::format::Moment;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// The queue.
pub const PAGE: &str = "/review";

/// The address of a case.
pub fn case_url(case: CaseId) -> String {
    format!("{PAGE}/{case}")
}

/// What the filters and the pager send.
#[derive(Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

impl Asked {
    fn wanted(&self, own: Option<MemberId>) -> Wanted {
        match self.show.as_str() {
            "mine" => Wanted { claimed_by: own, why: None },
            why => Wanted { why: Why::parse(why), claimed_by: None },
        }
    }

    fn place(&self) -> Result<Option<Place>, PageError> {
        let place = |text: &str| {
            let mut parts = text.splitn(3, '-');
            let (urgency, at, id) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Place { urgency: urgency.parse().ok()?, opened_at: Timestamp(at.parse().ok()?), id: CaseId(id.parse().ok()?) })
        };
        if self.after.is_empty() { Ok(None) } else { place(&self.after).map(Some).ok_or(PageError::NotFound) }
    }
}

fn address(show: &str, after: Option<Place>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !show.is_empty() {
        query.append_pair("show", show);
    }
    if let Some(place) = after {
        query.append_pair("after", &format!("{}-{}-{}", place.urgency, place.opened_at.0, place.id));
    }
    format!("{PAGE}?{}", query.finish()).trim_end_matches('?').to_owned()
}

/// The context of `templates/moderation/queue.html`.
#[derive(Serialize)]
struct QueuePage {
    filters: Vec<Filter>,
    rows: Vec<Row>,
    may_block: bool,
    older: String,
    newest: String,
}

#[derive(Serialize)]
struct Filter {
    name: String,
    url: String,
    current: bool,
}

/// A line of the queue.
#[derive(Serialize)]
struct Row {
    url: String,
    title: String,
    lang: String,
    author: String,
    why: String,
    urgency: i64,
    urgency_word: String,
    category: String,
    items: String,
    claimed: String,
    second: bool,
    opened: Moment,
}

/// `GET /review`: what waits for a moderator, the most urgent first. An admin who is none is told what to do about that; to
/// others nothing is here.
pub async fn queue(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let asked = asked.into_inner();
    let place = asked.place()?;
    let show = asked.show.clone();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        admit_or_explain(seen)?;
        let (cases, more) = listing::page(conn, &seen.viewer, &seen.sight, asked.wanted(seen.viewer.id()), place)?;
        let heads = listing::heads(conn, &cases.iter().map(|case| case.id).collect::<Vec<_>>())?;
        let members = cases.iter().flat_map(|case| [Some(case.author), case.claimed_by]).flatten().collect();
        Ok((listing::names(conn, members)?, heads, cases, more))
    };
    let (seen, (names, heads, cases, more)) = visit.look(work).await?;
    let older = cases.last().filter(|_| more && cases.len() == PER_PAGE).map(|case| address(&show, Some(Place::of(case)))).unwrap_or_default();
    let name = |member: MemberId| names.get(&member).map(|(name, _)| name.clone()).unwrap_or_default();
    let row = |case: &CaseRow| {
        let head = heads.get(&case.id).cloned().unwrap_or_default();
        Row {
            url: case_url(case.id),
            title: head.title,
            lang: head.lang,
            author: name(case.author),
            why: seen.text(&visit.web, case.why.key()),
            urgency: case.urgency,
            urgency_word: seen.text(&visit.web, urgency_key(case.urgency)),
            category: case.category.map(|category| category_name(&seen, category)).unwrap_or_default(),
            items: seen.text_with(&visit.web, "moderation-items", &[("count", (head.items as i64).into())]),
            claimed: case.claimant(seen.now).map(name).unwrap_or_default(),
            second: case.second_for.is_some(),
            opened: seen.moment(case.opened_at),
        }
    };
    let rows = cases.iter().map(row).collect();
    let newest = if place.is_some() { address(&show, None) } else { String::new() };
    let may_block = may_block(&seen.viewer);
    let page = QueuePage { filters: filters(&visit, &seen, &show), rows, may_block, older, newest };
    visit.forum_page(&seen, StatusCode::OK, "moderation/queue.html", &page)
}

fn filters(visit: &ForumVisit, seen: &ForumSeen, show: &str) -> Vec<Filter> {
    let all = [("", "moderation-show-all"), ("mine", "moderation-show-mine")].into_iter();
    let all = all.chain(Why::ALL.iter().map(|why| (why.as_str(), why.key())));
    all.map(|(value, key)| Filter { name: seen.text(&visit.web, key), url: address(value, None), current: value == show }).collect()
}

fn urgency_key(urgency: i64) -> &'static str {
    match urgency {
        3 => "moderation-urgency-high",
        2 => "moderation-urgency-medium",
        _ => "moderation-urgency-low",
    }
}

fn category_name(seen: &ForumSeen, id: CategoryId) -> String {
    seen.categories.get(id).map_or_else(String::new, |category| category.name(seen.lang, seen.settings.language()).to_owned())
}

/// To whoever keeps no order nothing is here, signed in or not.
pub(in crate::moderation) fn admit(seen: &ForumSeen) -> Result<MemberId, PageError> {
    seen.viewer.id().filter(|_| keeps_order(&seen.viewer)).ok_or(PageError::NotFound)
}

/// The same where there is nothing but the desk itself: an admin knows of it, and can take the role, which the log says.
pub(in crate::moderation) fn admit_or_explain(seen: &ForumSeen) -> Result<MemberId, PageError> {
    let is_admin = seen.viewer.id().is_some() && seen.viewer.is_admin();
    admit(seen).map_err(|error| if is_admin { PageError::Forbidden("moderation-error-admin") } else { error })
}

/// `POST /review/{case}/claim`.
pub async fn take(visit: ForumVisit, case: Path<i64>) -> PageResult {
    let case = CaseId(*case);
    act(visit, case, "moderation-notice-claimed", move |tx, who| claim(tx, who, case)).await
}

/// `POST /review/{case}/release`.
pub async fn give_back(visit: ForumVisit, case: Path<i64>) -> PageResult {
    let case = CaseId(*case);
    act(visit, case, "moderation-notice-released", move |tx, who| release(tx, who, case)).await
}

/// What the form of a note sends.
#[derive(Deserialize)]
pub struct NoteForm {
    #[serde(default)]
    note: String,
}

/// `POST /review/{case}/note`.
pub async fn note(visit: ForumVisit, case: Path<i64>, Form(form): Form<NoteForm>) -> PageResult {
    let case = CaseId(*case);
    noted(visit, case, form, (case_url(case), "moderation-notice-noted"), move |tx, who, body| add_note(tx, who, case, body)).await
}

/// `POST /review/{case}/second`: leads on to what else waits.
pub async fn second(visit: ForumVisit, case: Path<i64>, Form(form): Form<NoteForm>) -> PageResult {
    let case = CaseId(*case);
    noted(visit, case, form, (PAGE.to_owned(), "moderation-notice-second"), move |tx, who, body| ask_second(tx, who, case, body)).await
}

/// Does something with a note; what was typed comes back where that cannot be done.
async fn noted<F>(visit: ForumVisit, case: CaseId, form: NoteForm, (then, notice): (String, &'static str), mut work: F) -> PageResult
where
    F: FnMut(&mut Tx<'_>, &Participant, &str) -> Result<(), Failure<CaseError>> + Send + 'static,
{
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    let body = single_line(&form.note);
    if body.is_empty() || graphemes(&body) > NOTE_MAX {
        return show::with_note(visit, case, form.note).await;
    }
    match visit.write(member, move |tx, who| work(tx, who, &body)).await {
        Ok(()) => Ok(visit.see_other(&then, Some(notice))),
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(error)) => {
            let trouble = Some(refusal_key(error).ok_or(PageError::NotFound)?);
            show::with(visit, case, show::Extra { note: form.note, trouble, status: StatusCode::CONFLICT, ..show::Extra::default() }).await
        }
    }
}

/// Does something with a case and leads back to it; what cannot be done is told there.
async fn act<F>(visit: ForumVisit, case: CaseId, notice: &'static str, mut work: F) -> PageResult
where
    F: FnMut(&mut Tx<'_>, &Participant) -> Result<(), Failure<CaseError>> + Send + 'static,
{
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    match visit.write(member, move |tx, who| work(tx, who)).await {
        Ok(()) => Ok(visit.see_other(&case_url(case), Some(notice))),
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(error)) => match refusal_key(error) {
            Some(key) => show::with_trouble(visit, case, key).await,
            None => Err(PageError::NotFound),
        },
    }
}

/// The key of what a moderator is told; none where nothing is there for them.
pub(in crate::moderation) fn refusal_key(error: CaseError) -> Option<&'static str> {
    match error {
        CaseError::Refused(Refusal::NotFound) => None,
        CaseError::Refused(Refusal::Denied(denied)) => Some(denied.key()),
        CaseError::Refused(Refusal::TooOften(_) | Refusal::Slow(_)) => Some("moderation-error-changed"),
        CaseError::Claimed(_) => Some("moderation-error-claimed"),
        CaseError::Changed => Some("moderation-error-changed"),
        CaseError::Partial => Some("moderation-error-partial"),
        CaseError::Alone => Some("moderation-error-alone"),
        CaseError::Empty => Some("moderation-error-empty"),
    }
}
