//! A member as the forum knows them: who they are, what they wrote that the viewer may see.

mod listing;
pub mod pages;

use crate::forum::{PostState, TopicId};
use crate::platform::db::Timestamp;

/// Topics and replies on a profile: enough to know somebody by.
const NEWEST: i64 = 10;

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
    topic: TopicId,
    title: String,
    slug: String,
    lang: String,
    number: i64,
    state: PostState,
    created_at: Timestamp,
}
