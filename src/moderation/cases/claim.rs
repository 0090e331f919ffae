//! Claiming a case for a while, so that two moderators do not do the same work.

use super::{CaseError, CaseRow, CaseState, sees_case, store, waits};
use crate::forum::participant::{Participant, Refusal};
use crate::moderation::CaseId;
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{Failure, Timestamp, Tx};

/// Locks a case that the participant may see; whoever keeps no order there finds nothing.
pub fn locked(tx: &mut Tx<'_>, who: &Participant, case: CaseId) -> Result<CaseRow, Failure<CaseError>> {
    let row = store::lock(tx, case)?.ok_or(CaseError::Refused(Refusal::NotFound))?;
    if sees_case(&who.viewer, &who.sight, &row) { Ok(row) } else { Err(CaseError::Refused(Refusal::NotFound).into()) }
}

/// Claims a case: nobody else decides it for so long. Whose time ran out, loses it to whoever asks next.
pub fn claim(tx: &mut Tx<'_>, who: &Participant, case: CaseId) -> Result<(), Failure<CaseError>> {
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
    if waits(tx, &row, moderator)? {
        return Err(CaseError::Alone.into());
    }
    let minutes = Thresholds::load(tx.conn())?.get(Threshold::ClaimMinutes);
    let until = tx.now().plus(minutes * Timestamp::MINUTE);
    Ok(store::set_claim(tx, case, Some((moderator, until)))?)
}

/// Gives a claim back. Somebody else's stays.
pub fn release(tx: &mut Tx<'_>, who: &Participant, case: CaseId) -> Result<(), Failure<CaseError>> {
    let moderator = who.member().map_err(CaseError::Refused)?;
    let row = locked(tx, who, case)?;
    if row.claimed_by == Some(moderator) {
        store::set_claim(tx, case, None)?;
    }
    Ok(())
}
