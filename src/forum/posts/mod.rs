//! Posts: one message in a topic. Post 1 opens it, every later one is a reply or a comment.

pub mod change_state;
pub mod comment;
pub mod edit_post;
pub mod erase_revision;
pub mod history;
pub mod pages;
pub mod reply;
pub mod store;
pub mod write_note;

use super::visibility::{PostFacts, TopicFacts};
use super::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::accounts::MemberId;
use crate::platform::db::Timestamp;

/// A post with what its topic says of it: what rules ask about.
#[derive(Clone, Debug)]
pub struct PostRow {
    /// Its number in the community.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// Its number in the topic: the address.
    pub number: i64,
    /// The post it comments on.
    pub parent: Option<PostId>,
    /// Who wrote it.
    pub author: MemberId,
    /// Whether it is there for others.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text last changed.
    pub edited_at: Option<Timestamp>,
    /// Grows with each edit.
    pub version: i64,
    /// What its topic is.
    pub topic_facts: TopicFacts,
    /// Question, discussion, announcement.
    pub kind: TopicKind,
    /// The topic takes no replies.
    pub topic_closed: bool,
}

impl PostRow {
    /// What decides who sees it.
    pub fn facts(&self) -> PostFacts {
        PostFacts { topic: self.topic_facts, state: self.state, audience: self.audience, author: self.author }
    }

    /// Where it stands.
    pub fn category(&self) -> CategoryId {
        self.topic_facts.category
    }

    /// True for the post that opens its topic.
    pub fn opens_topic(&self) -> bool {
        self.number == 1
    }

    /// True for a reply: neither the opening post nor a comment.
    pub fn is_reply(&self) -> bool {
        self.number > 1 && self.parent.is_none()
    }
}

/// Where a post that was just written (or found again by its form's key) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its topic.
    pub topic: TopicId,
    /// The post.
    pub post: PostId,
    /// Its number in the topic.
    pub number: i64,
    /// Waits for approval.
    pub held: bool,
}
