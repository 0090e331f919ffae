//! The page of the jobs.

use actix_web::web::Path;
use serde::Serialize;

use super::{JobError, discard_job, retry_job};
use crate::admin::visit::pages::AdminVisit;
use crate::platform::i18n::format::Moment;
use crate::platform::jobs::{JobId, store};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/admin/jobs";
/// More parked jobs than this have one cause; seeing all of them helps nobody.
const LISTED: i64 = 100;

#[derive(Serialize)]
struct JobsPage {
    tab: &'static str,
    kinds: Vec<Kind>,
    parked: Vec<Parked>,
    more: i64,
}

#[derive(Serialize)]
struct Kind {
    name: String,
    waiting: i64,
    parked: i64,
}

#[derive(Serialize)]
struct Parked {
    id: JobId,
    kind: String,
    key: String,
    attempts: i32,
    error: String,
    since: Moment,
}

/// `GET /admin/jobs`: what waits, and what was given up.
pub async fn list(visit: AdminVisit) -> PageResult {
    let (seen, (counts, parked)) = visit.look(|conn, _| Ok((store::counts(conn)?, store::parked(conn, LISTED)?))).await?;
    let number: i64 = counts.iter().map(|count| count.parked).sum();
    let parked = parked.into_iter().map(|job| Parked {
        id: job.id,
        kind: job.kind,
        key: job.key,
        attempts: job.attempts,
        error: job.last_error,
        since: Moment::new(seen.lang, job.created_at),
    });
    let kinds = counts.into_iter().map(|count| Kind { name: count.kind, waiting: count.waiting, parked: count.parked }).collect();
    visit.show(&seen, "admin/jobs.html", &JobsPage { tab: "jobs", kinds, parked: parked.collect(), more: (number - LISTED).max(0) })
}

/// `POST /admin/jobs/{id}/retry`.
pub async fn retry(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = JobId(*id);
    let outcome = visit.write(move |tx, by| retry_job(tx, by, Some(id))).await?;
    answer(&visit, outcome.map(|_| ()), "admin-notice-job-retried")
}

/// `POST /admin/jobs/retry`: all of them.
pub async fn retry_all(visit: AdminVisit) -> PageResult {
    let outcome = visit.write(|tx, by| retry_job(tx, by, None)).await?;
    answer(&visit, outcome.map(|_| ()), "admin-notice-jobs-retried")
}

/// `POST /admin/jobs/{id}/discard`.
pub async fn discard(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = JobId(*id);
    let outcome = visit.write(move |tx, by| discard_job(tx, by, id)).await?;
    answer(&visit, outcome, "admin-notice-job-discarded")
}

fn answer(visit: &AdminVisit, outcome: Result<(), JobError>, notice: &str) -> PageResult {
    match outcome {
        Ok(()) => visit.done(PAGE, notice),
        Err(JobError::NotFound) => visit.done(PAGE, "admin-notice-job-gone"),
        Err(JobError::NotAllowed) => Err(PageError::NotFound),
    }
}
