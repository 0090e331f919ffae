//! The rows of notes that moderators leave for each other.

use diesel::prelude::*;
use guildhall_schema::hand_over_notes;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// Writes a moderator's note, or takes it away.
pub fn put(tx: &mut Tx<'_>, member: MemberId, body: &str) -> Result<()> {
    forget(tx, member)?;
    if body.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    diesel::insert_into(hand_over_notes::table)
        .values((hand_over_notes::member.eq(member), hand_over_notes::body.eq(body), hand_over_notes::at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Takes a member's note away.
pub fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(hand_over_notes::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// A note.
pub type Note = (MemberId, String, Timestamp);

/// The newest notes.
pub fn newest(conn: &mut Connection, limit: i64) -> Result<Vec<Note>> {
    let rows = hand_over_notes::table.order(hand_over_notes::at.desc()).limit(limit);
    Ok(rows.select((hand_over_notes::member, hand_over_notes::body, hand_over_notes::at)).load(conn)?)
}

/// A member's own note.
pub fn of(conn: &mut Connection, member: MemberId) -> Result<Option<Note>> {
    let row = hand_over_notes::table.find(member);
    Ok(row.select((hand_over_notes::member, hand_over_notes::body, hand_over_notes::at)).first(conn).optional()?)
}
