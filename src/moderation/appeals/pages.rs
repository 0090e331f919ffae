//! `POST /review/{case}/appeal`: a moderator's answer.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Deserialize;

use super::{APPEAL_MAX, AppealError, decide_appeal};
use crate::forum::visit::pages::ForumVisit;
use crate::moderation::CaseId;
use crate::moderation::cases::pages::show::{Answer, Extra, with};
use crate::moderation::cases::pages::{PAGE, admit, refusal_key};
use crate::moderation::decisions::DecideError;
use crate::platform::db::Failure;
use crate::platform::text::normalise::single_line;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    version: String,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    answer: String,
}

/// Decides an appeal.
pub async fn decide(visit: ForumVisit, case: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    let case = CaseId(*case);
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    let answer: String = single_line(&typed.answer).chars().take(APPEAL_MAX).collect();
    let (version, overturn) = (typed.version.parse().unwrap_or(-1), typed.outcome == "overturn");
    match visit.write(member, move |tx, who| decide_appeal(tx, who, case, version, overturn, &answer)).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("moderation-notice-decided"))),
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(error)) => {
            let overturn = typed.outcome == "overturn";
            let key = match error {
                AppealError::NoAnswer => {
                    let appeal = Answer { overturn, text: typed.answer, error: Some("moderation-error-answer") };
                    return with(visit, case, Extra { appeal, status: StatusCode::UNPROCESSABLE_ENTITY, ..Extra::default() }).await;
                }
                AppealError::Case(error) | AppealError::Undo(DecideError::Case(error)) => refusal_key(error).ok_or(PageError::NotFound)?,
                AppealError::Undo(DecideError::Standing(error)) => error.key(),
                _ => "moderation-error-changed",
            };
            let appeal = Answer { overturn, text: typed.answer, error: None };
            with(visit, case, Extra { appeal, trouble: Some(key), status: StatusCode::CONFLICT, ..Extra::default() }).await
        }
    }
}
