//! The log as the administration reads it.

use crate::accounts::MemberId;
use crate::admin::members::listing::{Names, names};
use crate::platform::db::{Connection, Result};
use crate::platform::log::store::{self, Entry, Wanted};

/// Acts on one page.
pub const PAGE: i64 = 50;

/// A page of acts, newest first, with the names in it, and the number to go on from.
pub fn page(conn: &mut Connection, wanted: &Wanted) -> Result<(Vec<Entry>, Names, Option<i64>)> {
    newest(conn, wanted, PAGE)
}

/// The newest `limit` acts.
pub fn newest(conn: &mut Connection, wanted: &Wanted, limit: i64) -> Result<(Vec<Entry>, Names, Option<i64>)> {
    let mut entries = store::newest(conn, wanted, limit + 1)?;
    let has_more = entries.len() as i64 > limit;
    entries.truncate(limit as usize);
    let older = entries.last().filter(|_| has_more).map(|entry| entry.id);
    let subjects = entries.iter().filter(|entry| entry.subject_kind == "member").map(|entry| entry.subject);
    let members: Vec<MemberId> = entries.iter().filter_map(|entry| entry.actor).chain(subjects).map(MemberId).collect();
    let names = names(conn, &members)?;
    Ok((entries, names, older))
}
