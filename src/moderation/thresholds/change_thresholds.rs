//! An admin sets the figures of moderation.

use super::{Threshold, Thresholds, store};
use crate::accounts::Viewer;
use crate::accounts::rights::{Deed, Place, may};
use crate::platform::db::{DomainError, Failure, Generation, Tx};
use crate::platform::log::Act;

/// Why the figures stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdError {
    /// Only admins configure.
    NotAllowed,
    /// What was typed there makes no sense.
    Wrong(Threshold),
}

impl DomainError for ThresholdError {}

/// Sets figures as typed, all of them or none; what stays as it is is not logged.
pub fn change_thresholds(tx: &mut Tx<'_>, by: &Viewer, typed: &[(Threshold, String)]) -> Result<(), Failure<ThresholdError>> {
    may(by, Deed::Administer, &Place::default()).map_err(|_| ThresholdError::NotAllowed)?;
    // The generation's row is the lock: of two changes at once the log tells both.
    tx.bump(Generation::Settings)?;
    tx.bump(Generation::Screening)?;
    let before = Thresholds::load(tx.conn())?;
    for (threshold, text) in typed {
        let value = threshold.parse_value(text).ok_or(ThresholdError::Wrong(*threshold))?;
        if value != before.get(*threshold) {
            store::put(tx, *threshold, value)?;
        }
    }
    let after = Thresholds::load(tx.conn())?;
    if after.facts() != before.facts() {
        tx.log(&Act { act: "settings.change", subject_kind: "community", before: before.facts(), after: after.facts(), ..Act::default() })?;
    }
    Ok(())
}
