//! The page of the jobs.

use actix_web::web::Path;
use serde::Serialize;

use super::{JobError, discard_jobs, retry_jobs};
use crate::accounts::visit::pages::Seen;
use crate::admin::visit::pages::AdminVisit;

use crate::platform::i18n::format::Moment;
use crate::platform::jobs::JobId;
use crate::platform::jobs::store::{self, Which};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/admin/jobs";
/// More parked jobs than this have one cause; seeing all of them helps nobody.
const LISTED: i64 = 100;

#[derive(Serialize)]
struct JobsPage {
    tab: &'static str,
    kinds: Vec<Kind>,
    restored: Vec<Parked>,
    failed: Vec<Parked>,
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

/// `GET /admin/jobs`: what waits, what was given up, and what a restored backup held back.
pub async fn list(visit: AdminVisit) -> PageResult {
    let (seen, (counts, parked)) = visit.look(|conn, _| Ok((store::counts(conn)?, store::parked(conn, LISTED)?))).await?;
    let number: i64 = counts.iter().map(|count| count.parked).sum();
    let (restored, failed): (Vec<_>, Vec<_>) = parked.into_iter().partition(store::Parked::is_restored);
    let shown = |jobs: Vec<store::Parked>| jobs.into_iter().map(|job| Parked::new(job, &seen)).collect();
    let page = JobsPage {
        tab: "jobs",
        kinds: counts.into_iter().map(|count| Kind { name: count.kind, waiting: count.waiting, parked: count.parked }).collect(),
        restored: shown(restored),
        failed: shown(failed),
        more: (number - LISTED).max(0),
    };
    visit.show(&seen, "admin/jobs.html", &page)
}

impl Parked {
    fn new(job: store::Parked, seen: &Seen) -> Self {
        let since = seen.moment(job.created_at);
        Self { id: job.id, kind: job.kind, key: job.key, attempts: job.attempts, error: job.last_error, since }
    }
}

/// `POST /admin/jobs/{id}/retry`.
pub async fn retry(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = JobId(*id);
    let outcome = visit.write(move |tx, by| retry_jobs(tx, by, Which::One(id))).await?;
    answer(&visit, outcome, "admin-notice-job-retried")
}

/// `POST /admin/jobs/retry`: all that were given up.
pub async fn retry_all(visit: AdminVisit) -> PageResult {
    let outcome = visit.write(|tx, by| retry_jobs(tx, by, Which::Failed)).await?;
    answer(&visit, outcome, "admin-notice-jobs-retried")
}

/// `POST /admin/jobs/{id}/discard`.
pub async fn discard(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = JobId(*id);
    let outcome = visit.write(move |tx, by| discard_jobs(tx, by, Which::One(id))).await?;
    answer(&visit, outcome, "admin-notice-job-discarded")
}

/// `POST /admin/jobs/release-restored`: all that a restored backup held back.
pub async fn release_restored(visit: AdminVisit) -> PageResult {
    let outcome = visit.write(|tx, by| retry_jobs(tx, by, Which::Restored)).await?;
    answer(&visit, outcome, "admin-notice-jobs-released")
}

/// `POST /admin/jobs/discard-restored`: all that a restored backup held back.
pub async fn discard_restored(visit: AdminVisit) -> PageResult {
    let outcome = visit.write(|tx, by| discard_jobs(tx, by, Which::Restored)).await?;
    answer(&visit, outcome, "admin-notice-jobs-discarded")
}

fn answer(visit: &AdminVisit, outcome: Result<usize, JobError>, notice: &str) -> PageResult {
    match outcome {
        Ok(_) => visit.done(PAGE, notice),
        Err(JobError::NotFound) => visit.done(PAGE, "admin-notice-job-gone"),
        Err(JobError::NotAllowed) => Err(PageError::NotFound),
    }
}
