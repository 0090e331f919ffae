//! Figures moved by what a person just did, without reading everything they ever wrote or a topic's thousand replies.
//!
//! Each move says what one change adds; [`super::refresh_topic`] and [`super::refresh_member`] compute the same
//! figures from all rows. `guildhall check` compares the two, and so does a test after every kind of change.

use super::{MemberFigures, TopicFigures, hot, store, trust};
use crate::accounts::{MemberId, standing};
use crate::forum::posts::PostRow;
use crate::forum::topics::store::TopicRow;
use crate::forum::{Audience, PostId, PostState, TopicId};
use crate::platform::db::{Result, Timestamp, Tx};

/// What a post gives its author while everybody may see it, and nothing else: the score of the post, and whether it is accepted.
pub fn given_by(post: &PostRow, state: PostState, score: i64, is_accepted: bool) -> MemberFigures {
    if !is_counted(state, post.audience) {
        return MemberFigures::default();
    }
    MemberFigures {
        topics: i64::from(post.opens_topic()),
        replies: i64::from(post.is_reply()),
        comments: i64::from(post.parent.is_some()),
        accepted: i64::from(is_accepted),
        helpful: score,
    }
}

/// Only what everybody sees who may read the category is counted.
fn is_counted(state: PostState, audience: Audience) -> bool {
    state == PostState::Visible && audience == Audience::Everyone
}

/// A post that was written a moment ago, behind all others of its topic.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Its number in the community.
    pub id: PostId,
    /// Its author, and whether they are of the company.
    pub author: (MemberId, bool),
    /// Under another post.
    pub is_comment: bool,
    /// Visible or held.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
}

/// Counts a reply or a comment: the topic's figures, and its author's.
pub fn post_added(tx: &mut Tx<'_>, topic: &TopicRow, post: &Written) -> Result<()> {
    if !is_counted(post.state, post.audience) {
        return Ok(());
    }
    let now = tx.now();
    change_topic(tx, topic.id, topic.created_at, |figures| figures.add(topic, post, now))?;
    let (replies, comments) = (i64::from(!post.is_comment), i64::from(post.is_comment));
    move_member(tx, post.author.0, &MemberFigures::default(), &MemberFigures { replies, comments, ..Default::default() })
}

impl TopicFigures {
    fn add(&mut self, topic: &TopicRow, post: &Written, now: Timestamp) {
        let (author, is_staff) = post.author;
        self.posts += 1;
        self.staff_replies += i64::from(is_staff);
        if !post.is_comment {
            self.replies += 1;
            self.answers += i64::from(author != topic.author);
        }
        self.answered = self.answers > 0;
        (self.last_post, self.last_author, self.last_at) = (Some(post.id), Some(author), now);
        self.bumped_at = self.bumped_at.max(now);
    }
}

/// Counts a topic for whoever opened it.
pub fn topic_opened(tx: &mut Tx<'_>, author: MemberId, state: PostState) -> Result<()> {
    let topics = i64::from(is_counted(state, Audience::Everyone));
    move_member(tx, author, &MemberFigures::default(), &MemberFigures { topics, ..Default::default() })
}

/// Changes a topic's stored figures; called under its lock.
pub fn change_topic(tx: &mut Tx<'_>, topic: TopicId, created_at: Timestamp, change: impl FnOnce(&mut TopicFigures)) -> Result<TopicFigures> {
    let mut figures = store::stored_topic(tx.conn(), topic)?;
    change(&mut figures);
    figures.hot = hot(figures.votes, figures.replies, figures.me_too, created_at);
    store::save_topic(tx, topic, &figures)?;
    Ok(figures)
}

/// Takes from a member's figures what one post gave, and adds what it gives now; raises trust where they allow it.
pub fn move_member(tx: &mut Tx<'_>, member: MemberId, before: &MemberFigures, after: &MemberFigures) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let now = store::add_to_member(tx, member, &after.minus(before))?;
    // Trust never falls by figures, and most changes do not reach the next step.
    if trust(&now) > trust(&now.minus(after).plus(before)) {
        standing::store::raise_trust(tx, member, trust(&now))?;
    }
    Ok(())
}
