//! Telling the others what is going on.

use super::store;
use crate::forum::participant::{Participant, Refusal};
use crate::moderation::cases::keeps_order;
use crate::platform::db::{Failure, Tx};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 2_000;

/// Writes the moderator's note in place of the one before; an empty one takes it away.
pub fn hand_over(tx: &mut Tx<'_>, who: &Participant, body: &str) -> Result<(), Failure<Refusal>> {
    let moderator = who.member()?;
    if !keeps_order(&who.viewer) {
        return Err(Refusal::NotFound.into());
    }
    Ok(store::put(tx, moderator, body)?)
}
