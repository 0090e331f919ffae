//! Saying that a topic repeats another, and that it does not.

use super::store;
use crate::accounts::rights::Deed;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::{lock_seen, store::TopicRow};
use crate::forum::{PostState, TopicId, counts};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::log::Act;

/// Originals of originals are followed so far: nobody asks a question so often.
const LONGEST_CHAIN: usize = 100;

/// Why a topic is no duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateError {
    /// As everywhere.
    Refused(Refusal),
    /// The original is the topic itself, or repeats it.
    Circle,
    /// There is no such original to point to.
    NoOriginal,
}

impl DomainError for DuplicateError {}

impl From<Failure<Refusal>> for Failure<DuplicateError> {
    fn from(failure: Failure<Refusal>) -> Self {
        failure.map(DuplicateError::Refused)
    }
}

/// Marks a topic as a duplicate of another: its page says so and leads there. Whoever has it too, or follows it, has and follows
/// the original from now on.
pub fn mark_duplicate(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, original: TopicId) -> Result<(), Failure<DuplicateError>> {
    if topic == original {
        return Err(DuplicateError::Circle.into());
    }
    let (row, other) = both(tx, who, topic, original)?;
    who.may(Deed::Close, &who.place_of_topic(&row.facts(), row.closed)).map_err(|denied| DuplicateError::Refused(Refusal::Denied(denied)))?;
    if other.state != PostState::Visible {
        return Err(DuplicateError::NoOriginal.into());
    }
    if leads_to(tx, original, topic)? {
        return Err(DuplicateError::Circle.into());
    }
    if store::originals(tx.conn(), topic)?.contains(&original) {
        return Ok(());
    }
    let now = tx.now();
    store::insert(tx, topic, original, now)?;
    store::pass_on(tx, &row, original)?;
    counts::refresh_topic(tx, original)?;
    Ok(log(tx, &row, "topic.duplicate", String::new(), original.to_string())?)
}

/// Takes that back. Who has the original too, or follows it, keeps doing so.
pub fn unmark_duplicate(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, original: TopicId) -> Result<(), Failure<DuplicateError>> {
    let (row, _) = both(tx, who, topic, original)?;
    who.may(Deed::Close, &who.place_of_topic(&row.facts(), row.closed)).map_err(|denied| DuplicateError::Refused(Refusal::Denied(denied)))?;
    if !store::delete(tx, topic, original)? {
        return Ok(());
    }
    Ok(log(tx, &row, "topic.unduplicate", original.to_string(), String::new())?)
}

/// What repeats a topic that was merged repeats the one that it is part of now, but for that one itself.
pub fn pass_repeating(tx: &mut Tx<'_>, merged: TopicId, into: TopicId) -> Result<(), crate::platform::db::Error> {
    let now = tx.now();
    for topic in store::repeating(tx.conn(), merged)? {
        let is_there = store::originals(tx.conn(), topic)?.contains(&into);
        if !is_there && topic != into && !leads_to(tx, into, topic)? {
            store::insert(tx, topic, into, now)?;
        }
    }
    Ok(())
}

/// Both topics, locked: the lower number first, whoever asks.
fn both(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, original: TopicId) -> Result<(TopicRow, TopicRow), Failure<DuplicateError>> {
    let no_original = |failure: Failure<Refusal>| match failure {
        Failure::Refused(Refusal::NotFound) => Failure::Refused(DuplicateError::NoOriginal),
        failure => failure.into(),
    };
    if topic < original {
        let row = lock_seen(tx, who, topic)?;
        Ok((row, lock_seen(tx, who, original).map_err(no_original)?))
    } else {
        let other = lock_seen(tx, who, original).map_err(no_original)?;
        Ok((lock_seen(tx, who, topic)?, other))
    }
}

/// Does a topic repeat another, itself or by what it repeats?
fn leads_to(tx: &mut Tx<'_>, from: TopicId, to: TopicId) -> Result<bool, crate::platform::db::Error> {
    let mut known = vec![from];
    let mut at = 0;
    while at < known.len() && known.len() < LONGEST_CHAIN {
        for next in store::originals(tx.conn(), known[at])? {
            if next == to {
                return Ok(true);
            }
            if !known.contains(&next) {
                known.push(next);
            }
        }
        at += 1;
    }
    Ok(false)
}

fn log(tx: &mut Tx<'_>, row: &TopicRow, act: &str, before: String, after: String) -> Result<(), crate::platform::db::Error> {
    tx.log(&Act { act, subject_kind: "topic", subject: row.id.0, category: Some(row.category.0), before, after, public: true, ..Act::default() })
}
