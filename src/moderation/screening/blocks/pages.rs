//! `GET /review/blocks`: what is kept out, until when and why; adding to it, and lifting something.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::change::{REASON_MAX, TERMS};
use super::{BlockError, BlockId, BlockKind, BlockRow, add_block, lift_block, may_block};
use crate::accounts::MemberId;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::screening::{store, throw_away};
use crate::platform::db::{Connection, Failure};
use crate::platform::i18n::format::Moment;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::{Choice, FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/review/blocks";

/// The context of `templates/moderation/blocks.html`.
#[derive(Serialize)]
struct BlocksPage {
    rows: Vec<RowView>,
    form: BlockForm,
    known: i64,
}

#[derive(Serialize)]
struct RowView {
    id: i64,
    kind: String,
    value: String,
    why: String,
    until: Moment,
}

#[derive(Serialize)]
struct BlockForm {
    kinds: Vec<Choice>,
    terms: Vec<Choice>,
    value: String,
    reason: String,
    value_error: String,
    reason_error: String,
    errors: FieldErrors,
}

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    reason: String,
}

/// `GET /review/blocks`. To others nothing is here.
pub async fn list(visit: ForumVisit) -> PageResult {
    page(visit, StatusCode::OK, Typed::default(), None).await
}

/// `POST /review/blocks`: keeps something out.
pub async fn add(visit: ForumVisit, Form(typed): Form<Typed>) -> PageResult {
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    let reason = single_line(&typed.reason);
    if graphemes(&reason) > REASON_MAX || reason.is_empty() {
        return page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(("reason", "screening-error-reason"))).await;
    }
    let (kind, value, days) = (BlockKind::parse(&typed.kind), typed.value.clone(), typed.days.parse().unwrap_or(0));
    let Some(kind) = kind else { return page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(("value", "screening-error-value"))).await };
    match visit.write(member, move |tx, who| add_block(tx, &who.viewer, kind, &value, days, &reason)).await {
        Ok(_) => Ok(visit.see_other(PAGE, Some("screening-notice-blocked"))),
        Err(Failure::Refused(BlockError::NotAllowed | BlockError::NotFound)) => Err(PageError::NotFound),
        Err(Failure::Refused(BlockError::Value)) => page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(("value", "screening-error-value"))).await,
        Err(Failure::Refused(BlockError::Term)) => page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(("", "moderation-error-term"))).await,
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// `POST /review/blocks/{block}/lift`.
pub async fn lift(visit: ForumVisit, block: Path<i64>) -> PageResult {
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    let block = BlockId(*block);
    match visit.write(member, move |tx, who| lift_block(tx, &who.viewer, block)).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("screening-notice-lifted"))),
        Err(Failure::Refused(_)) => Err(PageError::NotFound),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

fn admit(seen: &ForumSeen) -> Result<MemberId, PageError> {
    seen.viewer.id().filter(|_| may_block(&seen.viewer)).ok_or(PageError::NotFound)
}

/// The page; what is wrong with what was typed, by field and key.
async fn page(visit: ForumVisit, status: StatusCode, typed: Typed, wrong: Option<(&'static str, &'static str)>) -> PageResult {
    let work = |conn: &mut Connection, seen: &ForumSeen| -> Result<Vec<BlockRow>, PageError> {
        admit(seen)?;
        Ok(store::blocks(conn)?.into_iter().filter(|block| block.until > seen.now).collect())
    };
    let (seen, blocks) = visit.look(work).await?;
    let mut errors = FieldErrors::default();
    if let Some((field, key)) = wrong {
        errors.add(field, seen.text_with(&visit.web, key, &[("most", (REASON_MAX as i64).into())]));
    }
    let page = BlocksPage {
        rows: blocks.into_iter().map(|block| row(&visit, &seen, block)).collect(),
        form: form(&visit, &seen, typed, errors),
        known: throw_away::known() as i64,
    };
    visit.forum_page(&seen, status, "moderation/blocks.html", &page)
}

fn row(visit: &ForumVisit, seen: &ForumSeen, block: BlockRow) -> RowView {
    RowView {
        id: block.id.0,
        kind: seen.text(&visit.web, block.kind.key()),
        value: block.value,
        why: if block.is_by_decision { seen.text(&visit.web, "screening-by-decision") } else { block.reason },
        until: seen.date(block.until),
    }
}

fn form(visit: &ForumVisit, seen: &ForumSeen, typed: Typed, errors: FieldErrors) -> BlockForm {
    let kinds = BlockKind::ALL.iter().map(|kind| Choice {
        value: kind.as_str().to_owned(),
        name: seen.text(&visit.web, kind.key()),
        selected: typed.kind == kind.as_str(),
    });
    let terms = TERMS.iter().map(|days| Choice {
        value: days.to_string(),
        name: seen.text_with(&visit.web, "admin-standing-days", &[("count", (*days).into())]),
        selected: if typed.days.is_empty() { *days == 90 } else { typed.days == days.to_string() },
    });
    BlockForm {
        kinds: kinds.collect(),
        terms: terms.collect(),
        value_error: errors.of("value"),
        reason_error: errors.of("reason"),
        value: typed.value,
        reason: typed.reason,
        errors,
    }
}
