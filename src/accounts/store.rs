//! Reading who a member is, what roles and groups they have.

use diesel::prelude::*;
use guildhall_schema::{group_members, groups, member_roles, members};

use super::{Account, CategoryId, MemberId, MemberState, Role, Viewer};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::i18n::Lang;

type AccountRow = (MemberId, String, String, MemberState, Option<Timestamp>, i32, String, Timestamp);

fn account(row: AccountRow, now: Timestamp) -> Account {
    let (id, username, name, state, until, trust, lang, created_at) = row;
    Account { id, username, name, state: present_state(state, until, now), trust, lang: Lang::parse(&lang), created_at }
}

/// A silence or suspension that ran out is over, whether or not upkeep has noticed.
pub fn present_state(state: MemberState, until: Option<Timestamp>, now: Timestamp) -> MemberState {
    match (state, until) {
        (MemberState::Silenced | MemberState::Suspended, Some(until)) if until <= now => MemberState::Active,
        _ => state,
    }
}

/// The viewer a member is now; a visitor when the member does not exist.
pub fn viewer(conn: &mut Connection, member: MemberId, now: Timestamp) -> Result<Viewer> {
    let row: Option<AccountRow> = members::table
        .find(member)
        .select((members::id, members::username, members::name, members::state, members::state_until, members::trust, members::lang, members::created_at))
        .first(conn)
        .optional()?;
    match row {
        Some(row) => with_roles(conn, account(row, now)),
        None => Ok(Viewer::visitor()),
    }
}

fn with_roles(conn: &mut Connection, account: Account) -> Result<Viewer> {
    let roles = member_roles::table
        .filter(member_roles::member.eq(account.id))
        .select((member_roles::role, member_roles::category))
        .load::<(Role, Option<CategoryId>)>(conn)?;
    let groups = group_members::table.inner_join(groups::table).filter(group_members::member.eq(account.id)).select(groups::slug).load::<String>(conn)?;
    Ok(Viewer::member(account, roles, groups))
}

/// Sets the language a member reads in.
pub fn set_language(tx: &mut Tx<'_>, member: MemberId, lang: Lang) -> Result<()> {
    diesel::update(members::table.find(member)).set(members::lang.eq(lang.tag())).execute(tx.conn())?;
    Ok(())
}
