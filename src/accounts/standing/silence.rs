//! A member's posts wait for approval.

use super::StandingError;
use crate::accounts::{MemberId, MemberState, Viewer};
use crate::platform::db::{Failure, Timestamp, Tx};

/// Silences a member, for ever when no end is given.
pub fn silence(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, until: Option<Timestamp>, reason: &str) -> Result<(), Failure<StandingError>> {
    super::change(tx, by, member, MemberState::Silenced, until, reason)
}
