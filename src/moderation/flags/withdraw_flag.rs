//! Taking a flag back, as long as nobody has looked at it.

use super::put_flag::event;
use super::{About, FlagState, store};
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};

/// Takes the member's own flag back; where there is none that is open, nothing is found. What it brought about meanwhile stays
/// until a moderator looks.
pub fn withdraw_flag(tx: &mut Tx<'_>, who: &Participant, about: About) -> Result<(), Failure<Refusal>> {
    let member = who.member()?;
    let flag = store::own(tx.conn(), member, about)?.filter(|flag| flag.state == FlagState::Open).ok_or(Refusal::NotFound)?;
    store::settle(tx, &[flag.id], FlagState::Withdrawn)?;
    Ok(tx.record(&event(about))?)
}
