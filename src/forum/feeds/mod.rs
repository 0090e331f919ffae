//! Feeds: what is new in a list or a topic, as Atom (RFC 4287), for programs that look again and again.
//!
//! A feed stands beside its page, with `.atom` behind the address: `/latest.atom`, `/c/{path}.atom`, `/tag/{tag}.atom`,
//! `/t/{slug}/{topic}.atom`. It shows what a visitor sees, whoever asks, in the community's own language: the same
//! bytes for all. Older entries stand on further pages of it (RFC 5005). What it holds is read anew for each request;
//! whoever has the same state already is told so in a line.

mod atom;
mod listing;
pub mod pages;

use super::{PostId, TopicId};
use crate::platform::db::Timestamp;
use crate::platform::text::PostHtml;

/// Posts on a page of a topic's feed.
const PER_PAGE: usize = 25;

/// A page of a feed.
struct Feed {
    /// Never changes, wherever the page moves within the community.
    id: String,
    /// What it holds.
    title: String,
    /// The language of the titles that the program gives.
    lang: &'static str,
    /// The page it stands beside.
    page: String,
    /// Its own address.
    own: String,
    /// Where older entries stand.
    older: Option<String>,
    /// Newest first.
    entries: Vec<Entry>,
}

impl Feed {
    /// When the newest of it changed.
    fn updated(&self) -> Timestamp {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or_default()
    }
}

/// A topic in a list's feed, a post in a topic's.
struct Entry {
    /// Never changes.
    id: String,
    title: String,
    page: String,
    /// The feed of what was said to it.
    replies: Option<String>,
    lang: String,
    author: Author,
    published: Timestamp,
    updated: Timestamp,
    labels: Vec<Label>,
    /// With addresses that lead to the same place from anywhere.
    html: String,
}

/// Who wrote something.
#[derive(Clone, Debug)]
struct Author {
    name: String,
    /// Their page; empty for a closed account.
    page: String,
}

/// What something is about: a category or a tag.
struct Label {
    term: String,
    name: String,
}

/// A post on its way into a feed.
struct FeedPost {
    id: PostId,
    topic: TopicId,
    number: i64,
    is_comment: bool,
    author: Author,
    lang: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    html: PostHtml,
}
