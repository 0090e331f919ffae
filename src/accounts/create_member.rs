//! Whoever holds the command line makes a member without a form or a mail.

use super::names::{UsernameRefused, free_username};
use super::roles::{Grant, RoleError, give_role};
use super::{MemberId, Role, Viewer, passwords, store};
use crate::platform::db::{DomainError, Error, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;
use crate::platform::text::EmailAddress;

/// A member about to be; the address counts as confirmed.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// As typed.
    pub username: String,
    /// Where mail goes.
    pub address: EmailAddress,
    /// The password as it will be kept.
    pub phc: String,
    /// Reads in this language.
    pub lang: Lang,
    /// Had from the first moment, everywhere.
    pub roles: Vec<Role>,
}

/// Why there is no such member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreateError {
    /// The username cannot be had.
    Username(UsernameRefused),
    /// Another member has the address.
    AddressTaken,
    /// A role cannot be given.
    Role(RoleError),
}

impl DomainError for CreateError {}

/// Makes a member and writes it into the log.
pub fn create_member(tx: &mut Tx<'_>, by: &Viewer, ordered: &Ordered) -> Result<MemberId, Failure<CreateError>> {
    let now = tx.now();
    let username = free_username(tx.conn(), &ordered.username, None, now).map_err(|failure| failure.map(CreateError::Username))?;
    let member = match store::insert(tx, &store::NewMember::named(&username, ordered.lang)) {
        Err(Error::Unique(_)) => return Err(CreateError::Username(UsernameRefused::Taken).into()),
        outcome => outcome?,
    };
    match store::insert_address(tx, member, &ordered.address) {
        Err(Error::Unique(_)) => return Err(CreateError::AddressTaken.into()),
        outcome => outcome?,
    }
    passwords::store::put(tx, member, &ordered.phc)?;
    tx.log(&Act { act: "member.create", subject_kind: "member", subject: member.0, ..Act::default() })?;
    tx.record(&super::events::AccountEvent::MemberJoined(member))?;
    for role in &ordered.roles {
        give_role(tx, by, &Grant { member, role: *role, category: None }).map_err(|failure| failure.map(CreateError::Role))?;
    }
    Ok(member)
}
