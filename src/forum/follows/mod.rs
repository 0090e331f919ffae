//! What members follow, and what they want to hear nothing of: topics, categories, tags, other members.
//!
//! Taking part in a topic follows it, unless its member said otherwise, once and for all or for that topic. What is muted
//! is silent everywhere: it makes no notices and leaves the lists.

mod choose;
pub mod feed;
pub mod listing;
pub mod pages;
pub mod store;

pub use choose::{choose, choose_by_doing};

use crate::accounts::{Acting, CategoryId, MemberId};
use crate::forum::TopicId;
use crate::forum::tags::store::TagId;
use crate::platform::db::{Db, Durability, Result, Tx};
use crate::text_enum;

text_enum! {
    /// What can be followed.
    What {
        /// A topic: what is said in it.
        Topic = "topic",
        /// A category with those below it.
        Category = "category",
        /// A tag.
        Tag = "tag",
        /// What a member writes.
        Member = "member",
    }
}

text_enum! {
    /// How much of it one wants to hear.
    Level {
        /// Everything.
        All = "all",
        /// Topics as they are opened, not what is said in them.
        First = "first",
        /// Nothing beyond what is meant for oneself. Kept of topics only: elsewhere it is the same as no row.
        None = "none",
        /// Nothing at all, nowhere.
        Muted = "muted",
    }
}

/// Something to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A topic.
    Topic(TopicId),
    /// A category.
    Category(CategoryId),
    /// A tag.
    Tag(TagId),
    /// A member.
    Member(MemberId),
}

impl Subject {
    /// A subject as its row names it.
    pub fn of(what: What, number: i64) -> Self {
        match what {
            What::Topic => Self::Topic(TopicId(number)),
            What::Category => Self::Category(CategoryId(number)),
            What::Tag => Self::Tag(TagId(number)),
            What::Member => Self::Member(MemberId(number)),
        }
    }

    /// What it is.
    pub fn what(self) -> What {
        match self {
            Self::Topic(_) => What::Topic,
            Self::Category(_) => What::Category,
            Self::Tag(_) => What::Tag,
            Self::Member(_) => What::Member,
        }
    }

    /// Its number.
    pub fn number(self) -> i64 {
        match self {
            Self::Topic(topic) => topic.0,
            Self::Category(category) => category.0,
            Self::Tag(tag) => tag.0,
            Self::Member(member) => member.0,
        }
    }

    /// The levels that make sense for it: a topic is opened once, and that was it.
    pub fn levels(self) -> &'static [Level] {
        match self {
            Self::Topic(_) => &[Level::All, Level::None, Level::Muted],
            _ => Level::ALL,
        }
    }
}

/// What leaves somebody's lists. The default leaves everything in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutes {
    /// Whose.
    pub member: MemberId,
    /// Some topics.
    pub topics: bool,
    /// Topics with some tags.
    pub tags: bool,
    /// The topics of these categories.
    pub categories: Vec<CategoryId>,
}

impl Default for Mutes {
    fn default() -> Self {
        Self { member: MemberId(0), topics: false, tags: false, categories: Vec::new() }
    }
}

impl Mutes {
    /// Nothing is left out.
    pub fn is_empty(&self) -> bool {
        !self.topics && !self.tags && self.categories.is_empty()
    }
}

/// Deleted in one transaction.
const BATCH: i64 = 500;

/// Forgets what a member who left followed, and who followed them.
pub fn forget(db: &Db, member: MemberId) -> Result<()> {
    while db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::delete_some(tx, member, BATCH))? > 0 {}
    db.write_blocking(Acting::System, Durability::Full, move |tx, _| feed::store::delete(tx, member))
}

/// Whoever followed a tag follows the one that it was merged into, unless they chose about that one already.
pub fn tag_merged(tx: &mut Tx<'_>, from: TagId, into: TagId) -> Result<()> {
    store::move_subject(tx, Subject::Tag(from), Subject::Tag(into))
}
