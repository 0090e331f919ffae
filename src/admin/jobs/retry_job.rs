//! A job that was given up runs again.

use super::JobError;
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::{JobId, store};
use crate::platform::log::Act;

/// Lets one job run again, or all of them when none is named; answers how many.
pub fn retry_job(tx: &mut Tx<'_>, by: &Viewer, id: Option<JobId>) -> Result<usize, Failure<JobError>> {
    administers::<JobError>(by)?;
    let now = tx.now();
    let number = store::retry(tx.conn(), id, now)?;
    if number == 0 {
        return Err(JobError::NotFound.into());
    }
    tx.log(&Act { act: "job.retry", subject_kind: "job", subject: id.map_or(0, |id| id.0), after: number.to_string(), ..Act::default() })?;
    Ok(number)
}
