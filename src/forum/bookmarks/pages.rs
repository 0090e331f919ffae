//! The button on posts, the form behind it, and `GET /bookmarks`: everything one keeps.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::keep::{Kept, NOTE_MAX, drop_bookmark, keep};
use super::listing::{self, Line, Place};
use super::{day, store};
use crate::forum::PostId;
use crate::forum::posts;
use crate::forum::topics::{self, post_url};
use crate::forum::visibility::can_see;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Timestamp};
use crate::platform::i18n::format::Moment;
use crate::platform::text::normalise::single_line;
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/bookmarks";

/// What the form sends; the button alone sends none of it.
#[derive(Default, Deserialize)]
pub struct Typed {
    note: Option<String>,
    #[serde(default)]
    day: String,
    #[serde(default)]
    next: String,
}

/// The context of `templates/forum/bookmarks/edit.html`.
#[derive(Serialize)]
struct EditPage {
    form: EditForm,
}

#[derive(Serialize)]
struct EditForm {
    action: String,
    title: String,
    lang: String,
    url: String,
    note: String,
    day: String,
    next: String,
    is_kept: bool,
    note_error: String,
    day_error: String,
    errors: FieldErrors,
}

/// Where the form was called from.
#[derive(Deserialize)]
pub struct CalledFrom {
    #[serde(default)]
    next: String,
}

/// `GET /p/{post}/bookmark`: note and day of a post that one keeps, or is about to.
pub async fn edit(visit: ForumVisit, post: Path<i64>, from: Query<CalledFrom>) -> PageResult {
    let post = PostId(*post);
    let member = visit.member_for(&format!("/p/{post}/bookmark")).await?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let head = head(conn, seen, post)?;
        Ok((head, store::of(conn, member, post)?))
    };
    let (seen, (head, kept)) = visit.look(work).await?;
    let is_kept = kept.is_some();
    let kept = kept.unwrap_or_default();
    let day = kept.remind_at.map(|at| day::written(&seen.zone, at)).unwrap_or_default();
    let typed = Typed { note: Some(kept.note), day, next: from.next.clone() };
    form(&visit, &seen, StatusCode::OK, Shown { post, head, typed, is_kept, errors: FieldErrors::default() })
}

