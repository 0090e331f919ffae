//! `/t/{topic}/desk`: everything that those who keep order do with a topic, and what was done, with a way back.

pub mod choose;
pub mod merge;
mod view;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Deserialize;

use super::change_category::change_category;
use super::change_kind::change_kind;
use super::change_title::{change_tags, change_title};
use super::slow_mode::slow_down;
use super::store::MoveId;
use super::undo::undo_act;
use super::undo_move::undo_move;
use super::{DeskError, timers};
use crate::accounts::MemberId;
use crate::accounts::rights::{Deed, may};
use crate::forum::bookmarks::day;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::close_topic::close_until;
use crate::forum::topics::pages::checked_tags;
use crate::forum::topics::pin_topic::pin_until;
use crate::forum::topics::show::{Topic, pages::openable};
use crate::forum::visibility::can_see_topic;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::text_mistake;
use crate::forum::{CategoryId, TopicId, TopicKind, topics};
use crate::platform::db::{Connection, Failure, Timestamp, Tx};
use crate::platform::text::{TagName, Title};
use crate::platform::web::forms::{Choice, FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

/// What the forms of the desk send: each only its own fields.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DeskForm {
    title: Option<String>,
    tags: Option<String>,
    category: Option<String>,
    kind: Option<String>,
    seconds: Option<String>,
    /// For how long: seconds, [`DAY`], or nothing for good.
    #[serde(rename = "for")]
    span: Option<String>,
    day: Option<String>,
    into: Option<String>,
    act: Option<String>,
    moved: Option<String>,
}

/// Until a day that is chosen.
const DAY: &str = "day";
/// For so long a topic may be closed or pinned, in seconds: an hour, four, a day, a week.
const SPANS: &[i64] = &[3_600, 14_400, 86_400, 604_800];

/// What somebody wants done.
#[derive(Clone, Debug)]
enum Wish {
    Title(Title, Vec<TagName>),
    Category(CategoryId),
    Kind(TopicKind),
    Slow(Option<i64>),
    Close(bool, Option<Timestamp>),
    Pin(bool, Option<Timestamp>),
    UndoAct(i64),
    UndoMove(MoveId),
}

/// The address of the desk of a topic.
pub fn desk_url(topic: TopicId) -> String {
    format!("/t/{topic}/desk")
}

/// A topic that was named by its number or its address.
pub fn topic_typed(typed: &str) -> Option<TopicId> {
    let path = typed.trim().split(['?', '#']).next().unwrap_or_default();
    let after = path.rsplit_once("/t/").map_or(path, |(_, after)| after);
    after.split('/').find_map(|part| part.parse().ok()).map(TopicId)
}

/// The categories in which the viewer keeps order.
pub fn kept_in_order(seen: &ForumSeen, chosen: Option<CategoryId>) -> Vec<Choice> {
    let own = seen.settings.language();
    let kept = seen.categories.all().iter().filter(|category| seen.sight.moderated.contains(&category.id));
    let choice = |category: &crate::forum::categories::Category| {
        let name = category.name(seen.lang, own);
        let above = category.parent.and_then(|parent| seen.categories.get(parent));
        let name = above.map_or_else(|| name.to_owned(), |parent| format!("{} / {name}", parent.name(seen.lang, own)));
        Choice { value: category.id.to_string(), name, selected: chosen == Some(category.id) }
    };
    kept.map(choice).collect()
}

/// A topic at whose desk the viewer may sit.
fn admitted(conn: &mut Connection, seen: &ForumSeen, topic: TopicId) -> Result<Topic, PageError> {
    if seen.viewer.account().is_none() {
        return Err(PageError::SignIn(desk_url(topic)));
    }
    let topic = openable(conn, seen, topic)?;
    if !can_see_topic(&seen.sight, &topic.facts()) {
        return Err(PageError::NotFound);
    }
    let category = seen.categories.get(topic.category).ok_or(PageError::NotFound)?;
    may(&seen.viewer, Deed::Move, &seen.place(category)).map_err(|denied| PageError::Forbidden(denied.key()))?;
    Ok(topic)
}

