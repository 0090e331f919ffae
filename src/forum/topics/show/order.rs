//! In which order a topic's replies are read, and from where: as they came, by page; or by votes, by the last reply
//! of the page before.

use super::PER_PAGE;
use crate::forum::PostId;
use crate::platform::db::{Walk, Walked};

/// What a page of a topic begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The replies as they came: a page by its number, from 1.
    Oldest(i64),
    /// Those that most found helpful first, the older one first among those of one score.
    Votes(Walk<Rank>),
}

/// A reply's place by votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Imported votes and those of members; negative where more were against.
    pub score: i64,
    /// Its number in the topic.
    pub number: i64,
}

/// The replies of a page by votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranked {
    /// The posts in their order.
    pub posts: Vec<PostId>,
    /// The first of them, where others come before it.
    pub before: Option<Rank>,
    /// The last of them, where others come after it.
    pub after: Option<Rank>,
}

/// Which posts of a topic belong to a page by their own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The first position.
    pub first: i64,
    /// The last position; before the first where none belongs to the page by its position.
    pub last: i64,
    /// The number of the first post where the page shows it; no post has number 0.
    pub opening: i64,
}

impl Order {
    /// Whether the question stands on the page, and the answers.
    pub fn is_first(self) -> bool {
        matches!(self, Self::Oldest(1) | Self::Votes(Walk::First))
    }

    /// The address of the page, below that of its topic.
    pub fn address(self, topic: &str) -> String {
        match self {
            Self::Oldest(1) => topic.to_owned(),
            Self::Oldest(page) => format!("{topic}?page={page}"),
            Self::Votes(Walk::First) => format!("{topic}?order=votes"),
            Self::Votes(Walk::After(rank)) => format!("{topic}?order=votes&after={rank}"),
            Self::Votes(Walk::Before(rank)) => format!("{topic}?order=votes&before={rank}"),
        }
    }

    /// What belongs to the page by its place.
    pub fn places(self) -> Places {
        let opening = i64::from(self.is_first());
        match self {
            Self::Oldest(page) => Places { first: (page - 1) * PER_PAGE + 1, last: page * PER_PAGE, opening },
            Self::Votes(_) => Places { first: 1, last: 0, opening },
        }
    }
}

impl Rank {
    /// Reads `<score>-<number>`; the score may be negative.
    pub fn parse(text: &str) -> Option<Self> {
        let (score, number) = text.rsplit_once('-')?;
        Some(Self { score: score.parse().ok()?, number: number.parse().ok()? })
    }
}

impl std::fmt::Display for Rank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.score, self.number)
    }
}

impl From<Walked<(PostId, Rank)>> for Ranked {
    fn from(page: Walked<(PostId, Rank)>) -> Self {
        let rank = |row: Option<&(PostId, Rank)>| row.map(|(_, rank)| *rank);
        Self { before: rank(page.before()), after: rank(page.after()), posts: page.rows.into_iter().map(|(post, _)| post).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_read_as_it_is_written() {
        for rank in [Rank { score: 12, number: 3 }, Rank { score: 0, number: 1 }, Rank { score: -4, number: 50 }] {
            assert_eq!(Rank::parse(&rank.to_string()), Some(rank));
        }
        for text in ["", "-", "3", "3-", "-3", "x-1", "1-x", "1.5-2", "99999999999999999999-1"] {
            assert_eq!(Rank::parse(text), None, "{text}");
        }
    }

    #[test]
    fn pages_hold_twenty_positions_and_the_first_one_the_question() {
        assert_eq!(Order::Oldest(1).places(), Places { first: 1, last: 20, opening: 1 });
        assert_eq!(Order::Oldest(3).places(), Places { first: 41, last: 60, opening: 0 });
        assert_eq!(Order::Votes(Walk::First).places(), Places { first: 1, last: 0, opening: 1 });
    }
}
