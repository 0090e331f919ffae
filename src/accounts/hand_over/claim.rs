//! The owner of an account that was handed over chooses a password.

use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{MemberId, passwords, sign_up, store as members};
use crate::platform::db::{DomainError, Error, Failure, Tx};
use crate::platform::text::EmailAddress;

/// Why an account is not claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimError {
    /// The link was used, its term is over, or the account got an owner meanwhile.
    Ended,
    /// The address got an account of its own meanwhile.
    AddressTaken,
}

impl DomainError for ClaimError {}

/// Uses the link up, keeps the password, and takes the address for confirmed: whoever has the link reads its mail.
pub fn claim(tx: &mut Tx<'_>, token: &str, phc: &str) -> Result<MemberId, Failure<ClaimError>> {
    let (member, address) = tokens::store::take_promised(tx, TokenKind::HandOver, token)?.ok_or(ClaimError::Ended)?;
    let address = EmailAddress::parse(&address).map_err(|_| ClaimError::Ended)?;
    if passwords::store::of_member(tx.conn(), member)?.is_some() {
        return Err(ClaimError::Ended.into());
    }
    if members::by_address(tx.conn(), &address)?.is_some_and(|owner| owner != member) {
        return Err(ClaimError::AddressTaken.into());
    }
    // The unique index decides between two who claim at once.
    match members::put_address(tx, member, &address) {
        Err(Error::Unique(_)) => return Err(ClaimError::AddressTaken.into()),
        outcome => outcome?,
    }
    passwords::store::put(tx, member, phc)?;
    sign_up::store::delete_of(tx, &address.key())?;
    Ok(member)
}
