//! A member may read as a visitor does, and nothing else.

use super::StandingError;
use crate::accounts::{MemberId, MemberState, Viewer, roles};
use crate::platform::db::{Failure, Generation, Timestamp, Tx};

/// Suspends a member, for ever when no end is given. Sessions stay, and count as a visitor's on their next request.
pub fn suspend(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, until: Option<Timestamp>, reason: &str) -> Result<(), Failure<StandingError>> {
    // The lock that taking roles and closing accounts hold too.
    tx.bump(Generation::Badges)?;
    if roles::store::is_last_admin(tx.conn(), member)? {
        return Err(StandingError::LastAdmin.into());
    }
    super::change(tx, by, member, MemberState::Suspended, until, reason)
}
