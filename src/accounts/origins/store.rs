//! The rows of origins.

use diesel::prelude::*;
use guildhall_schema::origins;

use super::Origin;
use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// Writes where a sign-in came from, or the post with this number.
pub fn insert(tx: &mut Tx<'_>, member: MemberId, post: Option<i64>, origin: &Origin) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(origins::table)
        .values((
            origins::member.eq(member),
            origins::post.eq(post),
            origins::network.eq(&origin.network),
            origins::browser.eq(&origin.browser),
            origins::at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// One line of where somebody came from.
#[derive(Clone, Debug, Queryable)]
pub struct OriginRow {
    /// Its number.
    pub id: i64,
    /// The post that was written; none for a sign-in.
    pub post: Option<i64>,
    /// From which network.
    pub network: String,
    /// With which browser.
    pub browser: String,
    /// When.
    pub at: Timestamp,
}

/// The newest `limit` of a member's, newest first; only those before the one with this number.
pub fn newest(conn: &mut Connection, member: MemberId, before: Option<i64>, limit: i64) -> Result<Vec<OriginRow>> {
    Ok(origins::table
        .filter(origins::member.eq(member))
        .filter(origins::id.lt(before.unwrap_or(i64::MAX)))
        .order(origins::id.desc())
        .limit(limit)
        .select((origins::id, origins::post, origins::network, origins::browser, origins::at))
        .load(conn)?)
}

/// Deletes a member's.
pub fn delete_of(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(origins::table.filter(origins::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Deletes those from before a moment; run by upkeep.
pub fn delete_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(origins::table.filter(origins::at.lt(before))).execute(tx.conn())?)
}
