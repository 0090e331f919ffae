//! Flags: members tell moderators of a post, a topic or a profile, each once, with a reason.

pub mod listing;
pub mod pages;
pub mod policy;
mod put_flag;
pub mod store;
mod withdraw_flag;

pub use put_flag::{FlagError, NewFlag, put_flag};
pub use withdraw_flag::withdraw_flag;

use crate::accounts::MemberId;
use crate::accounts::rights::Place;
use crate::forum::participant::Participant;
use crate::forum::posts::PostRow;
use crate::forum::{Audience, PostId};
use crate::text_enum;

/// The longest message to moderators, in characters: a paragraph.
pub const MESSAGE_MAX: usize = 1_000;

text_enum! {
    /// What a member took for wrong.
    What {
        /// A reply or a comment, or the post that opens a topic.
        Post = "post",
        /// A topic as a whole: the flag stands with its first post.
        Topic = "topic",
        /// What somebody says and shows of themselves.
        Profile = "profile",
    }
}

text_enum! {
    /// Why.
    FlagReason {
        /// Advertising that has nothing to do with the community.
        Spam = "spam",
        /// Rude or abusive.
        Rude = "rude",
        /// Does not belong there.
        OffTopic = "off_topic",
        /// Wrong, or no longer so.
        Outdated = "outdated",
        /// Sells something and does not say so.
        Promotion = "promotion",
        /// Made by a program, and checked by nobody.
        GenericAi = "generic_ai",
        /// Shows what is private: addresses, orders, keys.
        PrivateData = "private_data",
        /// Against the law; says how.
        Illegal = "illegal",
        /// Something else; says what.
        Other = "other",
    }
}

text_enum! {
    /// What became of a flag.
    FlagState {
        /// Nobody looked at it yet.
        Open = "open",
        /// A moderator saw it the same way.
        Agreed = "agreed",
        /// A moderator saw it otherwise.
        Disagreed = "disagreed",
        /// Nothing was to be done, and the flag was not wrong either.
        Ignored = "ignored",
        /// The member took it back.
        Withdrawn = "withdrawn",
    }
}

/// What a flag stands with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A post; for a topic its first one.
    Post(PostId),
    /// A member's profile.
    Profile(MemberId),
}

impl FlagReason {
    /// Says nothing without words of the flagger's own.
    pub fn needs_message(self) -> bool {
        matches!(self, Self::Illegal | Self::Other)
    }

    /// Makes sense of such a thing: a profile is neither off topic nor outdated.
    pub fn fits(self, what: What) -> bool {
        what != What::Profile || !matches!(self, Self::OffTopic | Self::Outdated | Self::GenericAi)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Spam => "flags-reason-spam",
            Self::Rude => "flags-reason-rude",
            Self::OffTopic => "flags-reason-off-topic",
            Self::Outdated => "flags-reason-outdated",
            Self::Promotion => "flags-reason-promotion",
            Self::GenericAi => "flags-reason-generic-ai",
            Self::PrivateData => "flags-reason-private-data",
            Self::Illegal => "flags-reason-illegal",
            Self::Other => "flags-reason-other",
        }
    }

    /// The key of the sentence that says what it means.
    pub fn hint_key(self) -> &'static str {
        match self {
            Self::Spam => "flags-hint-spam",
            Self::Rude => "flags-hint-rude",
            Self::OffTopic => "flags-hint-off-topic",
            Self::Outdated => "flags-hint-outdated",
            Self::Promotion => "flags-hint-promotion",
            Self::GenericAi => "flags-hint-generic-ai",
            Self::PrivateData => "flags-hint-private-data",
            Self::Illegal => "flags-hint-illegal",
            Self::Other => "flags-hint-other",
        }
    }

    /// The key of the rule that an author is told of: what of the community's rules a post seems to be against.
    pub fn rule_key(self) -> &'static str {
        match self {
            Self::Spam => "flags-rule-spam",
            Self::Rude => "flags-rule-rude",
            Self::OffTopic => "flags-rule-off-topic",
            Self::Outdated => "flags-rule-outdated",
            Self::Promotion => "flags-rule-promotion",
            Self::GenericAi => "flags-rule-generic-ai",
            Self::PrivateData => "flags-rule-private-data",
            Self::Illegal => "flags-rule-illegal",
            Self::Other => "flags-rule-other",
        }
    }
}

impl FlagState {
    /// The key of the sentence that the flagger reads.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "flags-state-open",
            Self::Agreed => "flags-state-agreed",
            Self::Disagreed => "flags-state-disagreed",
            Self::Ignored => "flags-state-ignored",
            Self::Withdrawn => "flags-state-withdrawn",
        }
    }
}

/// What the table of rights must know of a post. A note among staff is none for others: who keeps order may not see it.
pub fn place_of_post(who: &Participant, post: &PostRow) -> Place {
    let place = who.place_of_post(&post.facts(), post.topic_closed);
    Place { visible: place.visible && post.audience != Audience::Staff, ..place }
}

/// What the table of rights must know of a profile.
pub fn place_of_profile(viewer: Option<MemberId>, member: MemberId) -> Place {
    Place { own_post: viewer == Some(member), visible: true, ..Place::default() }
}
