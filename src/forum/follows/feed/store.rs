//! The rows of feeds. The secret is kept as it is: its member looks it up again for the next program.

use diesel::prelude::*;
use guildhall_schema::follow_feeds;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Tx};

/// Writes a member's secret.
pub fn put(tx: &mut Tx<'_>, member: MemberId, token: &str) -> Result<()> {
    let now = tx.now();
    delete(tx, member)?;
    let row = (follow_feeds::member.eq(member), follow_feeds::token.eq(token), follow_feeds::created_at.eq(now));
    diesel::insert_into(follow_feeds::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Ends a member's feed.
pub fn delete(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(follow_feeds::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// A member's secret.
pub fn token(conn: &mut Connection, member: MemberId) -> Result<Option<String>> {
    Ok(follow_feeds::table.find(member).select(follow_feeds::token).first(conn).optional()?)
}

/// Whose secret it is.
pub fn owner(conn: &mut Connection, token: &str) -> Result<Option<MemberId>> {
    Ok(follow_feeds::table.filter(follow_feeds::token.eq(token)).select(follow_feeds::member).first(conn).optional()?)
}
