//! Taking posts back to where they were moved from.

use super::moving::{Step, carry, empty, fill};
use super::store::{self, Mark, MoveId, MoveKind, MoveRow};
use super::{DeskError, log};
use crate::accounts::rights::Deed;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::store::{TopicRow, lock_topic};
use crate::forum::{PostId, PostState, TopicId, posts};
use crate::platform::db::{Failure, Tx};

/// Moves posts back, each to its own number, as long as they still stand where they were put and nobody wrote where their
/// posts would have no place. Whoever came to follow the other topic keeps following it. Gives the topic they came from.
pub fn undo_move(tx: &mut Tx<'_>, who: &Participant, id: MoveId) -> Result<TopicId, Failure<DeskError>> {
    let found = store::find_move(tx.conn(), id)?.ok_or(DeskError::Refused(Refusal::NotFound))?;
    let (low, high) = (found.source.min(found.target), found.source.max(found.target));
    let rows = [reached(tx, who, low)?, reached(tx, who, high)?];
    // Read again under the locks: of two who undo at once the second is told.
    let found = store::find_move(tx.conn(), id)?.filter(|row| row.undone_by.is_none()).ok_or(DeskError::Changed)?;
    let row = |topic: TopicId| if rows[0].id == topic { &rows[0] } else { &rows[1] };
    let (source, target) = (row(found.source), row(found.target));
    stands_as_moved(tx, &found, source, target)?;
    let back: Vec<Step> = found.facts.steps.iter().map(|step| Step { post: step.post, from: step.to, to: step.from }).collect();
    let marks = free_marks(tx, source.id, &found.facts.marks)?;
    carry(tx, target.id, source.id, &back, &marks)?;
    match found.kind {
        MoveKind::Merge => fill(tx, source.id)?,
        MoveKind::Split => empty(tx, target)?,
        MoveKind::Move => {}
    }
    store::set_undone(tx, id, who.viewer.id())?;
    log(tx, source, "topic.move-back", target.id.to_string(), found.kind.as_str().to_owned())?;
    Ok(source.id)
}

/// A topic, locked, whether or not anything stands in it now; of a category in which the participant keeps order.
fn reached(tx: &mut Tx<'_>, who: &Participant, topic: TopicId) -> Result<TopicRow, Failure<DeskError>> {
    let row = lock_topic(tx, topic)?.ok_or(DeskError::Refused(Refusal::NotFound))?;
    let place = who.place_of_topic(&row.facts(), row.closed);
    if place.right.is_none() && !who.viewer.is_system() {
        return Err(DeskError::Refused(Refusal::NotFound).into());
    }
    who.may(Deed::Move, &place)?;
    Ok(row)
}

fn stands_as_moved(tx: &mut Tx<'_>, found: &MoveRow, source: &TopicRow, target: &TopicRow) -> Result<(), Failure<DeskError>> {
    let steps = &found.facts.steps;
    let ids: Vec<PostId> = steps.iter().map(|step| step.post).collect();
    let rows = posts::store::find_all(tx.conn(), &ids)?;
    let stays = |step: &Step| rows.iter().any(|row| row.id == step.post && row.topic == target.id && row.number == step.to);
    let is_emptied = source.state == PostState::Erased;
    if steps.is_empty() || !steps.iter().all(stays) || is_emptied != (found.kind == MoveKind::Merge) {
        return Err(DeskError::Changed.into());
    }
    let together = store::with_comments(tx.conn(), &ids, steps.len() as i64 + 1)?.len();
    let is_alone = found.kind != MoveKind::Split || store::all_of(tx.conn(), target.id, steps.len() as i64 + 1)?.len() == steps.len();
    if together == steps.len() && is_alone { Ok(()) } else { Err(DeskError::Answered.into()) }
}

/// Those of the marks whose place nobody took since.
fn free_marks(tx: &mut Tx<'_>, topic: TopicId, marks: &[Mark]) -> Result<Vec<Mark>, Failure<DeskError>> {
    let mut free = Vec::new();
    for mark in marks {
        if crate::forum::answers::store::of_topic_by(tx.conn(), topic, mark.by)?.is_none() {
            free.push(*mark);
        }
    }
    Ok(free)
}
