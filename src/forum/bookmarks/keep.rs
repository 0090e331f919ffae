//! Keeping a post, with a note and a day on which to be reminded of it; and keeping it no longer.

use super::store;
use crate::forum::PostId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts;
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::limits::Limit;

/// The longest note, in characters: a line or two for oneself.
pub const NOTE_MAX: usize = 500;

/// What one wants to know about a post that one keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// In one's own words; may be empty.
    pub note: String,
    /// When to be reminded.
    pub remind_at: Option<Timestamp>,
}

/// Keeps a post that the participant sees, or changes note and day of one that is kept.
pub fn keep(tx: &mut Tx<'_>, who: &Participant, post: PostId, kept: &Kept) -> Result<(), Failure<Refusal>> {
    let member = who.member()?;
    posts::store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or(Refusal::NotFound)?;
    who.take(tx, Limit::Follow)?;
    Ok(store::put(tx, member, post, kept)?)
}

/// Keeps a post no longer, whether or not it is still seen. Not kept: nothing changes, and what is not there is not found.
pub fn drop_bookmark(tx: &mut Tx<'_>, who: &Participant, post: PostId) -> Result<(), Failure<Refusal>> {
    let member = who.member()?;
    if store::delete(tx, member, post)? {
        return Ok(());
    }
    posts::store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or(Refusal::NotFound)?;
    Ok(())
}
