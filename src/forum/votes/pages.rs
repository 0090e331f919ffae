//! The buttons "helpful" and "I have this too".

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::{me_too, vote};
use crate::forum::visit::pages::ForumVisit;
use crate::forum::{PostId, TopicId};
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{PageError, PageResult};

/// What the buttons send: 1 or 0. Scripts add `quiet` and want no page back.
#[derive(Deserialize)]
pub struct Toggle {
    value: String,
    quiet: Option<String>,
}

impl Toggle {
    fn is_on(&self) -> Result<bool, PageError> {
        match self.value.as_str() {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(PageError::Bad("error-detail-form")),
        }
    }
}

/// `POST /p/{post}/vote`.
pub async fn vote_post(visit: ForumVisit, post: Path<i64>, Form(form): Form<Toggle>) -> PageResult {
    let post = PostId(*post);
    let helpful = form.is_on()?;
    let member = visit.member_for(&format!("/p/{post}")).await?;
    visit.write(member, move |tx, who| vote(tx, who, post, helpful)).await?;
    Ok(back(&visit, &form, &format!("/p/{post}")))
}

/// `POST /t/{topic}/me-too`.
pub async fn me_too_topic(visit: ForumVisit, topic: Path<i64>, Form(form): Form<Toggle>) -> PageResult {
    let topic = TopicId(*topic);
    let too = form.is_on()?;
    let member = visit.member_for(&format!("/t/{topic}")).await?;
    visit.write(member, move |tx, who| me_too(tx, who, topic, too)).await?;
    Ok(back(&visit, &form, &format!("/t/{topic}")))
}

fn back(visit: &ForumVisit, form: &Toggle, path: &str) -> HttpResponse {
    if is_on(&form.quiet) { HttpResponse::NoContent().finish() } else { visit.see_other(path, None) }
}
