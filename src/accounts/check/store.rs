//! Reading and mending members' keys.

use diesel::prelude::*;
use guildhall_schema::{member_settings, members};

use crate::accounts::{MemberId, uploads};
use crate::platform::db::{Connection, Error, Result, Tx};
use crate::platform::text::names::{skeleton, username_key};

/// What follows from a username and a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    /// For finding.
    pub username_key: String,
    /// For refusing what looks alike.
    pub username_skeleton: String,
    /// Likewise.
    pub name_skeleton: String,
}

/// The next members.
pub fn ids(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(members::table.filter(members::id.gt(after)).order(members::id).limit(limit).select(members::id).load(conn)?)
}

/// A member's keys as stored and as they should be.
pub fn keys(conn: &mut Connection, id: i64) -> Result<(Keys, Keys)> {
    let (username, name, username_key_stored, username_skeleton, name_skeleton): (String, String, String, String, String) = members::table
        .find(id)
        .select((members::username, members::name, members::username_key, members::username_skeleton, members::name_skeleton))
        .first(conn)?;
    let computed = Keys { username_key: username_key(&username), username_skeleton: skeleton(&username), name_skeleton: skeleton(&name) };
    Ok((Keys { username_key: username_key_stored, username_skeleton, name_skeleton }, computed))
}

/// Stores keys; those that another member has already are left as they are, and named again.
pub fn save_keys(tx: &mut Tx<'_>, id: i64, keys: &Keys) -> Result<()> {
    let saved = tx.nested(|conn| {
        diesel::update(members::table.find(id))
            .set((
                members::username_key.eq(&keys.username_key),
                members::username_skeleton.eq(&keys.username_skeleton),
                members::name_skeleton.eq(&keys.name_skeleton),
            ))
            .execute(conn)?;
        Ok(())
    });
    match saved {
        Err(Error::Unique(_)) => Ok(()),
        outcome => outcome,
    }
}

/// The picture beside a member's name as stored there, and as its use says.
pub fn pictures(conn: &mut Connection, id: i64) -> Result<(String, String)> {
    let stored = members::table.find(id).select(members::picture).first(conn)?;
    Ok((stored, uploads::store::worn(conn, MemberId(id))?))
}

/// Does the member have settings?
pub fn has_settings(conn: &mut Connection, id: i64) -> Result<bool> {
    Ok(member_settings::table.find(id).select(member_settings::member).first::<MemberId>(conn).optional()?.is_some())
}

/// Writes the settings everybody begins with.
pub fn insert_settings(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    diesel::insert_into(member_settings::table).values(member_settings::member.eq(id)).execute(tx.conn())?;
    Ok(())
}
