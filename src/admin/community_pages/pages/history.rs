//! `GET /admin/pages/{page}/{lang}/history`: what each change did.

use actix_web::web::Path;
use serde::Serialize;

use super::{edit_url, named};
use crate::accounts::store::{Face, face};
use crate::accounts::{MemberId, arms};
use crate::admin::community_pages::{Change, history};
use crate::admin::visit::pages::AdminVisit;
use crate::forum::visit::pages::ForumSeen;
use crate::platform::db::Connection;
use crate::platform::i18n::format::Moment;
use crate::platform::text::word_diff::Kind;
use crate::platform::web::{PageError, PageResult};

/// The context of `admin/pages/history.html`.
#[derive(Serialize)]
struct HistoryPage {
    tab: &'static str,
    name: String,
    language: &'static str,
    lang_of_text: &'static str,
    back_url: String,
    revisions: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    name: String,
    url: String,
    picture: String,
    division: &'static str,
    tint: i64,
    at: Moment,
    body: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    op: &'static str,
    text: String,
}

/// Shows every change, newest first.
pub async fn show(visit: AdminVisit, address: Path<(String, String)>) -> PageResult {
    let named = named(&address);
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let (page, lang) = named?;
        let (_, changes) = history(conn, page, lang)?.ok_or(PageError::NotFound)?;
        let lines = changes.into_iter().map(|change| line(conn, seen, change)).collect::<Result<Vec<_>, PageError>>()?;
        Ok((page, lang, lines))
    };
    let (seen, (page, lang, revisions)) = visit.look(task).await?;
    let context = HistoryPage {
        tab: "pages",
        name: seen.text(&visit.web, page.key()),
        language: lang.language().name,
        lang_of_text: lang.tag(),
        back_url: edit_url(page, lang),
        revisions,
    };
    visit.show(&seen, "admin/pages/history.html", &context)
}

fn line(conn: &mut Connection, seen: &ForumSeen, change: Change) -> Result<Line, PageError> {
    let editor = MemberId(change.revision.editor);
    let Face { name, url, picture } = face(conn, editor)?;
    let (division, tint) = arms(editor, seen.badges.is_staff(editor));
    let op = |kind| match kind {
        Kind::Same => "same",
        Kind::Added => "ins",
        Kind::Removed => "del",
    };
    let body = change.text.into_iter().map(|piece| Part { op: op(piece.kind), text: piece.text }).collect();
    Ok(Line { name, url, picture, division, tint, at: seen.moment(change.revision.at), body })
}
