//! Groups: the only grantees of access. Some follow from who one is; these have rows.

mod add_member;
mod change;
mod make;
mod remove;
mod remove_member;
pub mod store;

pub use add_member::add_member;
pub use change::change;
pub use make::{NewGroup, make};
pub use remove::remove;
pub use remove_member::remove_member;

use super::Viewer;
use super::rights::{Deed, Place, may};
use crate::id;
use crate::platform::db::DomainError;

id! {
    /// The number of a group.
    GroupId
}

/// Why a group stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupError {
    /// Only admins change groups.
    NotAllowed,
    /// The word in addresses has 2 to 30 small letters, digits and hyphens.
    BadSlug,
    /// Another group, or one that the program computes, has this word.
    SlugTaken,
    /// The name has 1 to 60 characters.
    BadName,
    /// There is no such group.
    NoSuchGroup,
    /// There is no such member, or the account is closed.
    NoSuchMember,
}

impl DomainError for GroupError {}

impl GroupError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAllowed => "rights-denied-role",
            Self::BadSlug => "accounts-error-group-slug",
            Self::SlugTaken => "accounts-error-group-taken",
            Self::BadName => "accounts-error-group-name",
            Self::NoSuchGroup => "accounts-error-no-such-group",
            Self::NoSuchMember => "accounts-error-no-such-member",
        }
    }
}

fn administers(by: &Viewer) -> Result<(), GroupError> {
    may(by, Deed::Administer, &Place::default()).map(|_| ()).map_err(|_| GroupError::NotAllowed)
}
