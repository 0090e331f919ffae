//! Jobs that were given up or held back are thrown away.

use super::{JobError, subject};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::store::{self, Which};
use crate::platform::log::Act;

/// Throws these jobs away; there must be one at least. Answers how many.
pub fn discard_jobs(tx: &mut Tx<'_>, by: &Viewer, which: Which) -> Result<usize, Failure<JobError>> {
    administers::<JobError>(by)?;
    let number = store::discard(tx.conn(), which)?;
    if number == 0 {
        return Err(JobError::NotFound.into());
    }
    tx.log(&Act { act: "job.discard", subject_kind: "job", subject: subject(which), after: number.to_string(), ..Act::default() })?;
    Ok(number)
}
