//! Members: who they are, how they sign in, what they may do.

pub mod actor;
pub mod address;
pub mod badges;
pub mod bulk;
pub mod check;
mod create_member;
pub mod deliveries;
pub mod events;
pub mod faces;
pub mod feature;
pub mod groups;
pub mod hand_over;
pub mod language;
pub mod mails;
pub mod names;
pub mod origins;
pub mod own_data;
pub mod pages;
pub mod passwords;
pub mod profiles;
pub mod reading;
pub mod reset;
pub mod rights;
pub mod roles;
pub mod secrets;
pub mod sessions;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
pub mod standing;
pub mod store;
pub mod tokens;
pub mod unread;
pub mod uploads;
pub mod viewer;
pub mod visit;

use crate::{id, text_enum};

pub use actor::Acting;
pub use create_member::{CreateError, Ordered, create_member};
pub use feature::Accounts;
pub use viewer::{Account, Viewer};

id! {
    /// The number of a member; stays when everything else about a person goes.
    MemberId
}

id! {
    /// The number of a category. It stands here because roles and rights name categories.
    CategoryId
}

text_enum! {
    /// A role. Roles are a set, not a ladder.
    Role {
        /// The company's people: badge, staff-only fields, internal notes, "recommended".
        Staff = "staff",
        /// Keeps order: held, hidden, deleted, close, move; perhaps in one category only.
        Moderator = "moderator",
        /// Configures: categories, roles, groups, settings.
        Admin = "admin",
        /// Known to know; a badge.
        Expert = "expert",
    }
}

text_enum! {
    /// Whether a member takes part.
    MemberState {
        /// Takes part.
        Active = "active",
        /// Reads, votes, edits drafts; posts are held.
        Silenced = "silenced",
        /// Reads as a visitor does.
        Suspended = "suspended",
        /// Gone; the row stays as `former-<id>`.
        Closed = "closed",
    }
}

text_enum! {
    /// How pages look to a member.
    Theme {
        /// As the system has it.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

text_enum! {
    /// What a group may do in a category; each contains the ones before it.
    Right {
        /// Read topics.
        Read = "read",
        /// Reply and comment.
        Reply = "reply",
        /// Open topics.
        Ask = "ask",
    }
}

/// The address of a member's profile.
pub fn profile_url(username: &str) -> String {
    format!("/u/{username}")
}

/// The drawn arms of a member: which of 11 divisions, which of 6 tints. Staff carry the gable.
pub fn arms(member: MemberId, is_staff: bool) -> (&'static str, i64) {
    const DIVISIONS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    let number = member.0.rem_euclid(66);
    if is_staff { ("staff", 0) } else { (DIVISIONS[(number % 11) as usize], number / 11) }
}
