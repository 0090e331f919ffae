//! Asking the others about a case: it is free for them, marked, and whoever asked does not decide it alone.

use super::claim::locked;
use super::{CaseError, CaseRow, CaseState, listing, store};
use crate::accounts::MemberId;
use crate::forum::participant::Participant;
use crate::moderation::CaseId;
use crate::platform::db::{Failure, Result as DbResult, Tx};
use crate::platform::log::Act;

/// Asks for a second opinion, with a note on what is in doubt. A claim of one's own is given back.
pub fn ask_second(tx: &mut Tx<'_>, who: &Participant, case: CaseId, note: &str) -> Result<(), Failure<CaseError>> {
    let moderator = who.member().map_err(CaseError::Refused)?;
    let row = locked(tx, who, case)?;
    if row.state != CaseState::Open {
        return Err(CaseError::Changed.into());
    }
    if row.author == moderator || row.not_for == Some(moderator) {
        return Err(CaseError::Partial.into());
    }
    if let Some(other) = row.claimant(tx.now()).filter(|claimant| *claimant != moderator) {
        return Err(CaseError::Claimed(other).into());
    }
    if note.is_empty() {
        return Err(CaseError::Empty.into());
    }
    store::insert_note(tx, case, moderator, note)?;
    store::set_claim(tx, case, None)?;
    store::set_second(tx, case, moderator)?;
    let category = row.category.map(|id| id.0);
    Ok(tx.log(&Act { act: "case.second", subject_kind: "case", subject: case.0, category, ..Act::default() })?)
}

/// Must this moderator wait for what somebody else says?
pub(in crate::moderation) fn waits(tx: &mut Tx<'_>, case: &CaseRow, moderator: MemberId) -> DbResult<bool> {
    Ok(case.second_for == Some(moderator) && case.waits_for_second(moderator, &listing::notes(tx.conn(), case.id)?))
}
