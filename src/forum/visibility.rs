//! Who sees what: the one table of truth (category first, then audience, then state), rendered three times.
//!
//! - [`visible_topics`] and [`visible_posts`]: predicates for every query that returns or counts content;
//! - [`can_see`]: the same for a row in hand;
//! - [`audience_keys`]: short keys for caches, index, live messages and mail.
//!
//! | state   | seen by |
//! |---------|---------|
//! | visible | all who may read the category, by audience |
//! | held, hidden | author, moderators there |
//! | deleted | moderators there (its author sees only that it was) |
//! | erased  | nobody |
//!
//! A post is seen only by those who see its topic. A property test builds every combination on both
//! databases and demands that the three agree.

use diesel::BoolExpressionMethods;
use diesel::expression::{BoxableExpression, SelectableExpression};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{posts, topics};

use super::categories::Categories;
use super::{Audience, CategoryId, PostState};
use crate::accounts::{MemberId, Role, Viewer};
use crate::platform::db::Backend;

/// What of a viewer decides what they see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Categories they may read.
    pub readable: Vec<CategoryId>,
    /// Of those, the ones they moderate.
    pub moderated: Vec<CategoryId>,
    /// Themselves as author.
    pub member: Option<MemberId>,
    /// Whether staff-only posts are theirs to read.
    pub staff: bool,
}

impl Sight {
    /// The sight of a viewer.
    pub fn of(viewer: &Viewer, categories: &Categories) -> Self {
        let readable = categories.readable(viewer);
        let moderated = if viewer.is(Role::Moderator) { readable.clone() } else { readable.iter().copied().filter(|id| viewer.moderates(*id)).collect() };
        Self { readable, moderated, member: viewer.id(), staff: viewer.is_staff() }
    }

    fn is(&self, author: MemberId) -> bool {
        self.member == Some(author)
    }

    fn moderates(&self, category: CategoryId) -> bool {
        self.moderated.contains(&category)
    }

    /// The author's number for SQL; no member has number 0.
    fn member_or_nobody(&self) -> MemberId {
        self.member.unwrap_or(MemberId(0))
    }
}

/// What decides who sees a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicFacts {
    /// Where it lives.
    pub category: CategoryId,
    /// Its state: that of its first post.
    pub state: PostState,
    /// Who opened it.
    pub author: MemberId,
}

/// What decides who sees a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostFacts {
    /// The topic it stands in.
    pub topic: TopicFacts,
    /// Its own state.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// Who wrote it.
    pub author: MemberId,
}

/// How much of a post a viewer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// All of it.
    Whole,
    /// One line that something was here: for the author of a deleted post, and above comments that remain.
    Line,
    /// As if it had never been.
    Nothing,
}

/// May the viewer read the topic?
pub fn can_see_topic(sight: &Sight, topic: &TopicFacts) -> bool {
    sight.readable.contains(&topic.category) && sees_state(sight, topic.state, topic.author, topic.category)
}

/// May the viewer read the post?
pub fn can_see(sight: &Sight, post: &PostFacts) -> bool {
    can_see_topic(sight, &post.topic) && sees_audience(sight, post.audience, post.author) && sees_state(sight, post.state, post.author, post.topic.category)
}

fn sees_state(sight: &Sight, state: PostState, author: MemberId, category: CategoryId) -> bool {
    match state {
        PostState::Visible => true,
        PostState::Held | PostState::Hidden => sight.is(author) || sight.moderates(category),
        PostState::Deleted => sight.moderates(category),
        PostState::Erased => false,
    }
}

fn sees_audience(sight: &Sight, audience: Audience, author: MemberId) -> bool {
    match audience {
        Audience::Everyone => true,
        Audience::AuthorAndStaff => sight.staff || sight.is(author),
        Audience::Staff => sight.staff,
    }
}

/// How much of a post the viewer gets; `has_comments` are comments this viewer sees under it.
pub fn presence(sight: &Sight, post: &PostFacts, has_comments: bool) -> Presence {
    if can_see(sight, post) {
        return Presence::Whole;
    }
    let is_in_reach = can_see_topic(sight, &post.topic) && sees_audience(sight, post.audience, post.author);
    let is_own_deleted = post.state == PostState::Deleted && sight.is(post.author);
    if is_in_reach && (has_comments || is_own_deleted) { Presence::Line } else { Presence::Nothing }
}

/// May the viewer open the topic's page? Beside those who see the topic, whoever deleted their own question sees that it was.
pub fn can_open_topic(sight: &Sight, topic: &TopicFacts) -> bool {
    let own_deleted = topic.state == PostState::Deleted && sight.is(topic.author) && sight.readable.contains(&topic.category);
    can_see_topic(sight, topic) || own_deleted
}

type Predicate<QS> = Box<dyn BoxableExpression<QS, Backend, SqlType = Bool>>;

/// The topics that `can_see_topic` says yes to.
pub fn visible_topics<QS>(sight: &Sight) -> Predicate<QS>
where
    QS: 'static,
    topics::category: SelectableExpression<QS>,
    topics::state: SelectableExpression<QS>,
    topics::author: SelectableExpression<QS>,
{
    // The sum keeps SQLite from walking the index of categories for what is only a filter, and then sorting.
    let readable = (topics::category + 0_i64).eq_any(sight.readable.clone());
    if sight.member.is_none() && sight.moderated.is_empty() {
        return Box::new(readable.and(topics::state.eq("visible")));
    }
    let moderated = || topics::category.eq_any(sight.moderated.clone());
    let own_or_moderated = topics::author.eq(sight.member_or_nobody()).or(moderated());
    let waiting = topics::state.eq("held").or(topics::state.eq("hidden"));
    let state = topics::state.eq("visible").or(waiting.and(own_or_moderated)).or(topics::state.eq("deleted").and(moderated()));
    Box::new(readable.and(state))
}

