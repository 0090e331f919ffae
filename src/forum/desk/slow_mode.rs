//! Slow mode: a member writes one post in so many seconds. Whoever keeps order there is free of it.

use super::{DeskError, kept_in_order, log, store};
use crate::accounts::MemberId;
use crate::accounts::rights::Deed;
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::store::TopicRow;
use crate::platform::db::{Failure, Timestamp, Tx};

/// What is offered, in seconds.
pub const CHOICES: &[i64] = &[60, 300, 900, 3_600, 14_400, 86_400];

/// Slows a topic down, or sets it free with none. Doing it twice does it once.
pub fn slow_down(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, seconds: Option<i64>) -> Result<(), Failure<DeskError>> {
    let row = kept_in_order(tx, who, topic, Deed::Close)?;
    if seconds.is_some_and(|seconds| !CHOICES.contains(&seconds)) {
        return Err(DeskError::Time.into());
    }
    let before = store::slow_seconds(tx.conn(), topic)?;
    if before == seconds {
        return Ok(());
    }
    store::set_slow(tx, topic, seconds)?;
    let fact = |seconds: Option<i64>| seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    Ok(log(tx, &row, "topic.slow", fact(before), fact(seconds))?)
}

/// Refuses a post that comes too soon after the same member's last one in a slow topic, and says how long to wait. Called under
/// the topic's lock, before the post is written.
pub fn wait_for_turn(tx: &mut Tx<'_>, who: &Participant, topic: &TopicRow, member: MemberId) -> Result<(), Failure<Refusal>> {
    let Some(seconds) = store::slow_seconds(tx.conn(), topic.id)? else { return Ok(()) };
    if who.viewer.moderates(topic.category) {
        return Ok(());
    }
    let Some(last) = store::last_post_of(tx.conn(), topic.id, member)? else { return Ok(()) };
    let left = last.plus(seconds * Timestamp::SECOND).0 - tx.now().0;
    if left <= 0 {
        return Ok(());
    }
    Err(Refusal::Slow((left + Timestamp::SECOND - 1) / Timestamp::SECOND).into())
}
