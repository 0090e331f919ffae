//! `GET /decisions`: what moderators decided about the reader, why, and how to appeal. Suspended members read it too.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::super::store::{self, DecisionRow};
use crate::accounts::MemberId;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::DecisionId;
use crate::moderation::appeals::{APPEAL_MAX, AppealError, appeal, can_appeal, store as appeals};
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{Connection, Failure};
use crate::platform::i18n::format::Moment;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/decisions";
/// Decisions on the page: more have been forgotten by everybody.
const SHOWN: i64 = 50;

/// The context of `templates/moderation/decisions.html`.
#[derive(Serialize)]
struct DecisionsPage {
    rows: Vec<Row>,
    days: i64,
    body: String,
    body_error: String,
    errors: FieldErrors,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    verdict: String,
    letter: String,
    at: Moment,
    undone: bool,
    posts: Vec<String>,
    appeal: Option<OwnAppeal>,
    can_appeal: bool,
    typed: bool,
}

#[derive(Serialize)]
struct OwnAppeal {
    body: String,
    due: Moment,
    is_open: bool,
    outcome: String,
    answer: String,
}

/// `GET /decisions`.
pub async fn list(visit: ForumVisit) -> PageResult {
    page(visit, StatusCode::OK, None, String::new(), None).await
}

/// Something that came back: which decision's form, what was typed, the key of what is wrong.
async fn page(visit: ForumVisit, status: StatusCode, form: Option<DecisionId>, body: String, wrong: Option<&'static str>) -> PageResult {
    let member = visit.member_for(PAGE).await?;
    let (seen, (rows, days)) = visit.look(move |conn, seen| read(conn, seen, member)).await?;
    let mut errors = FieldErrors::default();
    if let Some(key) = wrong {
        errors.add("body", seen.text_with(&visit.web, key, &[("most", (APPEAL_MAX as i64).into())]));
    }
    let row = |(decision, appeal): (DecisionRow, Option<appeals::AppealRow>)| Row {
        id: decision.id.0,
        verdict: seen.text(&visit.web, decision.verdict.key()),
        at: seen.moment(decision.at),
        undone: decision.undone_by.is_some(),
        posts: decision.before.posts.iter().take(5).map(|(post, ..)| format!("/p/{post}")).collect(),
        can_appeal: can_appeal(&decision, appeal.as_ref(), member),
        appeal: appeal.map(|appeal| OwnAppeal {
            due: seen.moment(appeal.due_at),
            is_open: appeal.decided_at.is_none(),
            outcome: seen.text(&visit.web, appeal.state.key()),
            body: appeal.body,
            answer: appeal.answer,
        }),
        typed: form == Some(decision.id),
        letter: decision.letter,
    };
    let page = DecisionsPage { rows: rows.into_iter().map(row).collect(), days, body, body_error: errors.of("body"), errors };
    visit.forum_page(&seen, status, "moderation/decisions.html", &page)
}

type Found = (Vec<(DecisionRow, Option<appeals::AppealRow>)>, i64);

fn read(conn: &mut Connection, _: &ForumSeen, member: MemberId) -> Result<Found, PageError> {
    let mut rows = Vec::new();
    for decision in store::of_member(conn, member, SHOWN)?.into_iter().filter(|decision| decision.verdict.is_against()) {
        let appeal = appeals::of_decision(conn, decision.id)?;
        rows.push((decision, appeal));
    }
    Ok((rows, Thresholds::load(conn)?.get(Threshold::AppealDays)))
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    body: String,
}

/// `POST /decisions/{decision}/appeal`.
pub async fn send(visit: ForumVisit, decision: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    let id = DecisionId(*decision);
    let member = visit.member_for(PAGE).await?;
    let body = single_line(&typed.body);
    let wrong = match graphemes(&body) {
        0 => Some("moderation-error-appeal"),
        length if length > APPEAL_MAX => Some("moderation-error-appeal-long"),
        _ => None,
    };
    if wrong.is_some() {
        return page(visit, StatusCode::UNPROCESSABLE_ENTITY, Some(id), typed.body, wrong).await;
    }
    match visit.write(member, move |tx, who| appeal(tx, who, id, &body)).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("moderation-notice-appealed"))),
        Err(Failure::Refused(AppealError::NotFound)) => Err(PageError::NotFound),
        Err(Failure::Refused(AppealError::Already | AppealError::NotYours)) => Ok(visit.see_other(PAGE, None)),
        Err(Failure::Refused(_)) => Err(PageError::NotFound),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}
