//! Jobs that were given up: run them again, or throw them away.

mod discard_job;
pub mod pages;
mod retry_job;

pub use discard_job::discard_job;
pub use retry_job::retry_job;

use crate::accounts::rights::Denied;
use crate::platform::db::{DomainError, Failure};

/// Why nothing happens to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Only admins look after jobs.
    NotAllowed,
    /// It is not given up any more: somebody else was quicker.
    NotFound,
}

impl DomainError for JobError {}

impl From<Denied> for Failure<JobError> {
    fn from(_: Denied) -> Self {
        Self::Refused(JobError::NotAllowed)
    }
}
