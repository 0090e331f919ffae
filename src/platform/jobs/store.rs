//! The rows of the job table.

use diesel::prelude::*;
use guildhall_schema::jobs;

use super::NewJob;
use crate::platform::db::{Connection, Result, Timestamp};

/// Writes a job, or refreshes the payload of the one that waits already. Called through [`crate::platform::db::Tx::enqueue`].
pub(in crate::platform) fn insert(conn: &mut Connection, job: &NewJob, now: Timestamp) -> Result<()> {
    let waiting =
        jobs::table.filter(jobs::kind.eq(job.kind.name)).filter(jobs::key.eq(&job.key)).filter(jobs::state.eq("waiting")).filter(jobs::locked_by.is_null());
    let payload = job.payload.to_string();
    if diesel::update(waiting).set(jobs::payload.eq(&payload)).execute(conn)? > 0 {
        return Ok(());
    }
    diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(job.kind.name),
            jobs::key.eq(&job.key),
            jobs::payload.eq(&payload),
            jobs::lane.eq(job.kind.lane),
            jobs::run_at.eq(job.run_at.unwrap_or(now)),
            jobs::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
