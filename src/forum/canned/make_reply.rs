//! Somebody keeps another reply ready.

use super::{CannedError, CannedId, Draft, REPLIES_MOST, keeps, log, store};
use crate::forum::participant::Participant;
use crate::platform::db::{Failure, Tx};

/// Keeps a new reply.
pub fn make_reply(tx: &mut Tx<'_>, who: &Participant, draft: &Draft) -> Result<CannedId, Failure<CannedError>> {
    keeps(who, draft.category)?;
    let draft = draft.checked()?;
    if store::number(tx.conn())? >= REPLIES_MOST {
        return Err(CannedError::TooMany.into());
    }
    if store::by_name(tx.conn(), &draft.name, draft.category)?.is_some() {
        return Err(CannedError::Taken.into());
    }
    let reply = store::insert(tx, &draft)?;
    log(tx, "canned.make", reply, draft.category, String::new(), draft.name)?;
    Ok(reply)
}
