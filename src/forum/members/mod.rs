//! A member as the forum knows them: who they are, what they wrote that the viewer may see.

pub mod figures;
mod listing;
pub mod pages;

use crate::forum::{PostId, PostState, TopicId};
use crate::platform::db::Timestamp;

/// Topics and replies on a profile: enough to know somebody by.
const NEWEST: usize = 10;
/// Replies on a page of all of them.
const REPLIES_PER_PAGE: usize = 25;
/// As much of a reply as says what it is about.
const EXCERPT: usize = 200;

/// Which replies of a member, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    /// The newest.
    First,
    /// Older than a post.
    Before(i64),
    /// Newer than a post.
    After(i64),
}

/// What a member did, counted over what is visible.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    topics: i64,
    replies: i64,
    comments: i64,
    accepted: i64,
    helpful: i64,
}

/// A reply in a profile.
#[derive(Clone, Debug)]
struct ReplyLine {
    post: PostId,
    excerpt: String,
    topic: TopicId,
    title: String,
    slug: String,
    lang: String,
    number: i64,
    state: PostState,
    created_at: Timestamp,
}
