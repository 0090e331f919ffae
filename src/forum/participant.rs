//! Who takes part, with everything a use case asks about them, read inside its own transaction.

use std::sync::Arc;

use super::categories::Categories;
use super::visibility::{PostFacts, Sight, TopicFacts, can_see, can_see_topic};
use super::visit::ForumMemory;
use super::{CategoryId, PostId, PostState};
use crate::accounts::origins::{self, Origin};
use crate::accounts::rights::{Deed, Denied, Permit, Place, may};
use crate::accounts::{MemberId, Role, Viewer};
use crate::platform::db::{Connection, Db, DomainError, Failure, Result, Tx};
use crate::platform::limits::{self, Limit, TooOften};

/// So many times the limit of somebody who is not trusted yet is taken, and waits for approval: more is a flood.
const BEYOND: i64 = 3;
/// How much more than a new member those of trust 0, 1 and 2 may do.
const TIMES: [i64; 3] = [1, 3, 10];

/// A viewer about to do something in the forum.
#[derive(Clone)]
pub struct Participant {
    /// Roles, groups, state.
    pub viewer: Viewer,
    /// All categories.
    pub categories: Arc<Categories>,
    /// What they see.
    pub sight: Sight,
    /// From where, if a request asks.
    pub origin: Option<Origin>,
}

/// Why most use cases say no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not there, or not for this viewer: the same.
    NotFound,
    /// There, but this may not be done.
    Denied(Denied),
    /// Too often.
    TooOften(TooOften),
    /// The topic is a slow one: so many seconds to wait.
    Slow(i64),
}

impl DomainError for Refusal {}

impl From<Denied> for Failure<Refusal> {
    fn from(denied: Denied) -> Self {
        Self::Refused(Refusal::Denied(denied))
    }
}

impl From<Failure<TooOften>> for Failure<Refusal> {
    fn from(failure: Failure<TooOften>) -> Self {
        match failure {
            Failure::Refused(too_often) => Self::Refused(Refusal::TooOften(too_often)),
            Failure::Database(error) => Self::Database(error),
        }
    }
}

impl Participant {
    /// Reads categories and sight for a viewer.
    pub fn new(memory: &ForumMemory, db: &Db, conn: &mut Connection, viewer: &Viewer) -> Result<Self> {
        let categories = memory.categories.get(db, conn)?;
        let sight = Sight::of(viewer, &categories);
        Ok(Self { viewer: viewer.clone(), categories, sight, origin: None })
    }

    /// The member as author; the program itself has none.
    pub fn member(&self) -> Result<MemberId, Refusal> {
        let reason = if self.viewer.account().is_some() { Denied::Suspended } else { Denied::SignedOut };
        self.viewer.id().ok_or(Refusal::Denied(reason))
    }

    /// What the rights table must know of a category.
    pub fn place(&self, category: CategoryId) -> Place {
        Place {
            category: Some(category),
            right: self.categories.right(&self.viewer, category),
            category_closed: self.categories.get(category).is_some_and(|category| category.closed),
            ..Place::default()
        }
    }

    /// What the rights table must know of a topic.
    pub fn place_of_topic(&self, topic: &TopicFacts, closed: bool) -> Place {
        let own_topic = self.viewer.id() == Some(topic.author);
        Place { topic_closed: closed, own_topic, own_post: own_topic, visible: topic.state == PostState::Visible, ..self.place(topic.category) }
    }

    /// What the rights table must know of a post.
    pub fn place_of_post(&self, post: &PostFacts, closed: bool) -> Place {
        let own_post = self.viewer.id() == Some(post.author);
        let visible = post.state == PostState::Visible && post.topic.state == PostState::Visible;
        Place { own_post, visible, ..self.place_of_topic(&post.topic, closed) }
    }

    /// Asks the rights table.
    pub fn may(&self, deed: Deed, place: &Place) -> Result<Permit, Denied> {
        may(&self.viewer, deed, place)
    }

    /// Does the viewer see the topic? The program sees all.
    pub fn sees_topic(&self, topic: &TopicFacts) -> bool {
        self.viewer.is_system() || can_see_topic(&self.sight, topic)
    }

    /// Does the viewer see the post? The program sees all.
    pub fn sees(&self, post: &PostFacts) -> bool {
        self.viewer.is_system() || can_see(&self.sight, post)
    }

    /// Notes where a post came from that the viewer has just written.
    pub fn note_origin(&self, tx: &mut Tx<'_>, post: PostId) -> Result<()> {
        match (&self.origin, self.viewer.id()) {
            (Some(origin), Some(member)) => origins::store::insert(tx, member, Some(post.0), origin),
            _ => Ok(()),
        }
    }

    /// Counts an action, or refuses it for now. Limits grow with trust; those who work here, and the program, have none.
    pub fn take(&self, tx: &mut Tx<'_>, limit: Limit) -> Result<(), Failure<Refusal>> {
        let Some((key, times)) = self.counted() else { return Ok(()) };
        Ok(limits::take_at(tx, limit, &key, times)?)
    }

    /// [`Participant::take`] for what waits for approval when it is too much: true beyond the limit of somebody who is not
    /// trusted yet. Far beyond it nothing is taken from them either; whoever is trusted waits themselves.
    pub fn take_or_hold(&self, tx: &mut Tx<'_>, limit: Limit) -> Result<bool, Failure<Refusal>> {
        let Some((key, times)) = self.counted() else { return Ok(false) };
        let most = if times < TIMES[2] { times * BEYOND } else { times };
        Ok(limits::take_up_to(tx, limit, &key, times, most)?)
    }

    /// Under which key what this member does is counted, and how much more than a new one they may do.
    fn counted(&self) -> Option<(String, i64)> {
        let works_here = [Role::Staff, Role::Moderator, Role::Admin].into_iter().any(|role| self.viewer.is(role));
        let account = self.viewer.account().filter(|_| !works_here)?;
        Some((format!("member {}", account.id), TIMES[account.trust.clamp(0, 2) as usize]))
    }
}
