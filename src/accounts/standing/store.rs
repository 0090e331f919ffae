//! The columns that say how a member stands.

use diesel::prelude::*;
use guildhall_schema::members;

use crate::accounts::{MemberId, MemberState};
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes a state and its end.
pub fn set_state(tx: &mut Tx<'_>, member: MemberId, state: MemberState, until: Option<Timestamp>) -> Result<()> {
    diesel::update(members::table.find(member)).set((members::state.eq(state), members::state_until.eq(until))).execute(tx.conn())?;
    Ok(())
}

/// Writes a trust that stays.
pub fn set_trust(tx: &mut Tx<'_>, member: MemberId, trust: i32) -> Result<()> {
    diesel::update(members::table.find(member)).set((members::trust.eq(trust), members::trust_set.eq(true))).execute(tx.conn())?;
    Ok(())
}

/// Raises a member's trust, unless an admin set it.
pub fn raise_trust(tx: &mut Tx<'_>, member: MemberId, trust: i32) -> Result<()> {
    diesel::update(members::table.find(member).filter(members::trust_set.eq(false)).filter(members::trust.lt(trust)))
        .set(members::trust.eq(trust))
        .execute(tx.conn())?;
    Ok(())
}
