//! Whoever holds the printed link becomes the first admin.

use crate::accounts::names::{UsernameRefused, free_username};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{MemberId, Role, Viewer, passwords, roles, store as members};
use crate::platform::db::{DomainError, Error, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::text::EmailAddress;

/// What the set-up page sends about the person.
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    /// The secret of the link.
    pub token: String,
    /// As typed.
    pub username: String,
    /// Where mail goes; not confirmed, since no mail may be set up yet.
    pub address: EmailAddress,
    /// The password as it will be kept.
    pub phc: String,
    /// Reads in this language.
    pub lang: Lang,
}

/// Why there is no first admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstAdminError {
    /// The link was used, or its term is over: a restart prints another.
    Ended,
    /// The username cannot be had.
    Username(UsernameRefused),
    /// The address has an account.
    AddressTaken,
}

impl DomainError for FirstAdminError {}

/// Uses the link up and makes a member with all three roles: staff, moderator, admin.
pub fn first_admin(tx: &mut Tx<'_>, new: &FirstAdmin) -> Result<MemberId, Failure<FirstAdminError>> {
    tokens::store::take(tx, TokenKind::SetUp, &new.token)?.ok_or(FirstAdminError::Ended)?;
    let now = tx.now();
    let username = free_username(tx.conn(), &new.username, None, now).map_err(|failure| failure.map(FirstAdminError::Username))?;
    let member = members::insert(tx, &members::NewMember::named(&username, new.lang))?;
    match members::insert_address(tx, member, &new.address) {
        Err(Error::Unique(_)) => return Err(FirstAdminError::AddressTaken.into()),
        outcome => outcome?,
    }
    passwords::store::put(tx, member, &new.phc)?;
    for role in [Role::Staff, Role::Moderator, Role::Admin] {
        // The link is the right to do this: nobody is an admin yet.
        roles::give_role(tx, &Viewer::system(), &roles::Grant { member, role, category: None }).map_err(|failure| failure.map(|_| FirstAdminError::Ended))?;
    }
    Ok(member)
}
