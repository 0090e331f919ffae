//! Where a text stands or will stand. Who reads it there decides which of its quotations show words.

use super::store::QuotedPost;
use crate::accounts::MemberId;
use crate::forum::categories::Categories;
use crate::forum::posts::PostRow;
use crate::forum::topics::store::TopicRow;
use crate::forum::visibility::{PostFacts, TopicFacts, is_seen_by_all_of, is_seen_by_everybody};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId};

/// The place of a text among the others.
#[derive(Clone, Copy)]
pub struct Whereabouts<'a> {
    categories: &'a Categories,
    /// The post, once it is written.
    post: Option<PostId>,
    /// Its topic, once that is opened.
    topic: Option<TopicId>,
    /// What decides who reads it, once that is known.
    facts: Option<PostFacts>,
}

impl<'a> Whereabouts<'a> {
    /// Nobody knows yet: words are shown that everybody may read.
    pub fn unknown(categories: &'a Categories) -> Self {
        Self { categories, post: None, topic: None, facts: None }
    }

    /// The first post of a topic that is about to be opened.
    pub fn in_category(categories: &'a Categories, category: CategoryId) -> Self {
        // Nobody reads by being the author of what all may read.
        let topic = TopicFacts { category, state: PostState::Visible, author: MemberId(0) };
        Self { facts: Some(for_all(topic)), ..Self::unknown(categories) }
    }

    /// A reply or comment that is about to be written.
    pub fn in_topic(categories: &'a Categories, topic: &TopicRow) -> Self {
        Self { topic: Some(topic.id), facts: Some(for_all(topic.facts())), ..Self::unknown(categories) }
    }

    /// The same for what is written for some of the readers.
    pub fn read_by(self, audience: Audience) -> Self {
        Self { facts: self.facts.map(|facts| PostFacts { audience, ..facts }), ..self }
    }

    /// A post that is there.
    pub fn of_post(categories: &'a Categories, post: &PostRow) -> Self {
        Self { categories, post: Some(post.id), topic: Some(post.topic), facts: Some(post.facts()) }
    }

    /// Whether a quotation of the post shows its words here.
    pub(super) fn shows(&self, quoted: &QuotedPost) -> bool {
        // Whoever reads a post of the topic sees the topic; and a post its own words.
        let is_beside = self.topic == Some(quoted.topic);
        let state = if is_beside { PostState::Visible } else { quoted.facts.topic.state };
        let facts = PostFacts { topic: TopicFacts { state, ..quoted.facts.topic }, ..quoted.facts };
        match &self.facts {
            _ if self.post == Some(quoted.id) => true,
            Some(reader) => is_seen_by_all_of(&facts, reader, self.categories),
            None => is_seen_by_everybody(&facts, self.categories),
        }
    }
}

fn for_all(topic: TopicFacts) -> PostFacts {
    PostFacts { topic, state: PostState::Visible, audience: Audience::Everyone, author: topic.author }
}
