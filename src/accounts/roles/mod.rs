//! Roles: a set for each member, not a ladder. Somebody always is admin.

mod give_role;
pub mod store;
mod take_role;

pub use give_role::give_role;
pub use take_role::take_role;

use super::{CategoryId, MemberId, Role};
use crate::platform::db::DomainError;

/// A role of a member, everywhere or in one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub role: Role,
    /// Only moderators can have a category.
    pub category: Option<CategoryId>,
}

impl Grant {
    /// As it stands in the log: `staff`, `moderator@3`.
    fn fact(&self) -> String {
        match self.category {
            Some(category) => format!("{}@{category}", self.role.as_str()),
            None => self.role.as_str().to_owned(),
        }
    }
}

/// Why a role is not given or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleError {
    /// Only admins give roles.
    NotAllowed,
    /// There is no such member, or the account is closed.
    NoSuchMember,
    /// Only moderators are moderators of one category.
    NotInOneCategory,
    /// Without this one nobody could configure the community.
    LastAdmin,
}

impl DomainError for RoleError {}

impl RoleError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAllowed => "rights-denied-role",
            Self::NoSuchMember => "accounts-error-no-such-member",
            Self::NotInOneCategory => "accounts-error-role-category",
            Self::LastAdmin => "accounts-error-last-admin",
        }
    }
}