/// Title, language and address of a post that the viewer sees.
fn head(conn: &mut Connection, seen: &ForumSeen, post: PostId) -> Result<(String, String, String), PageError> {
    let row = posts::store::find(conn, post)?.filter(|row| can_see(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
    let topic = topics::store::find(conn, row.topic)?.ok_or(PageError::NotFound)?;
    let url = post_url(&topic.slug, topic.id, row.number);
    Ok((topic.title, topic.lang, url))
}

/// A form on its way out.
struct Shown {
    post: PostId,
    head: (String, String, String),
    typed: Typed,
    is_kept: bool,
    errors: FieldErrors,
}

fn form(visit: &ForumVisit, seen: &ForumSeen, status: StatusCode, shown: Shown) -> PageResult {
    let Shown { post, head: (title, lang, url), typed, is_kept, errors } = shown;
    let form = EditForm {
        action: format!("/p/{post}/bookmark"),
        title,
        lang,
        url,
        note: typed.note.unwrap_or_default(),
        day: typed.day,
        next: typed.next,
        is_kept,
        note_error: errors.of("note"),
        day_error: errors.of("day"),
        errors,
    };
    visit.forum_page(seen, status, "forum/bookmarks/edit.html", &EditPage { form })
}

/// `POST /p/{post}/bookmark`: keeps a post. The button on a post sends nothing else; the form a note and a day.
pub async fn save(visit: ForumVisit, post: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    let post = PostId(*post);
    let member = visit.member_for(&format!("/p/{post}")).await?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let head = head(conn, seen, post)?;
        Ok((head, store::of(conn, member, post)?))
    };
    let (seen, (head, before)) = visit.look(work).await?;
    let mut errors = FieldErrors::default();
    let kept = checked(&visit, &seen, &typed, before.clone().unwrap_or_default(), &mut errors);
    if !errors.is_empty() {
        return form(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, Shown { post, head, typed, is_kept: before.is_some(), errors });
    }
    visit.write(member, move |tx, who| keep(tx, who, post, &kept)).await?;
    let back = if typed.next.is_empty() { format!("/p/{post}") } else { typed.next };
    Ok(visit.see_other(&back, Some("bookmarks-notice-kept")))
}

fn checked(visit: &ForumVisit, seen: &ForumSeen, typed: &Typed, before: Kept, errors: &mut FieldErrors) -> Kept {
    let Some(note) = &typed.note else { return before };
    let note = single_line(note);
    if note.chars().count() > NOTE_MAX {
        errors.add("note", seen.text_with(&visit.web, "bookmarks-error-note", &[("max", (NOTE_MAX as i64).into())]));
    }
    let remind_at = if typed.day.trim().is_empty() { None } else { day::parse(&seen.zone, typed.day.trim()) };
    let is_same = remind_at.is_some() && remind_at == before.remind_at;
    if !typed.day.trim().is_empty() && !is_same && remind_at.is_none_or(|at| at.plus(Timestamp::DAY) <= seen.now) {
        errors.add("day", seen.text(&visit.web, "bookmarks-error-day"));
    }
    Kept { note, remind_at }
}

/// `POST /p/{post}/bookmark/remove`.
pub async fn remove(visit: ForumVisit, post: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    let post = PostId(*post);
    let member = visit.member_for(&format!("/p/{post}")).await?;
    visit.write(member, move |tx, who| drop_bookmark(tx, who, post)).await?;
    let back = if typed.next.is_empty() { format!("/p/{post}") } else { typed.next };
    Ok(visit.see_other(&back, Some("bookmarks-notice-removed")))
}

/// The context of `templates/forum/bookmarks/list.html`.
#[derive(Serialize)]
struct ListPage {
    overdue: Vec<Row>,
    rows: Vec<Row>,
    older: String,
    newest: String,
}

#[derive(Serialize)]
struct Row {
    title: String,
    lang: String,
    url: String,
    author: String,
    is_opening: bool,
    note: String,
    remind_at: Option<Moment>,
    kept_at: Moment,
    edit: String,
    remove: String,
}

/// From where on.
#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

impl Asked {
    fn place(&self) -> Result<Option<Place>, PageError> {
        let place = |text: &str| {
            let (at, post) = text.split_once('-')?;
            Some(Place { at: Timestamp(at.parse().ok()?), post: PostId(post.parse().ok()?) })
        };
        self.after.as_deref().map(|text| place(text).ok_or(PageError::NotFound)).transpose()
    }
}

/// `GET /bookmarks`: reminders that passed, then all others, the newest first.
pub async fn list(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let place = asked.place()?;
    let member = visit.member_for(PAGE).await?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let overdue = if place.is_none() { listing::overdue(conn, &seen.sight, member)? } else { Vec::new() };
        let (lines, next) = listing::page(conn, &seen.sight, member, place)?;
        Ok((overdue, lines, next))
    };
    let (seen, (overdue, lines, next)) = visit.look(work).await?;
    let page = ListPage {
        overdue: overdue.into_iter().map(|line| row(&seen, line)).collect(),
        rows: lines.into_iter().map(|line| row(&seen, line)).collect(),
        older: next.map(|next| format!("{PAGE}?after={}-{}", next.at.0, next.post)).unwrap_or_default(),
        newest: if place.is_some() { PAGE.to_owned() } else { String::new() },
    };
    visit.forum_page(&seen, StatusCode::OK, "forum/bookmarks/list.html", &page)
}

fn row(seen: &ForumSeen, line: Line) -> Row {
    let (topic, title, slug, lang) = line.topic;
    Row {
        title,
        lang,
        url: post_url(&slug, topic, line.number),
        author: line.author,
        is_opening: line.number == 1,
        note: line.note,
        remind_at: line.remind_at.map(|at| seen.date(at)),
        kept_at: seen.date(line.kept_at),
        edit: format!("/p/{}/bookmark?next={PAGE}", line.post),
        remove: format!("/p/{}/bookmark/remove", line.post),
    }
}
