//! Topics that are written with everything in them, in few statements: what follows from their rows is counted before they are written.

use std::collections::HashSet;

use super::{PastPost, PastTopic};
use crate::accounts::MemberId;
use crate::forum::counts::{TopicFigures, TopicRows, VisiblePost, topic_figures};
use crate::forum::posts::store::Revision;
use crate::forum::tags::store::TagId;
use crate::forum::texts::Composed;
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId, TopicKind};
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

/// A topic ready to be written: its posts have numbers in the community.
pub(super) struct Numbered<'a> {
    pub whole: &'a WholeTopic,
    pub id: TopicId,
    pub first_post: PostId,
    pub figures: TopicFigures,
    pub next_position: i64,
}

impl<'a> Numbered<'a> {
    /// Gives the posts of a topic the numbers from `first_post` on, and counts.
    pub fn new(whole: &'a WholeTopic, id: TopicId, first_post: PostId, staff: &HashSet<MemberId>) -> Self {
        let visible: Vec<VisiblePost> = (0..whole.posts.len())
            .filter(|&place| whole.posts[place].is_visible())
            .map(|place| {
                let post = &whole.posts[place];
                (number(first_post, place), place as i64 + 1, post.under.map(|under| number(first_post, under)), post.author, post.at)
            })
            .collect();
        let rows = TopicRows {
            author: whole.topic.author,
            kind: whole.topic.kind,
            created_at: whole.topic.created_at,
            votes: whole.posts.first().map_or(0, |opening| opening.votes.len() as i64 + opening.vote_base),
            me_too: whole.me_too.len() as i64,
            has_visible_answer: whole.topic.kind == TopicKind::Question && whole.accepted.iter().any(|(_, place, ..)| whole.posts[*place].is_visible()),
            visible: &visible,
        };
        let figures = topic_figures(&rows, |member| staff.contains(&member));
        let replies = whole.posts.iter().skip(1).filter(|post| post.under.is_none()).count();
        Self { whole, id, first_post, figures, next_position: replies as i64 + 1 }
    }

    /// The number in the community of the post at a place.
    pub fn post(&self, place: usize) -> PostId {
        number(self.first_post, place)
    }

    /// Every post with a past, as `insert_post` takes it, and how many visible comments it has.
    pub fn posts(&self) -> Vec<(PastPost, i64)> {
        let mut comments = vec![0; self.whole.posts.len()];
        for post in self.whole.posts.iter().filter(|post| post.is_visible()) {
            if let Some(under) = post.under {
                comments[under] += 1;
            }
        }
        let mut position = 0;
        self.whole.posts.iter().enumerate().map(|(place, post)| (self.past(place, post, &mut position), comments[place])).collect()
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

fn number(first: PostId, place: usize) -> PostId {
    PostId(first.0 + place as i64)
}
