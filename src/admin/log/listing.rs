//! Rows of the log, with the names of those they speak of.

use diesel::prelude::*;
use guildhall_schema::log;

use crate::accounts::MemberId;
use crate::admin::members::listing::{Names, names};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::log::Via;

/// Acts on one page.
pub const PAGE: i64 = 50;

/// Which acts.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this act.
    pub act: Option<String>,
    /// Only what this member did, or what was done to them.
    pub member: Option<MemberId>,
    /// Only acts before the one with this number.
    pub before: Option<i64>,
}

/// One act.
#[derive(Clone, Debug, Queryable)]
pub struct Entry {
    /// Grows with time.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Which member; none for commands and the program itself.
    pub actor: Option<MemberId>,
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

/// A page of acts, newest first, with the names in it, and the number to go on from.
pub fn page(conn: &mut Connection, wanted: &Wanted) -> Result<(Vec<Entry>, Names, Option<i64>)> {
    newest(conn, wanted, PAGE)
}

/// The newest `limit` acts.
pub fn newest(conn: &mut Connection, wanted: &Wanted, limit: i64) -> Result<(Vec<Entry>, Names, Option<i64>)> {
    let mut query = log::table
        .select((log::id, log::at, log::actor, log::via, log::act, log::subject_kind, log::subject, log::reason, log::before, log::after))
        .order(log::id.desc())
        .limit(limit + 1)
        .into_boxed();
    if let Some(before) = wanted.before {
        query = query.filter(log::id.lt(before));
    }
    if let Some(act) = &wanted.act {
        query = query.filter(log::act.eq(act.clone()));
    }
    if let Some(member) = wanted.member {
        query = query.filter(log::actor.eq(member.0).or(log::subject_kind.eq("member").and(log::subject.eq(member.0))));
    }
    let mut entries: Vec<Entry> = query.load(conn)?;
    let has_more = entries.len() as i64 > limit;
    entries.truncate(limit as usize);
    let older = entries.last().filter(|_| has_more).map(|entry| entry.id);
    let subjects = entries.iter().filter(|entry| entry.subject_kind == "member").map(|entry| MemberId(entry.subject));
    let members: Vec<MemberId> = entries.iter().filter_map(|entry| entry.actor).chain(subjects).collect();
    let names = names(conn, &members)?;
    Ok((entries, names, older))
}
