//! A member takes part again.

use super::StandingError;
use crate::accounts::{MemberId, MemberState, Viewer};
use crate::platform::db::{Failure, Tx};

/// Lifts a silence or a suspension.
pub fn lift(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, reason: &str) -> Result<(), Failure<StandingError>> {
    super::change(tx, by, member, MemberState::Active, None, reason)
}
