//! How a member stands: trusted, silenced, suspended.

mod lift;
mod policy;
mod set_trust;
mod silence;
pub mod store;
mod suspend;
mod suspension;

pub use lift::lift;
pub use policy::{StandingError, may_change};
pub use set_trust::set_trust;
pub use silence::silence;
pub use suspend::suspend;
pub use suspension::{Suspension, suspension};

use super::{MemberId, MemberState, Viewer};
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::log::Act;

/// Changes a member's state and writes why.
fn change(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, state: MemberState, until: Option<Timestamp>, reason: &str) -> Result<(), Failure<StandingError>> {
    let row = super::store::find(tx.conn(), member)?.filter(|row| row.state != MemberState::Closed).ok_or(StandingError::NoSuchMember)?;
    policy::may_change(tx.conn(), by, member)?;
    store::set_state(tx, member, state, until)?;
    let until = until.map(|until| format!(" until {}", until.rfc3339())).unwrap_or_default();
    tx.log(&Act {
        act: match state {
            MemberState::Suspended => "member.suspend",
            MemberState::Silenced => "member.silence",
            _ => "member.lift",
        },
        subject_kind: "member",
        subject: member.0,
        reason,
        before: row.state.as_str().to_owned(),
        after: format!("{}{until}", state.as_str()),
        ..Act::default()
    })?;
    Ok(())
}
