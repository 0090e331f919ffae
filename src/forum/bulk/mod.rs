//! Writing many topics at once, as they were elsewhere or are invented: ids and times are given, no jobs, no
//! events, no rights asked. Whoever writes this way ends with [`finish_topic`] and [`finish_member`].

pub mod numbered;
pub mod store;
pub mod whole;

use super::check;
use super::counts;
use super::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::accounts::MemberId;
use crate::platform::db::{Generation, Result, Timestamp, Tx};

/// A topic with a past. Its posts follow, the opening post first.
#[derive(Clone, Debug)]
pub struct PastTopic {
    /// The number it had; the next free one when none.
    pub id: Option<TopicId>,
    /// Where it lives.
    pub category: CategoryId,
    /// Who opened it.
    pub author: MemberId,
    /// Question, discussion, announcement.
    pub kind: TopicKind,
    /// Its title.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// That of its opening post.
    pub state: PostState,
    /// Takes no replies.
    pub closed: bool,
    /// On top of its lists.
    pub pinned: bool,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// A post with a past.
#[derive(Clone, Debug)]
pub struct PastPost {
    /// The number it had in its community; the next free one when none.
    pub id: Option<PostId>,
    /// Its topic.
    pub topic: TopicId,
    /// 1, 2, 3 .. in the topic.
    pub number: i64,
    /// The post it comments on.
    pub parent: Option<PostId>,
    /// 1, 2, 3 .. for replies.
    pub position: Option<i64>,
    /// Who wrote it.
    pub author: MemberId,
    /// Whether it is there for others.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// Its language.
    pub lang: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text last changed.
    pub edited_at: Option<Timestamp>,
    /// 1, and one more for each edit.
    pub version: i64,
    /// Votes without a voter.
    pub vote_base: i64,
}

/// Copies what a topic has from its opening post and counts what follows from its rows, as `guildhall check` would.
pub fn finish_topic(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    if let Some((copied, opening)) = check::store::opening(tx.conn(), topic)?
        && copied != opening
    {
        check::store::copy_opening(tx, topic, &opening)?;
    }
    check::store::raise_next(tx, topic)?;
    // Somebody may have read it while it was half written. Its version stays: how often this was done says nothing about it.
    tx.bump(Generation::Categories)?;
    counts::refresh_topic(tx, topic)?;
    Ok(())
}

/// Counts what follows from a member's posts.
pub fn finish_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    counts::refresh_member(tx, member)
}

/// Counts what follows from the posts of every member with these numbers.
pub fn finish_members(tx: &mut Tx<'_>, first: MemberId, last: MemberId) -> Result<()> {
    for (member, figures) in counts::store::compute_members(tx.conn(), first, last)? {
        counts::put_member(tx, member, &figures)?;
    }
    Ok(())
}
