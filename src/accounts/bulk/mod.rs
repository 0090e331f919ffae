//! Writing many members at once, as they were elsewhere or are invented: no mail, no events.

pub mod store;

use super::{MemberId, MemberState};
use crate::platform::db::Timestamp;
use crate::platform::text::names::FORMER;

/// A member with a past.
#[derive(Clone, Debug)]
pub struct PastMember {
    /// For addresses and mentions; checked by whoever made it.
    pub username: String,
    /// As shown.
    pub name: String,
    /// Tag of the language they read in.
    pub lang: &'static str,
    /// Whether they take part.
    pub state: MemberState,
    /// 0 to 4.
    pub trust: i32,
    /// Since when.
    pub created_at: Timestamp,
}

impl PastMember {
    /// An account that is closed already, such as that of somebody who wrote and left: `former-<id>`.
    pub fn former(id: MemberId, lang: &'static str, created_at: Timestamp) -> Self {
        let name = format!("{FORMER}{id}");
        Self { username: name.clone(), name, lang, state: MemberState::Closed, trust: 0, created_at }
    }
}

/// A badge awarded elsewhere, kept until there is a place for it.
#[derive(Clone, Debug)]
pub struct PastBadge {
    /// Whose.
    pub member: MemberId,
    /// Its name there.
    pub name: String,
    /// 1 gold, 2 silver, 3 bronze.
    pub class: i32,
    /// For answers under one tag, which its name names.
    pub of_tag: bool,
    /// When.
    pub awarded_at: Timestamp,
}
