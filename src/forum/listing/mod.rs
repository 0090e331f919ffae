//! Lists of topics: latest, unsolved, unanswered, of a category, of a tag, found by title.
//!
//! Order is `bumped_at`, a stored number. Pages are found by the last row of the page before, never by
//! counting; the pages after the first carry the time of the first, so that nothing is repeated and what
//! moved to the top meanwhile can be announced.

#[allow(clippy::module_inception, reason = "a file of this name may read tables")]
pub mod listing;
pub mod pages;
pub mod rows;

pub use super::topics::titles::fold_title;

use super::tags::store::TagId;
use super::{CategoryId, PostState, TopicId, TopicKind};
use crate::accounts::MemberId;
use crate::platform::db::Timestamp;

/// Topics on a page: what a person scans before they search.
pub const PER_PAGE: usize = 25;
/// Pinned topics above the first page: more would hide what is new.
pub const PINNED_MOST: usize = 5;
/// Titles found at most: whoever sees so many needs other words.
pub const FOUND_MOST: usize = 50;
/// "More than so many changed" is all that anybody wants to know.
pub const CHANGED_MOST: usize = 100;

/// Which topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    Latest,
    /// Questions without an accepted answer.
    Unsolved,
    /// Questions to which nobody but the asker replied.
    Unanswered,
    /// Of these categories: one and those below it.
    Categories(Vec<CategoryId>),
    /// With a tag.
    Tag(TagId),
}

impl Which {
    /// Whether pinned topics stand on top of the first page.
    pub fn shows_pinned(&self) -> bool {
        matches!(self, Self::Latest | Self::Categories(_))
    }
}

/// A row's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// When it was bumped.
    pub bumped_at: Timestamp,
    /// Which topic: decides among those bumped at once.
    pub topic: TopicId,
}

impl Cursor {
    /// Reads `<bumped>-<id>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (bumped_at, topic) = text.split_once('-')?;
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten();
        Some(Self { bumped_at: Timestamp(number(bumped_at)?), topic: TopicId(number(topic)?) })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.bumped_at.0, self.topic)
    }
}

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first.
    First,
    /// What comes after a row.
    Before(Cursor),
    /// What comes before a row.
    After(Cursor),
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its topics in order.
    pub topics: Vec<TopicLine>,
    /// There are older ones: they come after this row.
    pub older: Option<Cursor>,
    /// There are newer ones: they come before this row.
    pub newer: Option<Cursor>,
    /// The latest moment that this page, or the first one, shows.
    pub as_of: Timestamp,
    /// Topics that moved to the top since.
    pub changed: usize,
}

/// A name with the number whose it is.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The member.
    pub id: Option<MemberId>,
    /// As shown.
    pub name: String,
}

/// What a list says of a topic.
#[derive(Clone, Debug)]
pub struct TopicLine {
    /// The topic.
    pub id: TopicId,
    /// Where it lives.
    pub category: CategoryId,
    /// What it is.
    pub kind: TopicKind,
    /// Its title.
    pub title: String,
    /// The readable part of its address.
    pub slug: String,
    /// The language of its title.
    pub lang: String,
    /// Whether it is there for all.
    pub state: PostState,
    /// Takes no replies.
    pub closed: bool,
    /// Stands on top.
    pub pinned: bool,
    /// Has an accepted answer.
    pub solved: bool,
    /// Somebody but the asker replied.
    pub answered: bool,
    /// When it was last bumped.
    pub bumped_at: Timestamp,
    /// Visible replies.
    pub replies: i64,
    /// How many have this too.
    pub me_too: i64,
    /// Somebody of staff replied.
    pub staff_replied: bool,
    /// An answer is recommended by staff.
    pub recommended: bool,
    /// Who opened it.
    pub author: Person,
    /// Who posted last.
    pub last: Person,
    /// When.
    pub last_at: Timestamp,
    /// Its tags.
    pub tags: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_written_and_nothing_else_is() {
        let cursor = Cursor { bumped_at: Timestamp(1_795_269_960_000_000), topic: TopicId(12) };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for wrong in ["", "12", "a-b", "-5-3", "1-2-3", "99999999999999999999-1", "1-+2"] {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }
}
