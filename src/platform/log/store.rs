//! The log's rows.

use diesel::prelude::*;
use guildhall_schema::log;

use super::{Act, Via};
use crate::platform::db::{Connection, Result, Timestamp};

/// One row of the log.
#[derive(Clone, Debug, Queryable)]
pub struct Entry {
    /// Grows with time; the order of the log.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Which member; none for commands and the system.
    pub actor: Option<i64>,
    /// How it came in.
    pub via: Via,
    /// The act's word.
    pub act: String,
    /// What kind of thing.
    pub subject_kind: String,
    /// Its number.
    pub subject: i64,
    /// Why.
    pub reason: String,
    /// Facts before.
    pub before: String,
    /// Facts after.
    pub after: String,
}

/// Writes a row. Called through [`crate::platform::db::Tx::log`].
pub(in crate::platform) fn insert(conn: &mut Connection, act: &Act<'_>, actor: Option<i64>, via: Via, now: Timestamp) -> Result<()> {
    diesel::insert_into(log::table)
        .values((
            log::at.eq(now),
            log::actor.eq(actor),
            log::via.eq(via),
            log::act.eq(act.act),
            log::subject_kind.eq(act.subject_kind),
            log::subject.eq(act.subject),
            log::category.eq(act.category),
            log::reason.eq(act.reason),
            log::before.eq(&act.before),
            log::after.eq(&act.after),
            log::public.eq(act.public),
        ))
        .execute(conn)?;
    Ok(())
}

/// The newest `limit` rows before `before` (all when none), newest first.
pub fn newest(conn: &mut Connection, before: Option<i64>, limit: i64) -> Result<Vec<Entry>> {
    let mut query = log::table
        .select((log::id, log::at, log::actor, log::via, log::act, log::subject_kind, log::subject, log::reason, log::before, log::after))
        .order(log::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(log::id.lt(before));
    }
    Ok(query.load(conn)?)
}
