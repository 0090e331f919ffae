//! A member as the forum knows them: who they are, what they wrote that the viewer may see.

pub mod figures;
pub mod listing;
pub mod pages;

use crate::forum::{PostId, PostState, TopicId};
use crate::platform::db::Timestamp;

/// Topics and replies on a profile: enough to know somebody by.
const NEWEST: usize = 10;
/// Replies on a page of all of them.
const REPLIES_PER_PAGE: usize = 25;
/// As much of a reply as says what it is about.
const EXCERPT: usize = 200;

/// A reply in a profile.
#[derive(Clone, Debug)]
pub struct ReplyLine {
    /// The post.
    pub post: PostId,
    /// Its first words.
    pub excerpt: String,
    /// The topic.
    pub topic: TopicId,
    /// The topic's title.
    pub title: String,
    /// The readable part of its address.
    pub slug: String,
    /// The title's language.
    pub lang: String,
    /// The post's number in the topic.
    pub number: i64,
    /// Whether it is there for all.
    pub state: PostState,
    /// When it was written.
    pub created_at: Timestamp,
}
