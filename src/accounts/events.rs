//! What happens to members, for whoever has to know.

use serde_json::{Value, json};

use super::MemberId;
use crate::platform::events::Event;

/// Something happened to a member. Ids only: handlers read the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// Confirmed the address: one member more.
    MemberJoined(MemberId),
    /// Goes by another name or username: what shows it is stale.
    MemberRenamed(MemberId),
    /// Wears another picture, or none: what shows it is stale.
    PictureChanged(MemberId),
    /// Wears other badges than before.
    BadgesChanged(MemberId),
    /// Closed the account: only the row stays.
    MemberClosed(MemberId),
}

impl AccountEvent {
    /// The names, as `subscriptions.rs` lists them.
    pub const MEMBER_JOINED: &'static str = "accounts.member-joined";
    /// See [`AccountEvent::MemberRenamed`].
    pub const MEMBER_RENAMED: &'static str = "accounts.member-renamed";
    /// See [`AccountEvent::PictureChanged`].
    pub const PICTURE_CHANGED: &'static str = "accounts.picture-changed";
    /// See [`AccountEvent::BadgesChanged`].
    pub const BADGES_CHANGED: &'static str = "accounts.badges-changed";
    /// See [`AccountEvent::MemberClosed`].
    pub const MEMBER_CLOSED: &'static str = "accounts.member-closed";

    /// Whom it happened to.
    pub fn member(self) -> MemberId {
        match self {
            Self::MemberJoined(member)
            | Self::MemberRenamed(member)
            | Self::PictureChanged(member)
            | Self::BadgesChanged(member)
            | Self::MemberClosed(member) => member,
        }
    }
}

impl Event for AccountEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::MemberJoined(_) => Self::MEMBER_JOINED,
            Self::MemberRenamed(_) => Self::MEMBER_RENAMED,
            Self::PictureChanged(_) => Self::PICTURE_CHANGED,
            Self::BadgesChanged(_) => Self::BADGES_CHANGED,
            Self::MemberClosed(_) => Self::MEMBER_CLOSED,
        }
    }

    fn key(&self) -> String {
        self.member().to_string()
    }

    fn payload(&self) -> Value {
        json!({ "member": self.member() })
    }
}
