//! Who may change how a member stands.

use crate::accounts::{MemberId, Role, Viewer, roles};
use crate::platform::db::{Connection, DomainError, Failure};

/// Why a member stands as before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandingError {
    /// Moderators change members, admins also those with a role.
    NotAllowed,
    /// There is no such member, or the account is closed.
    NoSuchMember,
    /// Nobody does this to themselves.
    Oneself,
    /// Without this one nobody could configure the community.
    LastAdmin,
    /// Trust goes from 0 to 4.
    NoSuchTrust,
}

impl DomainError for StandingError {}

impl StandingError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAllowed => "rights-denied-role",
            Self::NoSuchMember => "accounts-error-no-such-member",
            Self::Oneself => "accounts-error-oneself",
            Self::LastAdmin => "accounts-error-last-admin",
            Self::NoSuchTrust => "accounts-error-trust",
        }
    }
}

/// A moderator everywhere may silence and suspend members without a role; an admin also those with one.
pub fn may_change(conn: &mut Connection, by: &Viewer, member: MemberId) -> Result<(), Failure<StandingError>> {
    if by.is_system() {
        return Ok(());
    }
    if by.account().is_some_and(|account| account.id == member) {
        return Err(StandingError::Oneself.into());
    }
    let has_role = !roles::store::of_member(conn, member)?.is_empty();
    let may = by.is_admin() || by.is(Role::Moderator) && !has_role;
    if may { Ok(()) } else { Err(StandingError::NotAllowed.into()) }
}
