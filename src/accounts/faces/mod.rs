//! Faces: the name, the username and the picture by which others know a member. Pages that were made before hold them as
//! they were, so each change is noted.

pub mod store;

use super::MemberId;
use crate::platform::db::{Generation, Result, Tx};

/// Notes that a member is shown otherwise from now on, in the transaction that changed it.
pub fn changed(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let number = tx.bump(Generation::Faces)?;
    store::note(tx, member, number)
}