/// `GET /t/{topic}/desk`.
pub async fn show(visit: ForumVisit, topic: Path<i64>) -> PageResult {
    view::page(&visit, TopicId(*topic), StatusCode::OK, &DeskForm::default(), FieldErrors::default()).await
}

/// `POST /t/{topic}/title`: title and tags.
pub async fn title(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    let wanted = |visit: &ForumVisit, seen: &ForumSeen, form: &DeskForm, errors: &mut FieldErrors| {
        let title = Title::parse(form.title.as_deref().unwrap_or_default());
        let title = title.map_err(|error| errors.add("title", text_mistake(&visit.web, seen, "title", error))).ok();
        let tags = checked_tags(visit, seen, form.tags.as_deref().unwrap_or_default(), errors);
        Some(Wish::Title(title?, tags?))
    };
    act(visit, TopicId(*topic), form, wanted, "desk-notice-title").await
}

/// `POST /t/{topic}/category`.
pub async fn category(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    let wanted = |visit: &ForumVisit, seen: &ForumSeen, form: &DeskForm, errors: &mut FieldErrors| {
        let chosen = form.category.as_deref().and_then(|id| id.parse().ok()).map(CategoryId);
        if chosen.is_none() {
            errors.add("category", seen.text(&visit.web, "forum-error-category"));
        }
        chosen.map(Wish::Category)
    };
    act(visit, TopicId(*topic), form, wanted, "desk-notice-category").await
}

/// `POST /t/{topic}/kind`.
pub async fn kind(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    let wanted = |visit: &ForumVisit, seen: &ForumSeen, form: &DeskForm, errors: &mut FieldErrors| {
        let chosen = form.kind.as_deref().and_then(TopicKind::parse);
        if chosen.is_none() {
            errors.add("kind", seen.text(&visit.web, "forum-error-kind"));
        }
        chosen.map(Wish::Kind)
    };
    act(visit, TopicId(*topic), form, wanted, "desk-notice-kind").await
}

/// `POST /t/{topic}/slow`.
pub async fn slow(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    let wanted = |_: &ForumVisit, _: &ForumSeen, form: &DeskForm, _: &mut FieldErrors| {
        // What is no number is none that is offered either.
        let seconds = form.seconds.as_deref().filter(|typed| !typed.is_empty()).map(|typed| typed.parse().unwrap_or(-1));
        Some(Wish::Slow(seconds))
    };
    act(visit, TopicId(*topic), form, wanted, "desk-notice-slow").await
}

/// `POST /t/{topic}/close`: for good, or for some time.
pub async fn close(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    act(visit, TopicId(*topic), form, |visit, seen, form, errors| Some(Wish::Close(true, until(visit, seen, form, errors)?)), "forum-notice-closed").await
}

/// `POST /t/{topic}/close-later`: leaves it open, or opens it, until it closes by itself.
pub async fn close_later(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    act(visit, TopicId(*topic), form, |visit, seen, form, errors| Some(Wish::Close(false, until(visit, seen, form, errors)?)), "desk-notice-timer").await
}

/// `POST /t/{topic}/reopen`.
pub async fn reopen(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    act(visit, TopicId(*topic), form, |_, _, _, _| Some(Wish::Close(false, None)), "forum-notice-reopened").await
}

/// `POST /t/{topic}/pin`: for good, or for some time.
pub async fn pin(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    act(visit, TopicId(*topic), form, |visit, seen, form, errors| Some(Wish::Pin(true, until(visit, seen, form, errors)?)), "forum-notice-pinned").await
}

/// `POST /t/{topic}/unpin`.
pub async fn unpin(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    act(visit, TopicId(*topic), form, |_, _, _, _| Some(Wish::Pin(false, None)), "forum-notice-unpinned").await
}

/// `POST /t/{topic}/undo`: an act of the log, or a move.
pub async fn undo(visit: ForumVisit, topic: Path<i64>, Form(form): Form<DeskForm>) -> PageResult {
    let wanted = |_: &ForumVisit, _: &ForumSeen, form: &DeskForm, _: &mut FieldErrors| {
        let number = |typed: &Option<String>| typed.as_deref().and_then(|typed| typed.parse::<i64>().ok());
        number(&form.moved).map(|id| Wish::UndoMove(MoveId(id))).or(Some(Wish::UndoAct(number(&form.act).unwrap_or(0))))
    };
    act(visit, TopicId(*topic), form, wanted, "desk-notice-undone").await
}

