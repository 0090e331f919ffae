//! Somebody changes a reply that is kept ready.

use super::{CannedError, CannedId, Draft, keeps, log, store};
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};

/// Changes a reply. Both places are looked at: where it was offered, and where it will be.
pub fn change_reply(tx: &mut Tx<'_>, who: &Participant, reply: CannedId, draft: &Draft) -> Result<(), Failure<CannedError>> {
    let before = store::find(tx.conn(), reply)?.ok_or(CannedError::Refused(Refusal::NotFound))?;
    keeps(who, before.category)?;
    keeps(who, draft.category)?;
    let draft = draft.checked()?;
    if store::by_name(tx.conn(), &draft.name, draft.category)?.is_some_and(|other| other != reply) {
        return Err(CannedError::Taken.into());
    }
    if (&before.name, before.category, &before.texts) == (&draft.name, draft.category, &draft.texts) {
        return Ok(());
    }
    store::update(tx, reply, &draft)?;
    log(tx, "canned.change", reply, draft.category, before.name, draft.name)
}
