//! Groups as the administration lists them.

use diesel::prelude::*;
use guildhall_schema::{group_members, groups};

use crate::platform::db::{Connection, Result};

/// A group that has rows.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Its number.
    pub id: i64,
    /// The word that stands in categories' rights.
    pub slug: String,
    /// As shown.
    pub name: String,
    /// The badge that its members wear, if any.
    pub badge: Option<String>,
    /// How many they are.
    pub members: i64,
}

/// Every group that has rows, by name.
pub fn all(conn: &mut Connection) -> Result<Vec<GroupRow>> {
    let sizes: Vec<(i64, i64)> =
        group_members::table.group_by(group_members::group_id).select((group_members::group_id, diesel::dsl::count_star())).load(conn)?;
    let rows: Vec<(i64, String, String, Option<String>)> =
        groups::table.order((groups::name, groups::id)).select((groups::id, groups::slug, groups::name, groups::badge)).load(conn)?;
    let size = |id: i64| sizes.iter().find(|(group, _)| *group == id).map_or(0, |(_, size)| *size);
    Ok(rows.into_iter().map(|(id, slug, name, badge)| GroupRow { id, slug, name, badge, members: size(id) }).collect())
}