/// The posts that `can_see` says yes to; the query joins `topics`.
pub fn visible_posts<QS>(sight: &Sight) -> Predicate<QS>
where
    QS: 'static,
    topics::category: SelectableExpression<QS>,
    topics::state: SelectableExpression<QS>,
    topics::author: SelectableExpression<QS>,
    posts::state: SelectableExpression<QS>,
    posts::audience: SelectableExpression<QS>,
    posts::author: SelectableExpression<QS>,
{
    let topic = visible_topics::<QS>(sight);
    if sight.member.is_none() && sight.moderated.is_empty() && !sight.staff {
        return Box::new(topic.and(posts::state.eq("visible")).and(posts::audience.eq("everyone")));
    }
    let moderated = || topics::category.eq_any(sight.moderated.clone());
    let own = || posts::author.eq(sight.member_or_nobody());
    let waiting = posts::state.eq("held").or(posts::state.eq("hidden"));
    let state = posts::state.eq("visible").or(waiting.and(own().or(moderated()))).or(posts::state.eq("deleted").and(moderated()));
    if sight.staff {
        return Box::new(topic.and(state));
    }
    let audience = posts::audience.eq("everyone").or(posts::audience.eq("author_and_staff").and(own()));
    Box::new(topic.and(state).and(audience))
}

/// One part of an audience key: a viewer holds it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// `c5`: reads category 5.
    Reads(CategoryId),
    /// `m5`: moderates category 5.
    Moderates(CategoryId),
    /// `a12`: is member 12.
    Is(MemberId),
    /// `s`: staff.
    Staff,
}

impl std::fmt::Display for Atom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reads(category) => write!(f, "c{category}"),
            Self::Moderates(category) => write!(f, "m{category}"),
            Self::Is(member) => write!(f, "a{member}"),
            Self::Staff => write!(f, "s"),
        }
    }
}

/// A key: whoever holds all its atoms sees the thing. Most things have the one key `c<category>`.
pub type AudienceKey = Vec<Atom>;

/// The keys of a post: whoever holds one of them whole sees it. Nobody holds a key of an erased post.
pub fn audience_keys(post: &PostFacts) -> Vec<AudienceKey> {
    let category = post.topic.category;
    let topic = state_alternatives(post.topic.state, post.topic.author, category);
    let own = state_alternatives(post.state, post.author, category);
    let audience: Vec<AudienceKey> = match post.audience {
        Audience::Everyone => vec![vec![]],
        Audience::AuthorAndStaff => vec![vec![Atom::Staff], vec![Atom::Is(post.author)]],
        Audience::Staff => vec![vec![Atom::Staff]],
    };
    let mut keys = Vec::new();
    for a in &topic {
        for b in &own {
            for c in &audience {
                let mut key: AudienceKey = [&[Atom::Reads(category)], a.as_slice(), b, c].concat();
                key.sort_unstable();
                key.dedup();
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }
    keys
}

fn state_alternatives(state: PostState, author: MemberId, category: CategoryId) -> Vec<AudienceKey> {
    match state {
        PostState::Visible => vec![vec![]],
        PostState::Held | PostState::Hidden => vec![vec![Atom::Is(author)], vec![Atom::Moderates(category)]],
        PostState::Deleted => vec![vec![Atom::Moderates(category)]],
        PostState::Erased => vec![],
    }
}

/// May everybody read the post who may read what stands where `reader` does, once that is shown? So words of one may be
/// shown in the other.
pub fn is_seen_by_all_of(post: &PostFacts, reader: &PostFacts, categories: &Categories) -> bool {
    let topic = TopicFacts { state: PostState::Visible, ..reader.topic };
    let readers = audience_keys(&PostFacts { topic, state: PostState::Visible, ..*reader });
    let keys = audience_keys(post);
    let follows = |wanted: &Atom, held: &Atom| match (wanted, held) {
        (Atom::Reads(wide), Atom::Reads(narrow)) => categories.is_read_by_all_of(*wide, *narrow),
        _ => wanted == held,
    };
    let opens = |key: &AudienceKey, reader: &AudienceKey| key.iter().all(|wanted| reader.iter().any(|held| follows(wanted, held)));
    readers.iter().all(|reader| keys.iter().any(|key| opens(key, reader)))
}

/// May everybody read the post, signed in or not?
pub fn is_seen_by_everybody(post: &PostFacts, categories: &Categories) -> bool {
    can_see(&Sight::of(&Viewer::visitor(), categories), post)
}

/// Does the viewer hold a whole key of these?
pub fn holds_key(sight: &Sight, keys: &[AudienceKey]) -> bool {
    let holds = |atom: &Atom| match atom {
        Atom::Reads(category) => sight.readable.contains(category),
        Atom::Moderates(category) => sight.moderates(*category),
        Atom::Is(member) => sight.is(*member),
        Atom::Staff => sight.staff,
    };
    keys.iter().any(|key| key.iter().all(holds))
}
