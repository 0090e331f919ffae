//! Lists of topics: latest, hot, top, unsolved, unanswered, of a category, of a tag, of a member, found by title.
//!
//! Every order is a stored number ([`Order`]). Pages are found by the last row of the page before, never by
//! counting; the pages after the first carry the time of the first, so that nothing is repeated and what
//! moved to the top meanwhile can be announced. A list may be of some languages only ([`List::languages`]).

#[allow(clippy::module_inception, reason = "a file of this name may read tables")]
pub mod listing;
pub mod pages;
pub mod rows;
mod walks;

pub use super::topics::titles::fold_title;

use super::follows::Mutes;
use super::periods::Period;
use super::tags::store::TagId;
use super::{CategoryId, PostState, TopicId, TopicKind};
use crate::accounts::MemberId;
use crate::platform::db::Timestamp;
use crate::platform::i18n::Lang;

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
    /// All, by what was posted last.
    Latest,
    /// All, by interest and age.
    Hot,
    /// What gained most in a time, or ever.
    Top(Period),
    /// Questions without an accepted answer.
    Unsolved,
    /// Questions to which nobody but the asker replied.
    Unanswered,
    /// Of these categories: one and those below it.
    Categories(Vec<CategoryId>),
    /// With a tag.
    Tag(TagId),
    /// Opened by a member.
    Author(MemberId),
}

/// A list by its name, which open pages of it are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// All topics.
    Latest,
    /// Questions without an accepted answer.
    Unsolved,
    /// Questions to which nobody but the asker replied.
    Unanswered,
    /// A category with those below it.
    Category(CategoryId),
    /// A tag.
    Tag(TagId),
}

impl Named {
    /// The name of a list that is ordered by time; its category, where it is of one.
    pub fn of(which: &Which, category: Option<CategoryId>) -> Option<Self> {
        match which {
            Which::Latest => Some(Self::Latest),
            Which::Unsolved => Some(Self::Unsolved),
            Which::Unanswered => Some(Self::Unanswered),
            Which::Categories(_) => category.map(Self::Category),
            Which::Tag(tag) => Some(Self::Tag(*tag)),
            Which::Hot | Which::Top(_) | Which::Author(_) => None,
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('-') {
            None if text == "latest" => Some(Self::Latest),
            None if text == "unsolved" => Some(Self::Unsolved),
            None if text == "unanswered" => Some(Self::Unanswered),
            Some(("category", number)) => number.parse().ok().map(CategoryId).map(Self::Category),
            Some(("tag", number)) => number.parse().ok().map(TagId).map(Self::Tag),
            _ => None,
        }
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Unsolved => f.write_str("unsolved"),
            Self::Unanswered => f.write_str("unanswered"),
            Self::Category(category) => write!(f, "category-{category}"),
            Self::Tag(tag) => write!(f, "tag-{tag}"),
        }
    }
}

/// The stored number by which a list is ordered, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `topics.bumped_at`.
    Bumped,
    /// `topics.hot`.
    Hot,
    /// `topic_periods.score`.
    Gained(Period),
    /// `topic_counts.votes`; what has none is not listed.
    Voted,
    /// `topics.id`.
    Opened,
}

impl Which {
    /// Whether pinned topics stand on top of the first page.
    pub fn shows_pinned(&self) -> bool {
        matches!(self, Self::Latest | Self::Categories(_))
    }

    /// What the list is ordered by.
    pub fn order(&self) -> Order {
        match self {
            Self::Hot => Order::Hot,
            Self::Top(Period::All) => Order::Voted,
            Self::Top(period) => Order::Gained(*period),
            Self::Author(_) => Order::Opened,
            Self::Latest | Self::Unsolved | Self::Unanswered | Self::Categories(_) | Self::Tag(_) => Order::Bumped,
        }
    }
}