/// Until when, as the form says; none inside for good, none outside for a mistake.
fn until(visit: &ForumVisit, seen: &ForumSeen, form: &DeskForm, errors: &mut FieldErrors) -> Option<Option<Timestamp>> {
    let at = match form.span.as_deref().unwrap_or_default() {
        "" => return Some(None),
        DAY => day::parse(&seen.zone, form.day.as_deref().unwrap_or_default().trim()),
        span => span.parse().ok().filter(|span| SPANS.contains(span)).map(|span| seen.now.plus(span * Timestamp::SECOND)),
    };
    let at = at.and_then(|at| timers::set_to(seen.now, at));
    if at.is_none() {
        errors.add("day", seen.text(&visit.web, "desk-error-time"));
    }
    at.map(Some)
}

/// Does what a form wants, and leads back to the topic; what went wrong is said at the desk, with everything typed.
async fn act(
    visit: ForumVisit,
    topic: TopicId,
    form: DeskForm,
    wanted: impl Fn(&ForumVisit, &ForumSeen, &DeskForm, &mut FieldErrors) -> Option<Wish>,
    notice: &'static str,
) -> PageResult {
    let member = visit.member_for(&desk_url(topic)).await?;
    let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
    let mut errors = FieldErrors::default();
    let wish = wanted(&visit, &seen, &form, &mut errors);
    let Some(wish) = wish.filter(|_| errors.is_empty()) else {
        return view::page(&visit, topic, StatusCode::UNPROCESSABLE_ENTITY, &form, errors).await;
    };
    let is_undone = matches!(wish, Wish::UndoAct(_) | Wish::UndoMove(_));
    match fulfilled(&visit, member, topic, wish).await {
        Ok(slug) => Ok(visit.see_other(&if is_undone { desk_url(topic) } else { topics::topic_url(&slug, topic) }, Some(notice))),
        Err(failure) => {
            errors.add("", trouble(&visit, &seen, failure)?);
            view::page(&visit, topic, StatusCode::CONFLICT, &form, errors).await
        }
    }
}

/// Does it; gives the readable part of the topic's address.
async fn fulfilled(visit: &ForumVisit, member: MemberId, topic: TopicId, wish: Wish) -> Result<String, Failure<DeskError>> {
    let task = move |tx: &mut Tx<'_>, who: &Participant| {
        match &wish {
            Wish::Title(title, tags) => {
                change_title(tx, who, topic, title)?;
                change_tags(tx, who, topic, tags)?;
            }
            Wish::Category(category) => change_category(tx, who, topic, *category)?,
            Wish::Kind(kind) => change_kind(tx, who, topic, *kind)?,
            Wish::Slow(seconds) => slow_down(tx, who, topic, *seconds)?,
            Wish::Close(closed, until) => close_until(tx, who, topic, *closed, *until)?,
            Wish::Pin(pinned, until) => pin_until(tx, who, topic, *pinned, *until)?,
            Wish::UndoAct(act) => undo_act(tx, who, topic, *act)?,
            Wish::UndoMove(id) => undo_move(tx, who, *id).map(|_| ())?,
        }
        Ok::<_, Failure<_>>(topics::store::find(tx.conn(), topic)?.map(|row| row.slug).unwrap_or_default())
    };
    visit.write(member, task).await
}

/// What a person reads when nothing was done; what is not theirs to do, or not there, has a page of its own.
fn trouble(visit: &ForumVisit, seen: &ForumSeen, failure: Failure<DeskError>) -> Result<String, PageError> {
    match failure {
        Failure::Database(error) => Err(error.into()),
        Failure::Refused(DeskError::Refused(refusal)) => Err(Failure::<Refusal>::Refused(refusal).into()),
        Failure::Refused(error) => {
            let key = error.key().ok_or(PageError::NotFound)?;
            Ok(seen.text_with(&visit.web, key, &[("most", (super::TOGETHER as i64).into())]))
        }
    }
}
