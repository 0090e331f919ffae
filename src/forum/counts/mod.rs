//! Counters and copied states: computed anew from the rows they stand for, or moved by what was just done (`moves`).
//!
//! `guildhall check` compares what is stored with what the rows say. Bulk paths ask the same pure functions with the
//! rows that they are about to write.

mod figures;
pub mod moves;
pub mod store;

pub use figures::{TopicRows, VisiblePost, topic_figures};

use super::{PostId, TopicId};
use crate::accounts::{MemberId, standing};
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// What is stored about a topic and follows from its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFigures {
    /// Visible replies for everyone.
    pub replies: i64,
    /// Visible posts for everyone, comments and the opening post included.
    pub posts: i64,
    /// Score of the opening post.
    pub votes: i64,
    /// "I have this too".
    pub me_too: i64,
    /// Visible replies by others than the asker.
    pub answers: i64,
    /// Visible replies and comments by the company's people.
    pub staff_replies: i64,
    /// The newest visible post.
    pub last_post: Option<PostId>,
    /// Who wrote it.
    pub last_author: Option<MemberId>,
    /// When.
    pub last_at: Timestamp,
    /// Newest visible reply or comment, else when it was opened.
    pub bumped_at: Timestamp,
    /// An accepted reply is visible.
    pub solved: bool,
    /// Somebody else replied visibly.
    pub answered: bool,
    /// log10(max(1, votes + 2 x replies + 5 x me too)) + created_at / 45,000 s.
    pub hot: f64,
}

/// A question keeps its place among the hot ones for half a day per tenfold interest.
const HOT_SECONDS: f64 = 45_000.0;

/// The hot order's number.
pub fn hot(votes: i64, replies: i64, me_too: i64, created_at: Timestamp) -> f64 {
    let interest = (votes + 2 * replies + 5 * me_too).max(1) as f64;
    interest.log10() + created_at.0 as f64 / Timestamp::SECOND as f64 / HOT_SECONDS
}

/// Computes and stores a topic's figures. Called under the topic's lock, after the change.
pub fn refresh_topic(tx: &mut Tx<'_>, topic: TopicId) -> Result<TopicFigures> {
    let figures = store::compute_topic(tx.conn(), topic)?;
    store::save_topic(tx, topic, &figures)?;
    Ok(figures)
}

/// What is stored about a member and follows from posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MemberFigures {
    /// Visible topics.
    pub topics: i64,
    /// Visible replies.
    pub replies: i64,
    /// Visible comments.
    pub comments: i64,
    /// Visible posts of theirs that are accepted.
    pub accepted: i64,
    /// Helpful votes on visible posts.
    pub helpful: i64,
}

impl MemberFigures {
    /// Both together.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            topics: self.topics + other.topics,
            replies: self.replies + other.replies,
            comments: self.comments + other.comments,
            accepted: self.accepted + other.accepted,
            helpful: self.helpful + other.helpful,
        }
    }

    /// What is left of these without the others; may be less than nothing.
    pub fn minus(&self, other: &Self) -> Self {
        Self {
            topics: self.topics - other.topics,
            replies: self.replies - other.replies,
            comments: self.comments - other.comments,
            accepted: self.accepted - other.accepted,
            helpful: self.helpful - other.helpful,
        }
    }
}

/// Trust that follows from figures: 1 after three visible posts or an accepted answer, 2 after five
/// accepted answers or 30 helpful votes.
pub fn trust(figures: &MemberFigures) -> i32 {
    if figures.accepted >= 5 || figures.helpful >= 30 {
        2
    } else if figures.accepted >= 1 || figures.topics + figures.replies + figures.comments >= 3 {
        1
    } else {
        0
    }
}

/// Computes and stores a member's figures, and raises trust where they allow it. Trust never falls by figures.
pub fn refresh_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    // Two topics may change a member's figures at once: the row's lock makes the second see the first.
    store::lock_member(tx, member)?;
    let figures = store::compute_member(tx.conn(), member)?;
    put_member(tx, member, &figures)
}

/// Stores figures of a member that were computed in this transaction, and raises trust where they allow it.
pub fn put_member(tx: &mut Tx<'_>, member: MemberId, figures: &MemberFigures) -> Result<()> {
    store::save_member(tx, member, figures)?;
    match trust(figures) {
        0 => Ok(()),
        reached => standing::store::raise_trust(tx, member, reached),
    }
}

/// Stored figures of a topic that differ from computed ones, each named.
pub fn wrong_in_topic(conn: &mut Connection, topic: TopicId) -> Result<Vec<String>> {
    let (stored, computed) = (store::stored_topic(conn, topic)?, store::compute_topic(conn, topic)?);
    Ok(store::differences(&stored, &computed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hot_grows_with_interest_and_time() {
        let at = Timestamp(1_795_000_000_000_000);
        assert_eq!(hot(0, 0, 0, Timestamp(0)), 0.0);
        assert_eq!(hot(10, 0, 0, Timestamp(0)), 1.0);
        assert!(hot(3, 2, 1, at) > hot(0, 0, 0, at));
        assert!((hot(1, 0, 0, at.plus(45_000 * Timestamp::SECOND)) - hot(1, 0, 0, at) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn trust_follows_posts_and_answers() {
        assert_eq!(trust(&MemberFigures { comments: 2, ..Default::default() }), 0);
        assert_eq!(trust(&MemberFigures { topics: 1, replies: 1, comments: 1, ..Default::default() }), 1);
        assert_eq!(trust(&MemberFigures { accepted: 1, ..Default::default() }), 1);
        assert_eq!(trust(&MemberFigures { accepted: 5, ..Default::default() }), 2);
        assert_eq!(trust(&MemberFigures { helpful: 30, ..Default::default() }), 2);
    }
}
