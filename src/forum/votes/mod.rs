//! Votes ("helpful") and me-toos ("I have this too").

pub mod pages;
pub mod store;

use super::counts::{self, moves};
use super::events::ForumEvent;
use super::follows;
use super::participant::{Participant, Refusal};
use super::posts;
use super::topics::{lock_for, lock_seen};
use super::{PostId, TopicId, TopicKind};
use crate::accounts::rights::Deed;
use crate::platform::db::{Failure, Tx};
use crate::platform::limits::Limit;

/// Finds a post helpful, or takes that back. Gives the post's score.
pub fn vote(tx: &mut Tx<'_>, who: &Participant, post: PostId, helpful: bool) -> Result<(posts::PostRow, i64), Failure<Refusal>> {
    let voter = who.member()?;
    let row = posts::store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
    let topic = lock_for(tx, who, row.topic, row.audience)?;
    let post = posts::store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or(Refusal::NotFound)?;
    who.may(Deed::Vote, &who.place_of_post(&post.facts(), post.topic_closed))?;
    who.take(tx, Limit::Vote)?;
    let before = store::score(tx.conn(), post.id)?;
    store::put_vote(tx, post.id, voter, helpful)?;
    counts::store::refresh_votes(tx, post.id)?;
    let score = store::score(tx.conn(), post.id)?;
    if post.opens_topic() {
        moves::change_topic(tx, topic.id, topic.created_at, |figures| figures.votes = score)?;
    }
    let given = |score| moves::given_by(&post, post.state, score, false);
    moves::move_member(tx, post.author, &given(before), &given(score))?;
    if milestone(score) > milestone(before) {
        tx.record(&ForumEvent::Voted(topic.id, post.id))?;
    }
    Ok((post, score))
}

/// Round numbers of votes, each worth a word to the author.
const MILESTONES: [i64; 12] = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/// The highest round number that a score reached.
pub fn milestone(score: i64) -> Option<i64> {
    MILESTONES.into_iter().rfind(|milestone| *milestone <= score)
}

/// Says "I have this too" on a question, or takes it back. Gives how many say so.
pub fn me_too(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, too: bool) -> Result<i64, Failure<Refusal>> {
    let member = who.member()?;
    let row = lock_seen(tx, who, topic)?;
    if row.kind != TopicKind::Question {
        return Err(Refusal::NotFound.into());
    }
    who.may(Deed::MeToo, &who.place_of_topic(&row.facts(), row.closed))?;
    who.take(tx, Limit::Vote)?;
    store::put_me_too(tx, topic, member, too)?;
    if too {
        follows::choose_by_doing(tx, member, topic)?;
    }
    let count = store::me_toos(tx.conn(), topic)?;
    moves::change_topic(tx, topic, row.created_at, |figures| figures.me_too = count)?;
    Ok(count)
}
