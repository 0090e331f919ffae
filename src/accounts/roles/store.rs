//! The rows of roles.

use diesel::prelude::*;
use guildhall_schema::{member_roles, members};

use super::Grant;
use crate::accounts::{CategoryId, MemberId, Role};
use crate::platform::db::{Connection, Error, Result, Tx};

/// Has the member just this role?
pub fn has(conn: &mut Connection, grant: &Grant) -> Result<bool> {
    let rows = member_roles::table.filter(member_roles::member.eq(grant.member)).filter(member_roles::role.eq(grant.role));
    let count: i64 = match grant.category {
        Some(category) => rows.filter(member_roles::category.eq(category)).count().get_result(conn)?,
        None => rows.filter(member_roles::category.is_null()).count().get_result(conn)?,
    };
    Ok(count > 0)
}

/// Writes a role; another transaction may have written it meanwhile.
pub fn insert(tx: &mut Tx<'_>, grant: &Grant) -> Result<()> {
    let written = tx.nested(|conn| {
        diesel::insert_into(member_roles::table)
            .values((member_roles::member.eq(grant.member), member_roles::role.eq(grant.role), member_roles::category.eq(grant.category)))
            .execute(conn)?;
        Ok(())
    });
    match written {
        Err(Error::Unique(_)) => Ok(()),
        outcome => outcome,
    }
}

/// Deletes a role; false when there was none.
pub fn delete(tx: &mut Tx<'_>, grant: &Grant) -> Result<bool> {
    let mut rows = diesel::delete(member_roles::table.filter(member_roles::member.eq(grant.member)).filter(member_roles::role.eq(grant.role))).into_boxed();
    rows = match grant.category {
        Some(category) => rows.filter(member_roles::category.eq(category)),
        None => rows.filter(member_roles::category.is_null()),
    };
    Ok(rows.execute(tx.conn())? > 0)
}

/// Deletes every role of a member.
pub fn delete_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(member_roles::table.filter(member_roles::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// A member's roles.
pub fn of_member(conn: &mut Connection, member: MemberId) -> Result<Vec<(Role, Option<CategoryId>)>> {
    Ok(member_roles::table.filter(member_roles::member.eq(member)).order(member_roles::id).select((member_roles::role, member_roles::category)).load(conn)?)
}

/// Is this member an admin, and no other one takes part?
pub fn is_last_admin(conn: &mut Connection, member: MemberId) -> Result<bool> {
    let admins: Vec<MemberId> = member_roles::table
        .inner_join(members::table)
        .filter(member_roles::role.eq(Role::Admin))
        .filter(member_roles::category.is_null())
        .filter(members::state.ne_all(["closed", "suspended"]))
        .select(member_roles::member)
        .load(conn)?;
    let has_role = has(conn, &Grant { member, role: Role::Admin, category: None })?;
    Ok(has_role && admins.iter().all(|admin| *admin == member))
}
