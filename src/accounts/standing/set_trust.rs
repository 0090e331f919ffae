//! An admin says how far a member is trusted.

use super::{StandingError, store};
use crate::accounts::{MemberId, MemberState, Viewer, store as members};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// Sets the trust by hand: from now on it no longer grows by itself.
pub fn set_trust(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, trust: i32) -> Result<(), Failure<StandingError>> {
    if !(0..=4).contains(&trust) {
        return Err(StandingError::NoSuchTrust.into());
    }
    if !by.is_admin() {
        return Err(StandingError::NotAllowed.into());
    }
    let row = members::find(tx.conn(), member)?.filter(|row| row.state != MemberState::Closed).ok_or(StandingError::NoSuchMember)?;
    store::set_trust(tx, member, trust)?;
    tx.log(&Act { act: "member.trust", subject_kind: "member", subject: member.0, before: row.trust.to_string(), after: trust.to_string(), ..Act::default() })?;
    Ok(())
}
