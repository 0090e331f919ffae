//! Jobs that were given up, or held back when a backup was restored: run them again, or throw them away.

mod discard_job;
pub mod pages;
mod retry_job;

pub use discard_job::discard_jobs;
pub use retry_job::retry_jobs;

use crate::accounts::rights::Denied;
use crate::platform::db::{DomainError, Failure};
use crate::platform::jobs::store::Which;

/// Why nothing happens to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Only admins look after jobs.
    NotAllowed,
    /// It is not parked any more: somebody else was quicker.
    NotFound,
}

impl DomainError for JobError {}

impl From<Denied> for Failure<JobError> {
    fn from(_: Denied) -> Self {
        Self::Refused(JobError::NotAllowed)
    }
}

/// A job's number in the log; 0 for many at once.
fn subject(which: Which) -> i64 {
    match which {
        Which::One(id) => id.0,
        Which::Failed | Which::Restored => 0,
    }
}
