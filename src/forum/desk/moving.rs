//! Carrying posts from one topic to another, with everything that stands about them: the one way in which posts change their
//! topic, forth and back.

use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

use super::store::{self, Mark};
use super::{DeskError, TOGETHER};
use crate::forum::counts::{self, moves};
use crate::forum::events::TopicMoved;
use crate::forum::members::figures;
use crate::forum::posts::{self, PostRow};
use crate::forum::topics::store::TopicRow;
use crate::forum::{PostId, PostState, TopicId, check, duplicates, follows, quotations, tags};
use crate::platform::db::{Result, Tx};

/// A post on its way: its number here, and there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The post.
    pub post: PostId,
    /// Its number where it comes from.
    pub from: i64,
    /// Its number where it goes.
    pub to: i64,
}

/// Gives posts, with all comments below them, the next numbers of a topic, in the order in which they stand.
pub(super) fn steps(tx: &mut Tx<'_>, chosen: &[PostId], first: i64) -> std::result::Result<Vec<Step>, crate::platform::db::Failure<DeskError>> {
    let standing = store::with_comments(tx.conn(), chosen, TOGETHER as i64 + 1)?;
    if standing.len() > TOGETHER {
        return Err(DeskError::TooMany.into());
    }
    Ok(standing.into_iter().zip(first..).map(|((post, from), to)| Step { post, from, to }).collect())
}

/// Carries posts over, both topics locked. Their old addresses lead on; positions, figures and marks follow. Gives the marks of
/// accepted answers that they lose; `marks` are those that they get back.
pub(super) fn carry(tx: &mut Tx<'_>, from: TopicId, to: TopicId, steps: &[Step], marks: &[Mark]) -> Result<Vec<Mark>> {
    let ids: Vec<PostId> = steps.iter().map(|step| step.post).collect();
    let mut rows = posts::store::find_all(tx.conn(), &ids)?;
    // In one order everywhere, so that two writers never wait for one another.
    rows.sort_unstable_by_key(|row| (row.author, row.id));
    let taken = store::take_marks(tx, from, &ids)?;
    for step in steps {
        store::put_post(tx, step, to)?;
    }
    store::lead_on(tx, from, to, steps)?;
    let given: Vec<&Mark> = store::give_marks(tx, to, marks)?;
    recount(tx, &rows, steps, &taken, &given)?;
    for (topic, first) in [(from, steps.iter().map(|step| step.from).min()), (to, steps.iter().map(|step| step.to).min())] {
        store::close_gaps(tx, topic, first.unwrap_or(1))?;
        counts::refresh_topic(tx, topic)?;
    }
    figures::forget_writers_in(tx, to)?;
    follows::store::writers_follow(tx, from, to)?;
    quotations::topic_moved(tx, to)?;
    tx.record(&TopicMoved(to))?;
    Ok(taken)
}

/// What each author has of the post: a reply that opens a topic counts as one, an answer that is accepted no more does not.
fn recount(tx: &mut Tx<'_>, rows: &[PostRow], steps: &[Step], taken: &[Mark], given: &[&Mark]) -> Result<()> {
    let numbers: HashMap<PostId, i64> = steps.iter().map(|step| (step.post, step.to)).collect();
    let had: HashSet<PostId> = taken.iter().map(|mark| mark.post).collect();
    let has: HashSet<PostId> = given.iter().map(|mark| mark.post).collect();
    for row in rows {
        let moved = PostRow { number: numbers.get(&row.id).copied().unwrap_or(row.number), ..row.clone() };
        let before = moves::given_by(row, row.state, 0, had.contains(&row.id));
        let after = moves::given_by(&moved, row.state, 0, has.contains(&row.id));
        moves::move_member(tx, row.author, &before, &after)?;
    }
    Ok(())
}

/// Nothing stands in a topic any more: nobody finds it, its addresses lead on.
pub(super) fn empty(tx: &mut Tx<'_>, topic: &TopicRow) -> Result<()> {
    tags::store::move_counts(tx, topic.id, PostState::Erased)?;
    store::set_state(tx, topic.id, PostState::Erased)?;
    store::forget_timers(tx, topic.id)?;
    duplicates::store::touch_repeating(tx, topic.id)
}

/// Its first post is back: the topic is what that says.
pub(super) fn fill(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    if let Some((_, opening)) = check::store::opening(tx.conn(), topic)? {
        check::store::copy_opening(tx, topic, &opening)?;
    }
    duplicates::store::touch_repeating(tx, topic)
}
