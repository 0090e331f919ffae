//! Whoever reads the mail becomes a member.

use super::store;
use crate::accounts::events::AccountEvent;
use crate::accounts::names::{UsernameRefused, free_username};
use crate::accounts::{MemberId, passwords, sessions, store as members};
use crate::platform::db::{DomainError, Error, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::text::EmailAddress;

/// Why nobody became a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmError {
    /// The link was used, or its term is over.
    Ended,
    /// The address got an account meanwhile.
    AddressTaken,
    /// The username was taken meanwhile, or another that was typed cannot be had.
    Username(UsernameRefused),
}

impl DomainError for ConfirmError {}

/// A new member, and where they land.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Who.
    pub member: MemberId,
    /// Where they were reading.
    pub return_to: String,
}

/// Makes the member of a mailed secret and signs them in with `session`, a fresh secret. `username` replaces the one wished for.
pub fn confirm(tx: &mut Tx<'_>, token: &str, username: Option<&str>, session: &str, (network, browser): (&str, &str)) -> Result<Joined, Failure<ConfirmError>> {
    let now = tx.now();
    let waiting = store::by_token(tx.conn(), token, now)?.ok_or(ConfirmError::Ended)?;
    let address = EmailAddress::parse(&waiting.address).map_err(|_| ConfirmError::Ended)?;
    if members::by_address(tx.conn(), &address)?.is_some() {
        return Err(ConfirmError::AddressTaken.into());
    }
    let wished = username.unwrap_or(&waiting.username);
    let username = free_username(tx.conn(), wished, None, now).map_err(|failure| failure.map(ConfirmError::Username))?;
    let lang = Lang::parse(&waiting.lang).unwrap_or(Lang::FIRST);
    // The unique indexes decide between two who confirm at once.
    let member = match members::insert(tx, &members::NewMember::named(&username, lang)) {
        Err(Error::Unique(_)) => return Err(ConfirmError::Username(UsernameRefused::Taken).into()),
        outcome => outcome?,
    };
    match members::insert_address(tx, member, &address) {
        Err(Error::Unique(_)) => return Err(ConfirmError::AddressTaken.into()),
        outcome => outcome?,
    }
    passwords::store::put(tx, member, &waiting.phc)?;
    store::delete_of(tx, &address.key())?;
    sessions::store::insert(tx, session, member, network, browser)?;
    tx.record(&AccountEvent::MemberJoined(member))?;
    Ok(Joined { member, return_to: waiting.return_to })
}
