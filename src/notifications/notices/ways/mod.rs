//! In which ways a member wants to hear of what: on the page, by mail at once, in the digest.

pub mod store;

use std::collections::HashMap;

use super::Reason;

/// The ways of one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// On the page of notices, and in the number in the header.
    pub page: bool,
    /// By mail at once.
    pub mail: bool,
    /// In the digest.
    pub digest: bool,
}

impl Way {
    /// Is there any?
    pub fn is_any(self) -> bool {
        self.page || self.mail || self.digest
    }
}

/// What members get who chose nothing: all of it on the page, by mail what somebody did for them, in the digest what goes on
/// where they follow.
pub fn usual(reason: Reason) -> Way {
    let mail = !matches!(reason, Reason::Quote | Reason::Votes | Reason::Followed | Reason::Topic | Reason::Flagged);
    let digest = matches!(reason, Reason::Reply | Reason::StaffAnswer | Reason::Followed | Reason::Topic);
    Way { page: true, mail, digest }
}

/// What a member chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways(HashMap<Reason, Way>);

impl Ways {
    /// The ways of a reason.
    pub fn of(&self, reason: Reason) -> Way {
        self.0.get(&reason).copied().unwrap_or_else(|| usual(reason))
    }

    /// Did the member choose, or is it the usual?
    pub fn is_chosen(&self, reason: Reason) -> bool {
        self.0.contains_key(&reason)
    }

    /// Chooses the ways of a reason.
    pub fn set(&mut self, reason: Reason, way: Way) {
        self.0.insert(reason, way);
    }
}
