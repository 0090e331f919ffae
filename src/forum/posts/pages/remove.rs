//! Deleting, restoring, erasing; holding, approving and hiding for moderators.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{participant, seen_post};
use crate::accounts::rights::{Deed, may};
use crate::accounts::store::name_and_url;
use crate::forum::posts::change_state::{StateChange, change_state};
use crate::forum::topics::post_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{PostId, texts, topics};
use crate::platform::db::{Connection, Failure};
use crate::platform::text::{PostHtml, excerpt::excerpt_of_html, normalise::single_line};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// Reasons are read by the author and stand in the log: a paragraph at most.
pub(super) const REASON_MAX: usize = 500;
/// As much of a post as reminds of it.
pub(super) const EXCERPT: usize = 160;

/// Why, in a moderator's words.
#[derive(Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    pub(super) reason: String,
}

/// The context of `forum/posts/confirm.html`.
#[derive(Serialize)]
pub(super) struct ConfirmPage {
    pub confirm: Confirm,
}

#[derive(Serialize)]
pub(super) struct Confirm {
    pub act: &'static str,
    pub action: String,
    pub back_url: String,
    pub ask_reason: bool,
    pub reason: String,
    pub reason_error: String,
    pub name: String,
    pub excerpt: String,
}

/// `GET /p/{post}/delete`.
pub async fn delete_form(visit: ForumVisit, post: Path<i64>) -> PageResult {
    confirm(&visit, PostId(*post), StateChange::Delete, String::new(), StatusCode::OK, String::new()).await
}

/// `GET /p/{post}/erase`.
pub async fn erase_form(visit: ForumVisit, post: Path<i64>) -> PageResult {
    confirm(&visit, PostId(*post), StateChange::Erase, String::new(), StatusCode::OK, String::new()).await
}

/// `POST /p/{post}/delete`.
pub async fn delete(visit: ForumVisit, post: Path<i64>, Form(form): Form<ReasonForm>) -> PageResult {
    change(visit, PostId(*post), StateChange::Delete, form, "forum-notice-deleted").await
}

/// `POST /p/{post}/restore`.
pub async fn restore(visit: ForumVisit, post: Path<i64>, Form(form): Form<ReasonForm>) -> PageResult {
    change(visit, PostId(*post), StateChange::Restore, form, "forum-notice-restored").await
}

/// `POST /p/{post}/erase`.
pub async fn erase(visit: ForumVisit, post: Path<i64>, Form(form): Form<ReasonForm>) -> PageResult {
    change(visit, PostId(*post), StateChange::Erase, form, "forum-notice-erased").await
}

/// `POST /p/{post}/approve`.
pub async fn approve(visit: ForumVisit, post: Path<i64>, Form(form): Form<ReasonForm>) -> PageResult {
    change(visit, PostId(*post), StateChange::Approve, form, "forum-notice-approved").await
}

async fn change(visit: ForumVisit, post: PostId, change: StateChange, form: ReasonForm, notice: &'static str) -> PageResult {
    let member = visit.member_for(&format!("/p/{post}")).await?;
    let reason = single_line(&form.reason);
    if reason.chars().count() > REASON_MAX {
        let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
        let error = visit.web.i18n().text_with(seen.lang, "forum-reason-too-long", &[("max", (REASON_MAX as i64).into())]);
        return confirm(&visit, post, change, reason, StatusCode::UNPROCESSABLE_ENTITY, error).await;
    }
    let (row, slug) = visit
        .write(member, move |tx, who| {
            let row = change_state(tx, who, post, change, &reason)?;
            let slug = topics::store::find(tx.conn(), row.topic)?.map(|topic| topic.slug).unwrap_or_default();
            Ok::<_, Failure<_>>((row, slug))
        })
        .await?;
    let home = row.opens_topic() && matches!(change, StateChange::Erase);
    let path = if home { "/".to_owned() } else { topics::topic_url(&slug, row.topic) };
    Ok(visit.see_other(&path, Some(notice)))
}

async fn confirm(visit: &ForumVisit, post: PostId, change: StateChange, reason: String, status: StatusCode, reason_error: String) -> PageResult {
    let (act, deed) = match change {
        StateChange::Erase => ("erase", Deed::Erase),
        _ => ("delete", Deed::Delete),
    };
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Confirm, PageError> {
        if seen.viewer.account().is_none() {
            return Err(PageError::SignIn(format!("/p/{post}/{act}")));
        }
        let (row, topic) = seen_post(conn, seen, post)?;
        let who = participant(seen);
        let mut place = who.place_of_post(&row.facts(), row.topic_closed);
        place.others_replied = row.opens_topic() && topics::store::others_replied(conn, row.topic, row.author)?;
        may(&seen.viewer, deed, &place).map_err(|denied| PageError::Forbidden(denied.key()))?;
        let (name, _) = name_and_url(conn, row.author)?;
        Ok(Confirm {
            act,
            action: format!("/p/{post}/{act}"),
            back_url: post_url(&topic.slug, topic.id, row.number),
            ask_reason: seen.viewer.id() != Some(row.author),
            reason,
            reason_error,
            name,
            excerpt: excerpt_of_html(&PostHtml::from_store(texts::store::text(conn, post)?.1), EXCERPT),
        })
    };
    let (seen, confirm) = visit.look(task).await?;
    visit.forum_page(&seen, status, "forum/posts/confirm.html", &ConfirmPage { confirm })
}
