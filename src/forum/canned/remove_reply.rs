//! Somebody takes a reply away that was kept ready. What was posted with its help stays.

use super::{CannedError, CannedId, keeps, log, store};
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};

/// Removes a reply.
pub fn remove_reply(tx: &mut Tx<'_>, who: &Participant, reply: CannedId) -> Result<(), Failure<CannedError>> {
    let before = store::find(tx.conn(), reply)?.ok_or(CannedError::Refused(Refusal::NotFound))?;
    keeps(who, before.category)?;
    store::delete(tx, reply)?;
    log(tx, "canned.remove", reply, before.category, before.name, String::new())
}
