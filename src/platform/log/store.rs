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

macro_rules! entry_columns {
    () => {
        (log::id, log::at, log::actor, log::via, log::act, log::subject_kind, log::subject, log::reason, log::before, log::after)
    };
}

/// Which rows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this act.
    pub act: Option<String>,
    /// Only what this member did, or what was done to them.
    pub member: Option<i64>,
    /// Only acts before the one with this number.
    pub before: Option<i64>,
}

/// The newest `limit` of the wanted rows, newest first.
pub fn newest(conn: &mut Connection, wanted: &Wanted, limit: i64) -> Result<Vec<Entry>> {
    let mut query = log::table.select(entry_columns!()).order(log::id.desc()).limit(limit).into_boxed();
    if let Some(before) = wanted.before {
        query = query.filter(log::id.lt(before));
    }
    if let Some(act) = &wanted.act {
        query = query.filter(log::act.eq(act.clone()));
    }
    if let Some(member) = wanted.member {
        query = query.filter(log::actor.eq(member).or(log::subject_kind.eq("member").and(log::subject.eq(member))));
    }
    Ok(query.load(conn)?)
}

/// One row.
pub fn find(conn: &mut Connection, id: i64) -> Result<Option<Entry>> {
    Ok(log::table.find(id).select(entry_columns!()).first(conn).optional()?)
}

/// The newest `limit` acts upon a thing, newest first.
pub fn of_subject(conn: &mut Connection, subject_kind: &str, subject: i64, limit: i64) -> Result<Vec<Entry>> {
    let acts = log::table.filter(log::subject_kind.eq(subject_kind)).filter(log::subject.eq(subject));
    Ok(acts.order(log::id.desc()).limit(limit).select(entry_columns!()).load(conn)?)
}

/// The number of the last of these acts upon a thing.
pub fn last_of(conn: &mut Connection, acts: &[&str], subject_kind: &str, subject: i64) -> Result<Option<i64>> {
    let upon = log::table.filter(log::subject_kind.eq(subject_kind)).filter(log::subject.eq(subject)).filter(log::act.eq_any(acts));
    Ok(upon.order(log::id.desc()).select(log::id).first(conn).optional()?)
}

/// Why an act was done to a thing the last time; empty where nobody wrote why, or it never was.
pub fn last_reason(conn: &mut Connection, act: &str, subject_kind: &str, subject: i64) -> Result<String> {
    let acts = log::table.filter(log::subject_kind.eq(subject_kind)).filter(log::subject.eq(subject)).filter(log::act.eq(act));
    Ok(acts.order(log::id.desc()).select(log::reason).first(conn).optional()?.unwrap_or_default())
}

/// Did a thing ever stand so, before or after an act upon it?
pub fn stood(conn: &mut Connection, subject_kind: &str, subject: i64, so: &str) -> Result<bool> {
    let acts = log::table.filter(log::subject_kind.eq(subject_kind)).filter(log::subject.eq(subject)).filter(log::before.eq(so).or(log::after.eq(so)));
    Ok(diesel::select(diesel::dsl::exists(acts)).get_result(conn)?)
}
