//! Groups as the administration lists them.

use diesel::prelude::*;
use guildhall_schema::{group_members, groups, members};

use crate::accounts::MemberId;
use crate::accounts::groups::GroupId;
use crate::platform::db::{Connection, Result};

/// Members on one page.
pub const PAGE: i64 = 100;

/// A group that has rows.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Its number.
    pub id: GroupId,
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
    let sizes: Vec<(GroupId, i64)> =
        group_members::table.group_by(group_members::group_id).select((group_members::group_id, diesel::dsl::count_star())).load(conn)?;
    let rows: Vec<(GroupId, String, String, Option<String>)> =
        groups::table.order((groups::name, groups::id)).select((groups::id, groups::slug, groups::name, groups::badge)).load(conn)?;
    let size = |id: GroupId| sizes.iter().find(|(group, _)| *group == id).map_or(0, |(_, size)| *size);
    Ok(rows.into_iter().map(|(id, slug, name, badge)| GroupRow { id, slug, name, badge, members: size(id) }).collect())
}

/// Somebody in a group.
#[derive(Clone, Debug, Queryable)]
pub struct InGroup {
    /// The member.
    pub id: MemberId,
    /// For addresses.
    pub username: String,
    /// As shown.
    pub name: String,
    /// What pages go on from.
    pub key: String,
}

/// Who is in a group, by username, from the one after `after` on; one more than a page tells that there are more.
pub fn members_of(conn: &mut Connection, group: GroupId, after: &str) -> Result<Vec<InGroup>> {
    Ok(group_members::table
        .inner_join(members::table)
        .filter(group_members::group_id.eq(group))
        .filter(members::username_key.gt(after.to_owned()))
        .order(members::username_key)
        .limit(PAGE + 1)
        .select((members::id, members::username, members::name, members::username_key))
        .load(conn)?)
}
