//! A member asks to be told when there is an answer to a search that found none, or takes that back.

use super::{SearchId, key, store};
use crate::accounts::rights::Denied;
use crate::accounts::{MemberId, Viewer};
use crate::platform::db::{DomainError, Failure, Tx};

/// For so many answers one member waits at most: more are no questions of one shop.
pub const WAITS_MOST: i64 = 50;

/// Why nobody will be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TellError {
    /// Suspended members cannot ask for anything.
    Denied(Denied),
    /// The search is not remembered: see [`key`].
    NotKept,
    /// The member waits for [`WAITS_MOST`] answers.
    TooMany,
}

impl DomainError for TellError {}

/// Lets the member wait for an answer to a search made on a page in a language. Asking twice is asking once.
pub fn tell_me(tx: &mut Tx<'_>, by: &Viewer, query: &str, lang: &str) -> Result<(), Failure<TellError>> {
    let member = takes_part(by)?;
    let key = key(query, lang).ok_or(TellError::NotKept)?;
    if store::is_waiting(tx.conn(), member, &key)? {
        return Ok(());
    }
    if store::waits_of(tx.conn(), member)? >= WAITS_MOST {
        return Err(TellError::TooMany.into());
    }
    let search = store::find_or_make(tx, &key, query, lang)?;
    Ok(store::wait(tx, search, member)?)
}

/// Lets the member wait no longer. Whoever did not wait need not be told so, and whoever is suspended may stop as well.
pub fn stop_telling(tx: &mut Tx<'_>, by: &Viewer, query: &str, lang: &str) -> Result<(), Failure<TellError>> {
    let member = is_member(by)?;
    let key = key(query, lang).ok_or(TellError::NotKept)?;
    Ok(store::stop_waiting_for(tx, member, &key)?)
}

/// The same for one of the searches in the member's list.
pub fn stop_waiting(tx: &mut Tx<'_>, by: &Viewer, search: SearchId) -> Result<(), Failure<TellError>> {
    let member = is_member(by)?;
    store::stop_waiting(tx, search, member)?;
    Ok(())
}

fn takes_part(by: &Viewer) -> Result<MemberId, TellError> {
    by.id().ok_or(TellError::Denied(Denied::Suspended))
}

fn is_member(by: &Viewer) -> Result<MemberId, TellError> {
    by.account().map(|account| account.id).ok_or(TellError::Denied(Denied::SignedOut))
}
