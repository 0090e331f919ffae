//! The rows of archives.

use diesel::prelude::*;
use guildhall_schema::exports;

use super::ExportId;
use crate::accounts::MemberId;
use crate::columns;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// An archive.
#[derive(Clone, Debug, Queryable)]
pub struct ExportRow {
    /// Its number.
    pub id: ExportId,
    /// Whose.
    pub member: MemberId,
    /// The random part of its name.
    pub file: String,
    /// How long it is.
    pub bytes: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was whole; none while it is made.
    pub made_at: Option<Timestamp>,
    /// Until when it can be fetched.
    pub ends_at: Timestamp,
}

columns! {
    COLUMNS = exports::id, exports::member, exports::file, exports::bytes, exports::asked_at, exports::made_at, exports::ends_at;
}

/// Writes that one is asked for.
pub fn insert(tx: &mut Tx<'_>, member: MemberId, file: &str, term: i64) -> Result<ExportId> {
    let now = tx.now();
    Ok(diesel::insert_into(exports::table)
        .values((exports::member.eq(member), exports::file.eq(file), exports::asked_at.eq(now), exports::ends_at.eq(now.plus(term))))
        .returning(exports::id)
        .get_result(tx.conn())?)
}

/// One of them.
pub fn find(conn: &mut Connection, id: ExportId) -> Result<Option<ExportRow>> {
    Ok(exports::table.find(id).select(COLUMNS).first(conn).optional()?)
}

/// A member's that is whole and can be fetched, by its name.
pub fn ready(conn: &mut Connection, member: MemberId, file: &str, now: Timestamp) -> Result<Option<ExportRow>> {
    let own = exports::table.filter(exports::member.eq(member)).filter(exports::file.eq(file));
    Ok(own.filter(exports::made_at.is_not_null()).filter(exports::ends_at.gt(now)).select(COLUMNS).first(conn).optional()?)
}

/// A member's, newest first: one a day for a week are few.
pub fn of_member(conn: &mut Connection, member: MemberId, now: Timestamp) -> Result<Vec<ExportRow>> {
    let own = exports::table.filter(exports::member.eq(member)).filter(exports::ends_at.gt(now));
    Ok(own.order(exports::id.desc()).limit(50).select(COLUMNS).load(conn)?)
}

/// Notes that one is whole; false when nobody wants it any more.
pub fn set_made(tx: &mut Tx<'_>, id: ExportId, bytes: i64) -> Result<bool> {
    let now = tx.now();
    Ok(diesel::update(exports::table.find(id)).set((exports::made_at.eq(Some(now)), exports::bytes.eq(bytes))).execute(tx.conn())? > 0)
}

/// The names of all: a file without a row is left over.
pub fn files(conn: &mut Connection) -> Result<Vec<String>> {
    Ok(exports::table.select(exports::file).load(conn)?)
}

/// Deletes a member's; their files follow.
pub fn delete_of(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(exports::table.filter(exports::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Deletes those whose time is over; run by upkeep.
pub fn delete_ended(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    diesel::delete(exports::table.filter(exports::ends_at.le(now))).execute(tx.conn())?;
    Ok(())
}
