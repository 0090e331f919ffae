//! Whoever reads the mail has the address.

use serde_json::json;

use super::{CHANGED_MAIL, store};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{MemberId, sign_up, store as members};
use crate::platform::db::{DomainError, Error, Failure, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::text::EmailAddress;

/// Why mail goes where it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmError {
    /// The link was used, another was mailed since, or its term is over.
    Ended,
    /// The address has another account.
    AddressTaken,
}

impl DomainError for ConfirmError {}

/// Uses the link up and takes the address; both letter boxes are told. Links to choose a password that went to the former
/// one work no longer.
pub fn confirm(tx: &mut Tx<'_>, token: &str) -> Result<MemberId, Failure<ConfirmError>> {
    let (member, address) = store::take(tx, token)?.ok_or(ConfirmError::Ended)?;
    let address = EmailAddress::parse(&address).map_err(|_| ConfirmError::Ended)?;
    if members::by_address(tx.conn(), &address)?.is_some_and(|owner| owner != member) {
        return Err(ConfirmError::AddressTaken.into());
    }
    let former = members::mailbox(tx.conn(), member)?;
    // The unique index decides between two who confirm at once.
    match members::put_address(tx, member, &address) {
        Err(Error::Unique(_)) => return Err(ConfirmError::AddressTaken.into()),
        outcome => outcome?,
    }
    tokens::store::delete(tx, TokenKind::Reset, Some(member))?;
    sign_up::store::delete_of(tx, &address.key())?;
    let at = tx.now();
    for to in former.map(|former| former.address).iter().map(String::as_str).chain([address.as_str()]) {
        let key = format!("{member}-{}", &blake3::hash(to.as_bytes()).to_hex()[..16]);
        tx.enqueue(&NewJob::now(&CHANGED_MAIL, key, json!({ "member": member, "to": to, "at": at })))?;
    }
    Ok(member)
}