/// A list: which topics, in which languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which topics.
    pub which: Which,
    /// Only those in one of these languages; empty for all languages.
    pub languages: Vec<Lang>,
    /// What the reader muted, and does not want to see.
    pub mutes: Mutes,
}

impl List {
    /// A list in all languages.
    pub fn all(which: Which) -> Self {
        Self { which, languages: Vec::new(), mutes: Mutes::default() }
    }

    /// A list in these languages; all when there are none.
    pub fn in_languages(which: Which, languages: &[Lang]) -> Self {
        Self { which, languages: languages.to_vec(), mutes: Mutes::default() }
    }

    /// The list without what its reader muted. A category's own list is of that category, a tag's of that tag, whatever is muted.
    pub fn without(self, mutes: &Mutes) -> Self {
        let mut mutes = mutes.clone();
        match self.which {
            Which::Categories(_) => mutes.categories.clear(),
            Which::Tag(_) => mutes.tags = false,
            _ => {}
        }
        Self { mutes, ..self }
    }

    /// Does a topic with these facts stand in the list, as far as can be told without asking what its reader muted? Whether
    /// the reader sees it is another question.
    pub fn holds(&self, topic: &Listed<'_>) -> bool {
        let is_question = topic.kind == TopicKind::Question;
        let is_of_list = match &self.which {
            Which::Latest | Which::Hot | Which::Top(_) => true,
            Which::Unsolved => is_question && !topic.solved,
            Which::Unanswered => is_question && !topic.answered,
            Which::Categories(categories) => categories.contains(&topic.category),
            Which::Tag(tag) => topic.tags.contains(tag),
            Which::Author(author) => *author == topic.author,
        };
        let is_read = self.languages.is_empty() || self.languages.iter().any(|lang| lang.tag() == topic.lang);
        is_of_list && is_read && !self.mutes.categories.contains(&topic.category)
    }

    fn tags(&self) -> Vec<&'static str> {
        self.languages.iter().map(|lang| lang.tag()).collect()
    }
}

/// What decides in which lists a topic stands.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Where it lives.
    pub category: CategoryId,
    /// Who opened it.
    pub author: MemberId,
    /// What it is.
    pub kind: TopicKind,
    /// Has an accepted answer.
    pub solved: bool,
    /// Somebody but the asker replied.
    pub answered: bool,
    /// The language of its title.
    pub lang: &'a str,
    /// Its tags.
    pub tags: &'a [TagId],
}

/// A row's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The number of the list's [`Order`]: microseconds, a score, or the bits of a positive fraction.
    pub key: i64,
    /// Which topic: decides among those of one number.
    pub topic: TopicId,
}

impl Cursor {
    /// Reads `<key>-<id>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, topic) = text.split_once('-')?;
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten();
        Some(Self { key: number(key)?, topic: TopicId(number(topic)?) })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.key, self.topic)
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
    /// When the figures of a period were computed.
    pub refreshed_at: Option<Timestamp>,
    /// They were computed anew since the first page was shown.
    pub is_reordered: bool,
}

/// A name with the number whose it is.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The member.
    pub id: Option<MemberId>,
    /// As shown.
    pub name: String,
    /// The public id of the picture; empty for none.
    pub picture: String,
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
    fn names_of_lists_are_read_as_written_and_nothing_else_is() {
        let all = [Named::Latest, Named::Unsolved, Named::Unanswered, Named::Category(CategoryId(5)), Named::Tag(TagId(7))];
        assert_eq!(all.map(|named| Named::parse(&named.to_string())), all.map(Some));
        assert_eq!(["", "hot", "category-", "category", "tag-x", "latest-1"].map(Named::parse), [None; 6]);
    }

    #[test]
    fn cursors_are_read_as_written_and_nothing_else_is() {
        let cursor = Cursor { key: 1_795_269_960_000_000, topic: TopicId(12) };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for wrong in ["", "12", "a-b", "-5-3", "1-2-3", "99999999999999999999-1", "1-+2"] {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }
}
