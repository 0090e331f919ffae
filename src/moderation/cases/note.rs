//! What moderators tell each other about a case.

use super::claim::locked;
use super::{CaseError, store};
use crate::forum::participant::Participant;
use crate::moderation::CaseId;
use crate::platform::db::{Failure, Tx};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 2_000;

/// Writes a note that only moderators read. Cases that are decided take notes too.
pub fn add_note(tx: &mut Tx<'_>, who: &Participant, case: CaseId, body: &str) -> Result<(), Failure<CaseError>> {
    let moderator = who.member().map_err(CaseError::Refused)?;
    locked(tx, who, case)?;
    if body.is_empty() {
        return Err(CaseError::Empty.into());
    }
    Ok(store::insert_note(tx, case, moderator, body)?)
}
