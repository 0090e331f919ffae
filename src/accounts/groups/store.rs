//! The rows of groups.

use diesel::prelude::*;
use guildhall_schema::{group_members, groups};

use super::GroupId;
use crate::accounts::MemberId;
use crate::platform::db::{Connection, Error, Result, Tx};

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct GroupRow {
    /// Its number.
    pub id: GroupId,
    /// The word that stands for it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `partner`, or none.
    pub badge: Option<String>,
}

/// Every group, by name.
pub fn all(conn: &mut Connection) -> Result<Vec<GroupRow>> {
    Ok(groups::table.order((groups::name, groups::id)).select((groups::id, groups::slug, groups::name, groups::badge)).load(conn)?)
}

/// A group by number.
pub fn find(conn: &mut Connection, group: GroupId) -> Result<Option<GroupRow>> {
    Ok(groups::table.find(group).select((groups::id, groups::slug, groups::name, groups::badge)).first(conn).optional()?)
}

/// The groups of a member.
pub fn of_member(conn: &mut Connection, member: MemberId) -> Result<Vec<GroupRow>> {
    Ok(group_members::table
        .inner_join(groups::table)
        .filter(group_members::member.eq(member))
        .order(groups::name)
        .select((groups::id, groups::slug, groups::name, groups::badge))
        .load(conn)?)
}

/// Writes a group; a taken word is [`Error::Unique`], and the transaction goes on.
pub fn insert(tx: &mut Tx<'_>, slug: &str, name: &str, is_partner: bool) -> Result<GroupId> {
    let now = tx.now();
    tx.nested(|conn| {
        let badge = is_partner.then_some("partner");
        Ok(diesel::insert_into(groups::table)
            .values((groups::slug.eq(slug), groups::name.eq(name), groups::badge.eq(badge), groups::created_at.eq(now)))
            .returning(groups::id)
            .get_result(conn)?)
    })
}

/// Writes name and badge anew.
pub fn update(tx: &mut Tx<'_>, group: GroupId, name: &str, is_partner: bool) -> Result<()> {
    let badge = is_partner.then_some("partner");
    diesel::update(groups::table.find(group)).set((groups::name.eq(name), groups::badge.eq(badge))).execute(tx.conn())?;
    Ok(())
}

/// Everybody in a group.
pub fn members(conn: &mut Connection, group: GroupId) -> Result<Vec<MemberId>> {
    Ok(group_members::table.filter(group_members::group_id.eq(group)).order(group_members::member).select(group_members::member).load(conn)?)
}

/// Deletes a group and who was in it.
pub fn delete(tx: &mut Tx<'_>, group: GroupId) -> Result<()> {
    diesel::delete(group_members::table.filter(group_members::group_id.eq(group))).execute(tx.conn())?;
    diesel::delete(groups::table.find(group)).execute(tx.conn())?;
    Ok(())
}

/// Puts a member in; false when they were in it already.
pub fn join(tx: &mut Tx<'_>, group: GroupId, member: MemberId) -> Result<bool> {
    let joined = tx.nested(|conn| {
        diesel::insert_into(group_members::table).values((group_members::group_id.eq(group), group_members::member.eq(member))).execute(conn)?;
        Ok(())
    });
    match joined {
        Ok(()) => Ok(true),
        Err(Error::Unique(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Takes a member out; false when they were not in it.
pub fn leave(tx: &mut Tx<'_>, group: GroupId, member: MemberId) -> Result<bool> {
    Ok(diesel::delete(group_members::table.find((group, member))).execute(tx.conn())? > 0)
}

/// Takes a member out of every group.
pub fn leave_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(group_members::table.filter(group_members::member.eq(member))).execute(tx.conn())?;
    Ok(())
}
