//! What a member is told on the page of notices, and by the number in the header of every page.
//!
//! A post makes one notice for a member, whatever the reasons: the strongest is what they read. Notices are written by jobs
//! after the commit, never in the request. Who may see what is asked when one is written, and again when it is shown.

mod answered;
pub mod check;
mod flagged;
pub mod listing;
mod moderated;
mod moved;
mod named;
mod new_post;
pub mod pages;
mod policy;
pub mod reading;
mod reminded;
pub mod store;
mod surroundings;
mod taken_away;
mod voted;
pub mod ways;
pub mod words;
mod write;

pub use answered::{ANSWERED, answered};
pub use flagged::{FLAGGED, flagged};
pub use moderated::{MODERATED, moderated};
pub use moved::{MOVED, moved};
pub use named::{NAMED, named};
pub use new_post::{NEW_POST, new_posts};
pub use reminded::{EVERY, REMIND, remind};
pub use taken_away::{STATE, state_changed};
pub use voted::{VOTED, voted};
pub use write::{News, tell};

use serde::Deserialize;

use crate::forum::PostId;
use crate::platform::db::Timestamp;
use crate::platform::jobs::Kind;
use crate::text_enum;

text_enum! {
    /// Why somebody is told of a post: the strongest first.
    Reason {
        /// A moderator held, hid, deleted or brought back a post of theirs.
        Moderation = "moderation",
        /// They wanted to be reminded of it.
        Reminder = "reminder",
        /// Their answer was accepted.
        Accepted = "accepted",
        /// A question that they have, too, is solved.
        Solved = "solved",
        /// One of the company's people answered their question.
        StaffAnswer = "staff_answer",
        /// It names them.
        Mention = "mention",
        /// It quotes them.
        Quote = "quote",
        /// It is a comment on a post of theirs.
        Comment = "comment",
        /// It is a reply to a topic of theirs.
        Reply = "reply",
        /// Others found their post helpful, a round number of them.
        Votes = "votes",
        /// It was written where they follow everything.
        Followed = "followed",
        /// It opens a topic where they follow new ones.
        Topic = "topic",
        /// A moderator decided about what they flagged. The last: the bits of those above are stored.
        Flagged = "flagged",
    }
}

impl Reason {
    /// Moderators, voters and clocks have no name here.
    pub fn names_somebody(self) -> bool {
        !matches!(self, Self::Moderation | Self::Reminder | Self::Solved | Self::Votes | Self::Flagged)
    }

    /// What a topic brings forth ends when it is muted.
    pub fn is_silenced_by_muting(self) -> bool {
        !matches!(self, Self::Moderation | Self::Reminder | Self::Accepted | Self::Votes | Self::Solved | Self::Flagged)
    }
}

/// Some reasons for one notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(pub i64);

impl Reasons {
    /// One reason.
    pub fn one(reason: Reason) -> Self {
        Self(1 << reason as i64)
    }

    /// These and one more.
    pub fn and(self, reason: Reason) -> Self {
        self.with(Self::one(reason))
    }

    /// These and those.
    pub fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These without those.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Is this one among them?
    pub fn has(self, reason: Reason) -> bool {
        self.0 & Self::one(reason).0 != 0
    }

    /// Each, the strongest first.
    pub fn each(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |reason| self.has(*reason))
    }

    /// The strongest.
    pub fn strongest(self) -> Option<Reason> {
        self.each().next()
    }
}

/// Kept so long: who did not look for a year will not.
pub const KEPT: i64 = 365 * Timestamp::DAY;

/// A job that tells: what it writes may be mailed, and so a restored backup holds it back as well.
const fn telling(kind: Kind) -> Kind {
    Kind { leaves_machine: true, ..kind }
}

/// What the jobs after events of the forum are about.
#[derive(Deserialize)]
struct AboutPost {
    post: PostId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_reason_is_told() {
        let reasons = Reasons::one(Reason::Reply).and(Reason::Mention).and(Reason::Quote);
        assert_eq!(reasons.strongest(), Some(Reason::Mention));
        assert_eq!(reasons.without(Reasons::one(Reason::Mention)).strongest(), Some(Reason::Quote));
        assert_eq!(Reasons::default().strongest(), None);
        assert_eq!(reasons.each().count(), 3);
    }
}
