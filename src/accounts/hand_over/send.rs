//! An admin, or whoever holds the command line, hands an account to an address.

use serde_json::json;

use super::{MAIL, TERM};
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{MemberId, MemberState, Viewer, passwords, store as members};
use crate::platform::db::{Connection, DomainError, Failure, Result, Timestamp, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::log::Act;
use crate::platform::text::EmailAddress;

/// Why an account is not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverError {
    /// Only admins do this.
    NotAllowed,
    /// There is no such account, or it is closed.
    NoSuchMember,
    /// Somebody signs in to it: it has an owner.
    HasPassword,
    /// The address is another member's.
    AddressTaken,
}

impl DomainError for HandOverError {}

impl HandOverError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAllowed => "rights-denied-role",
            Self::NoSuchMember => "admin-hand-over-closed",
            Self::HasPassword => "admin-hand-over-owned",
            Self::AddressTaken => "admin-hand-over-taken",
        }
    }
}

/// Could this account be handed to this address? Everything that [`hand_over`] asks but for rights.
pub fn check(conn: &mut Connection, member: MemberId, address: &EmailAddress) -> Result<(), Failure<HandOverError>> {
    let row = members::find(conn, member)?.filter(|row| row.state != MemberState::Closed);
    row.ok_or(HandOverError::NoSuchMember)?;
    if passwords::store::of_member(conn, member)?.is_some() {
        return Err(HandOverError::HasPassword.into());
    }
    match members::by_address(conn, address)? {
        Some(owner) if owner != member => Err(HandOverError::AddressTaken.into()),
        _ => Ok(()),
    }
}

/// Writes the job that mails the link. A link that was mailed before works no longer.
pub fn hand_over(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, address: &EmailAddress) -> Result<(), Failure<HandOverError>> {
    may(by, Deed::Administer, &Place::default()).map_err(|_| HandOverError::NotAllowed)?;
    check(tx.conn(), member, address)?;
    tokens::store::promise(tx, TokenKind::HandOver, member, address.as_str(), TERM)?;
    // The address is a person's and stays out of the log.
    tx.log(&Act { act: "member.hand-over", subject_kind: "member", subject: member.0, ..Act::default() })?;
    Ok(tx.enqueue(&NewJob::now(&MAIL, member.to_string(), json!({ "member": member })))?)
}

/// The address that an account is on its way to, and until when.
pub fn waiting(conn: &mut Connection, member: MemberId, now: Timestamp) -> Result<Option<(String, Timestamp)>> {
    tokens::store::promised(conn, TokenKind::HandOver, member, now)
}
