//! Members as the administration lists them.

use diesel::prelude::*;
use guildhall_schema::members;
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result};

/// How a member is called.
#[derive(Clone, Debug)]
pub struct Person {
    /// For addresses.
    pub username: String,
    /// As shown.
    pub name: String,
}

/// Names by number.
pub type Names = HashMap<MemberId, Person>;

/// The names of some members.
pub fn names(conn: &mut Connection, ids: &[MemberId]) -> Result<Names> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(MemberId, String, String)> =
        members::table.filter(members::id.eq_any(ids)).select((members::id, members::username, members::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, username, name)| (id, Person { username, name })).collect())
}
