//! `GET /p/{post}/history`: what each edit changed.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use super::{TopicHead, participant, seen_post};
use crate::accounts::arms;
use crate::accounts::rights::{Deed, may};
use crate::accounts::store::{Face, face};
use crate::forum::PostId;
use crate::forum::posts::PostRow;
use crate::forum::posts::history::{Change, history};
use crate::forum::topics::post_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::text::word_diff::{Kind, Piece};
use crate::platform::web::{PageError, PageResult};

/// The context of `forum/posts/history.html`.
#[derive(Serialize)]
struct HistoryPage {
    topic: TopicHead,
    back_url: String,
    revisions: Vec<RevisionContext>,
}

#[derive(Serialize)]
struct RevisionContext {
    name: String,
    url: String,
    picture: String,
    division: &'static str,
    tint: i64,
    iso: String,
    text: String,
    reason: String,
    title: Vec<Part>,
    tags: Vec<Part>,
    body: Vec<Part>,
    erased: bool,
    next_erased: bool,
    erase_url: String,
}

#[derive(Serialize)]
struct Part {
    op: &'static str,
    text: String,
}

/// Shows every edit to whoever sees the post.
pub async fn show(visit: ForumVisit, post: Path<i64>) -> PageResult {
    let (post, web) = (PostId(*post), visit.web.clone());
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<HistoryPage, PageError> {
        let (row, topic) = seen_post(conn, seen, post)?;
        let changes = history(conn, web.base_url().as_str(), &seen.categories, &row)?;
        let may_erase = may(&seen.viewer, Deed::Erase, &participant(seen).place_of_post(&row.facts(), row.topic_closed)).is_ok();
        let mut revisions = changes.into_iter().map(|change| revision(conn, seen, &row, change, may_erase)).collect::<Result<Vec<_>, PageError>>()?;
        for later in 1..revisions.len() {
            revisions[later].next_erased = revisions[later - 1].erased;
        }
        Ok(HistoryPage { topic: TopicHead::of(&topic), back_url: post_url(&topic.slug, topic.id, row.number), revisions })
    };
    let (seen, page) = visit.look(task).await?;
    visit.forum_page(&seen, StatusCode::OK, "forum/posts/history.html", &page)
}

fn revision(conn: &mut Connection, seen: &ForumSeen, post: &PostRow, change: Change, may_erase: bool) -> Result<RevisionContext, PageError> {
    let Face { name, url, picture } = face(conn, change.revision.editor)?;
    let (division, tint) = arms(change.revision.editor, seen.badges.is_staff(change.revision.editor));
    let moment = seen.moment(change.revision.created_at);
    let text = change.text.filter(|pieces| pieces.iter().any(|piece| piece.kind != Kind::Same));
    let erased = change.revision.erased_at.is_some();
    let erase_url = format!("/p/{}/history/{}/erase", post.id, change.revision.number);
    Ok(RevisionContext {
        name,
        url,
        picture,
        division,
        tint,
        iso: moment.iso,
        text: moment.text,
        reason: change.revision.reason,
        title: parts(change.title.unwrap_or_default()),
        tags: parts(change.tags.unwrap_or_default()),
        body: parts(text.unwrap_or_default()),
        erased,
        next_erased: false,
        erase_url: if may_erase && !erased { erase_url } else { String::new() },
    })
}

fn parts(pieces: Vec<Piece>) -> Vec<Part> {
    let op = |kind| match kind {
        Kind::Same => "same",
        Kind::Added => "ins",
        Kind::Removed => "del",
    };
    pieces.into_iter().map(|piece| Part { op: op(piece.kind), text: piece.text }).collect()
}
