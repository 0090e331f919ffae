//! A feed of what one follows, at a secret address: whoever knows it reads what its member may read, until it is ended.

pub mod listing;
pub mod pages;
pub mod store;

use crate::accounts::MemberId;
use crate::accounts::sessions::new_token;
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};
use crate::platform::limits::Limit;

/// Makes an address, in place of the one that was there: that one ends.
pub fn make(tx: &mut Tx<'_>, who: &Participant) -> Result<(), Failure<Refusal>> {
    let member: MemberId = who.member()?;
    who.take(tx, Limit::Follow)?;
    Ok(store::put(tx, member, &new_token())?)
}

/// Ends the address, if there is one.
pub fn end(tx: &mut Tx<'_>, who: &Participant) -> Result<(), Failure<Refusal>> {
    let member: MemberId = who.member()?;
    Ok(store::delete(tx, member)?)
}
