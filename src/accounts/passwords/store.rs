//! The rows of passwords.

use diesel::prelude::*;
use guildhall_schema::{member_addresses, member_passwords, members};

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::text::names::username_key;

/// What is kept of a member's password.
pub fn of_member(conn: &mut Connection, member: MemberId) -> Result<Option<String>> {
    Ok(member_passwords::table.find(member).select(member_passwords::phc).first(conn).optional()?)
}

/// Keeps a password in place of the one before.
pub fn put(tx: &mut Tx<'_>, member: MemberId, phc: &str) -> Result<()> {
    let now = tx.now();
    let row = member_passwords::table.find(member);
    let changed = diesel::update(row).set((member_passwords::phc.eq(phc), member_passwords::changed_at.eq(now))).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(member_passwords::table)
            .values((member_passwords::member.eq(member), member_passwords::phc.eq(phc), member_passwords::changed_at.eq(now)))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// The same password in a stronger form; the moment it was chosen stays. One that was changed meanwhile is left alone.
pub fn strengthen(tx: &mut Tx<'_>, member: MemberId, weak: &str, phc: &str) -> Result<()> {
    let row = member_passwords::table.find(member).filter(member_passwords::phc.eq(weak));
    diesel::update(row).set(member_passwords::phc.eq(phc)).execute(tx.conn())?;
    Ok(())
}

/// Forgets a password.
pub fn delete(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(member_passwords::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// The member whom somebody who signs in means, by username or address, and what is kept of the password.
pub fn by_identity(conn: &mut Connection, typed: &str) -> Result<Option<(MemberId, String)>> {
    let typed = typed.trim();
    let columns = (member_passwords::member, member_passwords::phc);
    if let Ok(address) = crate::platform::text::EmailAddress::parse(typed) {
        let member: Option<MemberId> =
            member_addresses::table.filter(member_addresses::address_key.eq(address.key())).select(member_addresses::member).first(conn).optional()?;
        let Some(member) = member else { return Ok(None) };
        return Ok(member_passwords::table.find(member).select(columns).first(conn).optional()?);
    }
    Ok(member_passwords::table.inner_join(members::table).filter(members::username_key.eq(username_key(typed))).select(columns).first(conn).optional()?)
}
