//! The buttons "this solved it" and "recommend".

use actix_web::web::Path;
use serde::Deserialize;

use super::accept_answer::accept_answer;
use super::withdraw_answer::withdraw_answer;
use crate::forum::visit::pages::ForumVisit;
use crate::forum::{AcceptedBy, PostId};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// Whose mark: `asker` or `staff`.
#[derive(Deserialize)]
pub struct Mark {
    by: String,
}

impl Mark {
    fn by(&self) -> Result<AcceptedBy, PageError> {
        AcceptedBy::parse(&self.by).ok_or(PageError::Bad("error-detail-form"))
    }
}

/// `POST /p/{post}/accept`.
pub async fn accept(visit: ForumVisit, post: Path<i64>, Form(mark): Form<Mark>) -> PageResult {
    let (post, by) = (PostId(*post), mark.by()?);
    let member = visit.member_for(&format!("/p/{post}")).await?;
    let row = visit.write(member, move |tx, who| accept_answer(tx, who, post, by)).await?;
    Ok(visit.see_other(&format!("/t/{}", row.topic), Some("forum-notice-accepted")))
}

/// `POST /p/{post}/withdraw`.
pub async fn withdraw(visit: ForumVisit, post: Path<i64>, Form(mark): Form<Mark>) -> PageResult {
    let (post, by) = (PostId(*post), mark.by()?);
    let member = visit.member_for(&format!("/p/{post}")).await?;
    visit.write(member, move |tx, who| withdraw_answer(tx, who, post, by)).await?;
    Ok(visit.see_other(&format!("/p/{post}"), Some("forum-notice-withdrawn")))
}
