//! A job that was given up is thrown away.

use super::JobError;
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::{JobId, store};
use crate::platform::log::Act;

/// Throws one job away; it must be a parked one.
pub fn discard_job(tx: &mut Tx<'_>, by: &Viewer, id: JobId) -> Result<(), Failure<JobError>> {
    administers::<JobError>(by)?;
    if !store::discard(tx.conn(), id)? {
        return Err(JobError::NotFound.into());
    }
    tx.log(&Act { act: "job.discard", subject_kind: "job", subject: id.0, ..Act::default() })?;
    Ok(())
}
