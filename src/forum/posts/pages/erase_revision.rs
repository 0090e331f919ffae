//! Destroying what one revision kept: asked once more, with a reason.

use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::remove::{Confirm, ConfirmPage, EXCERPT, REASON_MAX, ReasonForm};
use super::{participant, seen_post};
use crate::accounts::rights::{Deed, may};
use crate::accounts::store::name_and_url;
use crate::forum::PostId;
use crate::forum::posts::erase_revision::erase_revision;
use crate::forum::posts::store;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::text::{excerpt::excerpt, normalise::single_line};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// `GET /p/{post}/history/{revision}/erase`.
pub async fn erase_form(visit: ForumVisit, place: Path<(i64, i64)>) -> PageResult {
    let (post, number) = place.into_inner();
    confirm(&visit, PostId(post), number, StatusCode::OK, String::new(), String::new()).await
}

/// `POST /p/{post}/history/{revision}/erase`.
pub async fn erase(visit: ForumVisit, place: Path<(i64, i64)>, Form(form): Form<ReasonForm>) -> PageResult {
    let (post, number) = (PostId(place.0), place.1);
    let history = format!("/p/{post}/history");
    let member = visit.member_for(&history).await?;
    let reason = single_line(&form.reason);
    if reason.chars().count() > REASON_MAX {
        let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
        let error = visit.web.i18n().text_with(seen.lang, "forum-reason-too-long", &[("max", (REASON_MAX as i64).into())]);
        return confirm(&visit, post, number, StatusCode::UNPROCESSABLE_ENTITY, reason, error).await;
    }
    visit.write(member, move |tx, who| erase_revision(tx, who, post, number, &reason)).await?;
    Ok(visit.see_other(&history, Some("forum-notice-erased")))
}

async fn confirm(visit: &ForumVisit, post: PostId, number: i64, status: StatusCode, reason: String, reason_error: String) -> PageResult {
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Confirm, PageError> {
        let action = format!("/p/{post}/history/{number}/erase");
        if seen.viewer.account().is_none() {
            return Err(PageError::SignIn(action));
        }
        let (row, _) = seen_post(conn, seen, post)?;
        let revision = store::revision(conn, post, number)?.ok_or(PageError::NotFound)?;
        may(&seen.viewer, Deed::Erase, &participant(seen).place_of_post(&row.facts(), row.topic_closed))
            .map_err(|denied| PageError::Forbidden(denied.key()))?;
        let (name, _) = name_and_url(conn, row.author)?;
        let words = [revision.title.unwrap_or_default(), revision.source].join(" ");
        let (back_url, excerpt) = (format!("/p/{post}/history"), excerpt(&words, EXCERPT));
        Ok(Confirm { act: "erase-revision", action, back_url, ask_reason: true, reason, reason_error, name, excerpt })
    };
    let (seen, confirm) = visit.look(task).await?;
    visit.forum_page(&seen, status, "forum/posts/confirm.html", &ConfirmPage { confirm })
}
