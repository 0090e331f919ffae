//! Decisions: what a moderator does about a case, all of it in one transaction, with a letter to the author, and undone as a
//! whole.

mod apply;
pub mod clean;
mod decide;
pub mod listing;
pub mod pages;
pub mod store;
mod undo;

pub use decide::{Decide, DecideError, decide};
pub(super) use undo::reverse;
pub use undo::undo;

use serde::{Deserialize, Serialize};

use crate::accounts::{MemberId, MemberState};
use crate::forum::{CategoryId, PostId, PostState, TopicId};
use crate::moderation::FlagId;
use crate::moderation::flags::FlagState;
use crate::platform::db::Timestamp;
use crate::text_enum;

text_enum! {
    /// What is decided.
    Verdict {
        /// Nothing is wrong: what was hidden or held is there for others.
        NoAction = "no_action",
        /// Worth a look, and nothing to be done: as above, but the flags were not wrong.
        Noted = "noted",
        /// Hidden, and stays so.
        KeepHidden = "keep_hidden",
        /// Put right by the moderator, and there for others.
        Edited = "edited",
        /// Taken away.
        Delete = "delete",
        /// Taken away, and its author is warned.
        Warn = "warn",
        /// The topic takes no more replies.
        Close = "close",
        /// The topic belongs into another category.
        Move = "move",
        /// The topic repeats another.
        Duplicate = "duplicate",
        /// Hidden; what its author posts waits for approval for so many days.
        Silence = "silence",
        /// Hidden; its author only reads for so many days, or for ever.
        Suspend = "suspend",
        /// A spammer: suspended for ever, everything deleted, where it came from noted.
        Spammer = "spammer",
    }
}

impl Verdict {
    /// What becomes of the flags.
    pub fn flags(self) -> FlagState {
        match self {
            Self::NoAction => FlagState::Disagreed,
            Self::Noted => FlagState::Ignored,
            _ => FlagState::Agreed,
        }
    }

    /// Is against a member, who reads why and may appeal.
    pub fn is_against(self) -> bool {
        !matches!(self, Self::NoAction | Self::Noted | Self::Edited | Self::Duplicate)
    }

    /// Restricts the member, which only those do who keep order everywhere.
    pub fn is_for_all(self) -> bool {
        matches!(self, Self::Silence | Self::Suspend | Self::Spammer)
    }

    /// For how many days it may be; 0 is for ever.
    pub fn terms(self) -> &'static [i64] {
        match self {
            Self::Silence => &[1, 3, 7, 30],
            Self::Suspend => &[7, 30, 365, 0],
            _ => &[],
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoAction => "moderation-verdict-no-action",
            Self::Noted => "moderation-verdict-noted",
            Self::KeepHidden => "moderation-verdict-keep-hidden",
            Self::Edited => "moderation-verdict-edited",
            Self::Delete => "moderation-verdict-delete",
            Self::Warn => "moderation-verdict-warn",
            Self::Close => "moderation-verdict-close",
            Self::Move => "moderation-verdict-move",
            Self::Duplicate => "moderation-verdict-duplicate",
            Self::Silence => "moderation-verdict-silence",
            Self::Suspend => "moderation-verdict-suspend",
            Self::Spammer => "moderation-verdict-spammer",
        }
    }

    /// The key of the sentence that says what follows.
    pub fn hint_key(self) -> &'static str {
        match self {
            Self::NoAction => "moderation-effect-no-action",
            Self::Noted => "moderation-effect-noted",
            Self::KeepHidden => "moderation-effect-keep-hidden",
            Self::Edited => "moderation-effect-edited",
            Self::Delete => "moderation-effect-delete",
            Self::Warn => "moderation-effect-warn",
            Self::Close => "moderation-effect-close",
            Self::Move => "moderation-effect-move",
            Self::Duplicate => "moderation-effect-duplicate",
            Self::Silence => "moderation-effect-silence",
            Self::Suspend => "moderation-effect-suspend",
            Self::Spammer => "moderation-effect-spammer",
        }
    }
}

/// What was before a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The version of these facts.
    pub v: i64,
    /// Posts with their state and why they were in it.
    pub posts: Vec<(PostId, PostState, String)>,
    /// Flags that were open.
    pub flags: Vec<FlagId>,
    /// Items that were open.
    pub items: Vec<i64>,
    /// A topic that this closed.
    pub closed: Option<TopicId>,
    /// A topic that went to another category: where it was, and where it went.
    #[serde(default)]
    pub moved: Option<(TopicId, CategoryId, CategoryId)>,
    /// A topic, and what it was said to repeat.
    pub duplicate: Option<(TopicId, TopicId)>,
    /// How the member stood, where that changed.
    pub member: Option<(MemberId, MemberState, Option<Timestamp>)>,
}
