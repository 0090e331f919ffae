//! The number in the member's row.

use diesel::prelude::*;
use guildhall_schema::members;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, News, Result, Tx};

/// Counts so many more, or fewer, for each of these members.
pub fn add(tx: &mut Tx<'_>, these: &[MemberId], more: i64) -> Result<()> {
    if these.is_empty() || more == 0 {
        return Ok(());
    }
    diesel::update(members::table.filter(members::id.eq_any(these.to_vec()))).set(members::unread.eq(members::unread + more)).execute(tx.conn())?;
    these.iter().for_each(|member| tx.tell(News::Unread(member.0)));
    Ok(())
}

/// Sets the number.
pub fn set(tx: &mut Tx<'_>, member: MemberId, unread: i64) -> Result<()> {
    diesel::update(members::table.find(member)).set(members::unread.eq(unread)).execute(tx.conn())?;
    tx.tell(News::Unread(member.0));
    Ok(())
}

/// The stored numbers of members after one, in order.
pub fn after(conn: &mut Connection, member: MemberId, limit: i64) -> Result<Vec<MemberId>> {
    Ok(members::table.filter(members::id.gt(member)).order(members::id).limit(limit).select(members::id).load(conn)?)
}

/// The stored number.
pub fn of(conn: &mut Connection, member: MemberId) -> Result<i64> {
    Ok(members::table.find(member).select(members::unread).first(conn)?)
}
