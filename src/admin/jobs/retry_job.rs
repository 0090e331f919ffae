//! Jobs that were given up or held back run again.

use super::{JobError, subject};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::store::{self, Which};
use crate::platform::log::Act;

/// Lets these jobs run again; there must be one at least. Answers how many.
pub fn retry_jobs(tx: &mut Tx<'_>, by: &Viewer, which: Which) -> Result<usize, Failure<JobError>> {
    administers::<JobError>(by)?;
    let now = tx.now();
    let number = store::retry(tx.conn(), which, now)?;
    if number == 0 {
        return Err(JobError::NotFound.into());
    }
    tx.log(&Act { act: "job.retry", subject_kind: "job", subject: subject(which), after: number.to_string(), ..Act::default() })?;
    Ok(number)
}
