//! The rows of addresses that wait to be confirmed: one for each member.

use diesel::prelude::*;
use guildhall_schema::{address_changes, members};

use super::TERM;
use crate::accounts::MemberId;
use crate::accounts::sessions::hash_token;
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::text::EmailAddress;

/// Writes the address that a member wants, in place of one they wanted before; the mail's job gives it its secret.
pub fn put(tx: &mut Tx<'_>, member: MemberId, address: &EmailAddress) -> Result<()> {
    let now = tx.now();
    delete(tx, member)?;
    diesel::insert_into(address_changes::table)
        .values((
            address_changes::member.eq(member),
            address_changes::address.eq(address.as_str()),
            address_changes::address_key.eq(address.key()),
            address_changes::created_at.eq(now),
            address_changes::expires_at.eq(now.plus(TERM)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The address that a member wants, unless its term is over.
pub fn wanted(conn: &mut Connection, member: MemberId, now: Timestamp) -> Result<Option<String>> {
    let row = address_changes::table.find(member).filter(address_changes::expires_at.gt(now));
    Ok(row.select(address_changes::address).first(conn).optional()?)
}

/// Gives a wish the secret that is about to be mailed; the one before works no longer. False when it is no longer for this address.
pub fn set_token(tx: &mut Tx<'_>, member: MemberId, address: &str, token: &str) -> Result<bool> {
    let row = address_changes::table.find(member).filter(address_changes::address.eq(address));
    Ok(diesel::update(row).set(address_changes::token_hash.eq(hash_token(token))).execute(tx.conn())? > 0)
}

/// Whose wish a mailed secret confirms: member, username and address.
pub fn find(conn: &mut Connection, token: &str, now: Timestamp) -> Result<Option<(MemberId, String, String)>> {
    Ok(address_changes::table
        .inner_join(members::table)
        .filter(address_changes::token_hash.eq(hash_token(token)))
        .filter(address_changes::expires_at.gt(now))
        .select((address_changes::member, members::username, address_changes::address))
        .first(conn)
        .optional()?)
}

/// Uses a mailed secret up: member and address. Of two at once only one gets it.
pub fn take(tx: &mut Tx<'_>, token: &str) -> Result<Option<(MemberId, String)>> {
    let now = tx.now();
    let row = address_changes::table.filter(address_changes::token_hash.eq(hash_token(token))).filter(address_changes::expires_at.gt(now));
    Ok(diesel::delete(row).returning((address_changes::member, address_changes::address)).get_result(tx.conn()).optional()?)
}

/// Forgets what a member wanted.
pub fn delete(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(address_changes::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// Deletes wishes whose term is over; run by upkeep.
pub fn delete_ended(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    Ok(diesel::delete(address_changes::table.filter(address_changes::expires_at.le(now))).execute(tx.conn())?)
}
