//! Feeds: what is new in a list or a topic, as Atom (RFC 4287), for programs that look again and again.
//!
//! A feed stands beside its page, with `.atom` behind the address: `/latest.atom`, `/c/{path}.atom`, `/tag/{tag}.atom`,
//! `/t/{slug}/{topic}.atom`. It shows what a visitor sees, whoever asks, in the community's own language: the same
//! bytes for all. Older entries stand on further pages of it (RFC 5005). What it holds is read anew for each request;
//! whoever has the same state already is told so in a line.

mod atom;
pub mod listing;
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
pub struct Author {
    /// As shown.
    pub name: String,
    /// Their page; empty for a closed account.
    pub page: String,
}

/// What something is about: a category or a tag.
struct Label {
    /// Keeps categories and tags of one name apart: where all of its kind stand.
    scheme: String,
    term: String,
    name: String,
}

/// A post on its way into a feed.
#[derive(Clone, Debug)]
pub struct FeedPost {
    /// Its number in the community.
    pub id: PostId,
    /// Where it stands.
    pub topic: TopicId,
    /// Its number there.
    pub number: i64,
    /// Under another post.
    pub is_comment: bool,
    /// Who wrote it.
    pub author: Author,
    /// Its language.
    pub lang: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text changed last.
    pub edited_at: Option<Timestamp>,
    /// The renderer's HTML.
    pub html: PostHtml,
}
