//! Topics and posts whose numbers are known, ready to be written many at once.

use std::collections::HashSet;

use super::{PastPost, PastTopic};
use crate::accounts::MemberId;
use crate::forum::counts::{TopicFigures, TopicRows, VisiblePost, topic_figures};
use crate::forum::tags::store::TagId;
use crate::forum::texts::Composed;
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::Timestamp;

/// A topic, with what follows from the posts that are written with it.
#[derive(Clone, Debug)]
pub struct NumberedTopic<'a> {
    /// Its number.
    pub id: TopicId,
    /// The rest of it.
    pub past: &'a PastTopic,
    /// What it is about, each once.
    pub tags: Vec<TagId>,
    /// What is stored beside it.
    pub figures: TopicFigures,
    /// The number of its next post.
    pub next_number: i64,
    /// The position of its next reply.
    pub next_position: i64,
}

impl<'a> NumberedTopic<'a> {
    /// Counts a topic that has these posts, in their order, and so many who have the question too. `staff` are the company's people.
    pub fn new(id: TopicId, past: &'a PastTopic, tags: Vec<TagId>, me_too: i64, posts: &[NumberedPost<'_>], staff: &HashSet<MemberId>) -> Self {
        let visible: Vec<VisiblePost> = posts
            .iter()
            .filter(|post| post.is_visible())
            .map(|post| (post.id, post.past.number, post.past.parent, post.past.author, post.past.created_at))
            .collect();
        let rows = TopicRows {
            author: past.author,
            kind: past.kind,
            created_at: past.created_at,
            votes: posts.first().map_or(0, |opening| opening.votes() + opening.past.vote_base),
            me_too,
            has_visible_answer: past.kind == TopicKind::Question && posts.iter().any(|post| !post.accepted.is_empty() && post.is_visible()),
            visible: &visible,
        };
        let highest = |of: fn(&PastPost) -> Option<i64>| posts.iter().filter_map(|post| of(&post.past)).max().unwrap_or(0);
        Self {
            id,
            past,
            tags,
            figures: topic_figures(&rows, |member| staff.contains(&member)),
            next_number: highest(|post| Some(post.number)) + 1,
            next_position: highest(|post| post.position) + 1,
        }
    }
}

/// A post with what hangs on it.
#[derive(Clone, Debug)]
pub struct NumberedPost<'a> {
    /// Its number.
    pub id: PostId,
    /// The rest of it.
    pub past: PastPost,
    /// Its text.
    pub text: &'a Composed,
    /// Visible comments under it that are written with it.
    pub comments: i64,
    /// Who voted, each once: up (1) or down (-1), and when.
    pub votes: Vec<(MemberId, i32, Timestamp)>,
    /// Who says that it solved the question, and when.
    pub accepted: Vec<(AcceptedBy, MemberId, Timestamp)>,
    /// Who took it away, why and when.
    pub removal: Option<(Option<MemberId>, &'a str, Timestamp)>,
}

impl NumberedPost<'_> {
    /// Counted, and seen by whoever may read the category.
    pub fn is_visible(&self) -> bool {
        self.past.state == PostState::Visible && self.past.audience == Audience::Everyone
    }

    /// The sum of the votes that have a voter.
    pub fn votes(&self) -> i64 {
        self.votes.iter().map(|(_, value, _)| i64::from(*value)).sum()
    }
}
