//! Topics that are written with everything in them, in few statements: what follows from their rows is counted before they are written.

use std::collections::HashSet;

use super::numbered::{NumberedPost, NumberedTopic};
use super::{PastPost, PastTopic};
use crate::accounts::MemberId;
use crate::forum::posts::store::Revision;
use crate::forum::tags::store::TagId;
use crate::forum::texts::Composed;
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId};
use crate::platform::db::Timestamp;

/// A topic with its posts and all that hangs on them.
#[derive(Clone, Debug)]
pub struct WholeTopic {
    /// The topic; its number is given, and free.
    pub topic: PastTopic,
    /// What it is about.
    pub tags: Vec<TagId>,
    /// Who has the question too, each once, and since when.
    pub me_too: Vec<(MemberId, Timestamp)>,
    /// Who says which post (its place in the list) solved it, and when.
    pub accepted: Vec<(AcceptedBy, usize, MemberId, Timestamp)>,
    /// The opening post, then replies and comments as they came.
    pub posts: Vec<WholePost>,
}

/// A post with all that hangs on it. Its number is its place in the list, counted from one.
#[derive(Clone, Debug)]
pub struct WholePost {
    /// The place of the post it comments on, which is before its own.
    pub under: Option<usize>,
    /// Who wrote it.
    pub author: MemberId,
    /// Whether it is there for others.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// When it was written.
    pub at: Timestamp,
    /// Its text.
    pub text: Composed,
    /// The states before its edits.
    pub earlier: Vec<Revision>,
    /// Who finds it helpful, each once, and since when.
    pub votes: Vec<(MemberId, Timestamp)>,
    /// Votes without a voter.
    pub vote_base: i64,
    /// Who took it away, why and when.
    pub removal: Option<(MemberId, String, Timestamp)>,
}

impl WholePost {
    /// Counted, and seen by whoever may read the category.
    pub fn is_visible(&self) -> bool {
        self.state == PostState::Visible && self.audience == Audience::Everyone
    }
}

/// A topic whose posts have numbers in the community, one behind the other.
pub(super) struct Numbered<'a> {
    pub whole: &'a WholeTopic,
    pub id: TopicId,
    pub first_post: PostId,
}

impl<'a> Numbered<'a> {
    /// The number in the community of the post at a place.
    pub fn post(&self, place: usize) -> PostId {
        PostId(self.first_post.0 + place as i64)
    }

    /// The topic, counted. `posts` are its posts, `staff` the company's people.
    pub fn topic(&self, posts: &[NumberedPost<'_>], staff: &HashSet<MemberId>) -> NumberedTopic<'a> {
        let whole = self.whole;
        NumberedTopic::new(self.id, &whole.topic, whole.tags.clone(), whole.me_too.len() as i64, posts, staff)
    }

    /// Every post with what hangs on it.
    pub fn posts(&self) -> Vec<NumberedPost<'a>> {
        let mut comments = vec![0; self.whole.posts.len()];
        for post in self.whole.posts.iter().filter(|post| post.is_visible()) {
            if let Some(under) = post.under {
                comments[under] += 1;
            }
        }
        let mut position = 0;
        let numbered = |(place, post): (usize, &'a WholePost)| NumberedPost {
            id: self.post(place),
            past: self.past(place, post, &mut position),
            text: &post.text,
            comments: comments[place],
            votes: post.votes.iter().map(|&(member, at)| (member, 1, at)).collect(),
            accepted: self.whole.accepted.iter().filter(|(_, of, ..)| *of == place).map(|&(by, _, member, at)| (by, member, at)).collect(),
            removal: post.removal.as_ref().map(|(actor, reason, at)| (Some(*actor), reason.as_str(), *at)),
        };
        self.whole.posts.iter().enumerate().map(numbered).collect()
    }

    fn past(&self, place: usize, post: &WholePost, position: &mut i64) -> PastPost {
        let is_reply = place > 0 && post.under.is_none();
        *position += i64::from(is_reply);
        PastPost {
            id: Some(self.post(place)),
            topic: self.id,
            number: place as i64 + 1,
            parent: post.under.map(|under| self.post(under)),
            position: is_reply.then_some(*position),
            author: post.author,
            state: post.state,
            audience: post.audience,
            lang: post.text.lang.clone(),
            created_at: post.at,
            edited_at: post.earlier.last().map(|revision| revision.created_at),
            version: post.earlier.len() as i64 + 1,
            vote_base: post.vote_base,
        }
    }
}
