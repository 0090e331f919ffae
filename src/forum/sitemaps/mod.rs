//! Sitemaps: the addresses of everything that search engines may find, as sitemaps.org has it.
//!
//! `/sitemap.xml` names the files. File n holds the topics numbered from 10,000 (n - 1) + 1 to 10,000 n, as far as a
//! visitor sees them: a topic stays in its file, whatever happens to others, and the last file is read as quickly as
//! the first. Files without a topic are not named and not there. Categories have a file of their own, and
//! so have the pages about the community, when there are any.

pub mod listing;
pub mod pages;

use super::TopicId;
use crate::platform::db::Timestamp;

/// Numbers of topics in a file.
const PER_FILE: i64 = 10_000;
/// More files than this no index may name (sitemaps.org).
const FILES_MOST: usize = 50_000;

/// The numbers of topics in a file: after the first and up to the last of the two. None for what is no number of a file.
pub fn range(file: i64) -> Option<(TopicId, TopicId)> {
    let last = file.checked_mul(PER_FILE)?;
    (file >= 1).then_some((TopicId(last - PER_FILE), TopicId(last)))
}

/// The file in which a topic stands.
fn file_of(topic: TopicId) -> i64 {
    (topic.0 - 1) / PER_FILE + 1
}

/// What a file says of a topic.
#[derive(Clone, Debug)]
pub struct Line {
    /// The topic.
    pub topic: TopicId,
    /// The readable part of its address.
    pub slug: String,
    /// When it was last bumped.
    pub bumped_at: Timestamp,
}

/// What decides what a file holds, beside who looks: grows whenever a topic of it is opened or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// How many topics there are, seen or not.
    pub topics: i64,
    /// The sum of their versions, none of which ever falls.
    pub versions: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_stands_in_the_file_that_reaches_to_it() {
        for topic in [1, 2, 9_999, 10_000, 10_001, 20_000, 1_234_567] {
            let (after, last) = range(file_of(TopicId(topic))).unwrap();
            assert!(after.0 < topic && topic <= last.0, "{topic}");
        }
        assert_eq!([0, -1, i64::MAX].map(range), [None; 3]);
    }
}
