//! Merging a topic into another: all its posts go there, its addresses lead on.

use super::move_posts::written_down;
use super::moving::{Step, carry, empty};
use super::store::{self, MoveFacts, MoveKind};
use super::{DeskError, TOGETHER, both};
use crate::forum::participant::Participant;
use crate::forum::{TopicId, counts, duplicates};
use crate::platform::db::{Failure, Tx};

/// Puts all posts of a topic, the first one too, behind the last post of another in which the participant keeps order too.
/// Whoever followed the one, or had it too, follows and has the other; what repeated the one repeats the other.
pub fn merge_topics(tx: &mut Tx<'_>, who: &Participant, from: TopicId, to: TopicId) -> Result<(), Failure<DeskError>> {
    let (source, target) = both(tx, who, from, to)?;
    let all = store::all_of(tx.conn(), from, TOGETHER as i64 + 1)?;
    if all.len() > TOGETHER {
        return Err(DeskError::TooMany.into());
    }
    let first = store::next_number(tx.conn(), to)?;
    let steps: Vec<Step> = all.into_iter().zip(first..).map(|((post, from), to)| Step { post, from, to }).collect();
    let marks = carry(tx, from, to, &steps, &[])?;
    duplicates::store::pass_on(tx, &source, to)?;
    duplicates::pass_repeating(tx, from, to)?;
    empty(tx, &source)?;
    counts::refresh_topic(tx, to)?;
    written_down(tx, who, MoveKind::Merge, (&source, target.id), MoveFacts { v: 1, steps, marks })
}
