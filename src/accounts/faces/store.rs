//! When members changed their faces, counted by the generation.

use diesel::dsl::exists;
use diesel::prelude::*;
use guildhall_schema::member_faces;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Tx, or_again};

/// Notes the number of a member's last change.
pub fn note(tx: &mut Tx<'_>, member: MemberId, number: i64) -> Result<()> {
    let updated = diesel::update(member_faces::table.find(member)).set(member_faces::changed.eq(number)).execute(tx.conn())?;
    if updated == 0 {
        let row = (member_faces::member.eq(member), member_faces::changed.eq(number));
        or_again(diesel::insert_into(member_faces::table).values(row).execute(tx.conn()))?;
    }
    Ok(())
}

/// Has one of these members changed after this number?
pub fn changed_since(conn: &mut Connection, members: &[MemberId], number: i64) -> Result<bool> {
    let changed = member_faces::table.filter(member_faces::member.eq_any(members.to_vec())).filter(member_faces::changed.gt(number));
    Ok(diesel::select(exists(changed)).get_result(conn)?)
}
