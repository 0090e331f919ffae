//! `GET /transparency`.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::listing::{Figures, figures, months};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{Connection, Timestamp};
use crate::platform::i18n::format::count;
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/moderation/transparency.html`.
#[derive(Serialize)]
struct TransparencyPage {
    rows: Vec<Row>,
    days: i64,
}

#[derive(Serialize)]
struct Row {
    month: String,
    flags: String,
    decisions: String,
    undone: String,
    appeals: String,
    overturned: String,
}

/// The last months, the newest first.
pub async fn show(visit: ForumVisit) -> PageResult {
    let work = |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let months = months(seen.now);
        let figures = figures(conn, &months)?;
        Ok((months, figures, Thresholds::load(conn)?.get(Threshold::AppealDays)))
    };
    let (seen, (months, figures, days)) = visit.look(work).await?;
    let row = |(month, figures): (Timestamp, &Figures)| Row {
        month: month.rfc3339().chars().take(7).collect(),
        flags: count(seen.lang, figures.flags),
        decisions: count(seen.lang, figures.decisions),
        undone: count(seen.lang, figures.undone),
        appeals: count(seen.lang, figures.appeals),
        overturned: count(seen.lang, figures.overturned),
    };
    let rows = months.into_iter().zip(&figures).rev().map(row).collect();
    visit.forum_page(&seen, StatusCode::OK, "moderation/transparency.html", &TransparencyPage { rows, days })
}
