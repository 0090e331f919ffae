//! Moving replies to another topic.

use super::moving::{Step, carry, steps};
use super::store::{self, MoveFacts, MoveKind, NewMove};
use super::{DeskError, TOGETHER, both, log};
use crate::forum::participant::Participant;
use crate::forum::posts::{self, PostRow};
use crate::forum::topics::store::TopicRow;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Failure, Tx};

/// Log lines name so many numbers of posts.
const NAMED: usize = 20;

/// Moves replies, with their comments, behind the last post of another topic in which the participant keeps order too.
pub fn move_posts(tx: &mut Tx<'_>, who: &Participant, from: TopicId, chosen: &[PostId], to: TopicId) -> Result<(), Failure<DeskError>> {
    let (source, target) = both(tx, who, from, to)?;
    replies_of(tx, who, from, chosen)?;
    let first = store::next_number(tx.conn(), to)?;
    let steps = steps(tx, chosen, first)?;
    let marks = carry(tx, from, to, &steps, &[])?;
    written_down(tx, who, MoveKind::Move, (&source, target.id), MoveFacts { v: 1, steps, marks })
}

/// The chosen replies; each must be one that the participant sees in the topic.
pub(super) fn replies_of(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, chosen: &[PostId]) -> Result<Vec<PostRow>, Failure<DeskError>> {
    if chosen.is_empty() {
        return Err(DeskError::Nothing.into());
    }
    if chosen.len() > TOGETHER {
        return Err(DeskError::TooMany.into());
    }
    let mut rows = posts::store::find_all(tx.conn(), chosen)?;
    rows.retain(|row| row.topic == topic && row.is_reply() && who.sees(&row.facts()));
    if rows.len() < chosen.len() {
        return Err(DeskError::NotReplies.into());
    }
    rows.sort_unstable_by_key(|row| row.number);
    Ok(rows)
}

/// Remembers a move, so that it can be undone, and writes it into the log: which numbers of which topic went where.
pub(super) fn written_down(
    tx: &mut Tx<'_>,
    who: &Participant,
    kind: MoveKind,
    (source, target): (&TopicRow, TopicId),
    facts: MoveFacts,
) -> Result<(), Failure<DeskError>> {
    let before = numbers(&facts.steps);
    store::insert_move(tx, &NewMove { kind, source: source.id, target, moderator: who.viewer.id(), facts: &facts })?;
    Ok(log(tx, source, kind.act(), before, target.to_string())?)
}

/// `3, 4, 7`, and a sign that there are more.
fn numbers(steps: &[Step]) -> String {
    let named: Vec<String> = steps.iter().take(NAMED).map(|step| step.from.to_string()).collect();
    let more = if steps.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}
