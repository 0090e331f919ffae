//! Undoing an act upon a topic: what was before is again, as long as nothing changed it since.

use super::change_category::change_category;
use super::change_kind::change_kind;
use super::change_title::{change_tags, change_title};
use super::slow_mode::slow_down;
use super::{DeskError, kept_in_order, state_facts};
use crate::accounts::rights::Deed;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::store as posts;
use crate::forum::tags::{self, parse_tags};
use crate::forum::topics::close_topic::close_until;
use crate::forum::topics::pin_topic::pin_until;
use crate::forum::topics::store as topics;
use crate::forum::{CategoryId, TopicId, TopicKind};
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::log::store::{self as log, Entry};
use crate::platform::text::Title;

/// Acts that change the same thing: of these the last one is undone.
const GROUPS: &[&[&str]] = &[
    &["topic.close", "topic.reopen", "topic.timer"],
    &["topic.pin", "topic.unpin"],
    &["topic.category"],
    &["topic.kind"],
    &["topic.title"],
    &["topic.tags"],
    &["topic.slow"],
];

/// The acts that change what this one changes; none for an act that is undone otherwise, or not at all.
pub fn group(act: &str) -> Option<&'static [&'static str]> {
    GROUPS.iter().find(|group| group.contains(&act)).copied()
}

/// Undoes an act by its number in the log. Only the last that changed a thing is undone: of two moderators at once one is told.
pub fn undo_act(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, act: i64) -> Result<(), Failure<DeskError>> {
    kept_in_order(tx, who, topic, Deed::Close)?;
    let entry = log::find(tx.conn(), act)?.filter(|entry| entry.subject_kind == "topic" && entry.subject == topic.0);
    let entry = entry.ok_or(DeskError::Refused(Refusal::NotFound))?;
    let group = group(&entry.act).ok_or(DeskError::Changed)?;
    if log::last_of(tx.conn(), group, "topic", topic.0)? != Some(entry.id) {
        return Err(DeskError::Changed.into());
    }
    put_back(tx, who, topic, &entry)
}

fn put_back(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, entry: &Entry) -> Result<(), Failure<DeskError>> {
    let before = entry.before.as_str();
    match entry.act.as_str() {
        "topic.category" => change_category(tx, who, topic, CategoryId(before.parse().map_err(|_| DeskError::Changed)?)),
        "topic.kind" => change_kind(tx, who, topic, TopicKind::parse(before).ok_or(DeskError::Changed)?),
        "topic.slow" => slow_down(tx, who, topic, before.parse().ok()),
        "topic.tags" => {
            // Whoever edits the question changes them too.
            let is_as_left = tags::store::of_topic(tx.conn(), topic)?.join(" ") == entry.after;
            let former = parse_tags(before).ok().filter(|_| is_as_left).ok_or(DeskError::Changed)?;
            change_tags(tx, who, topic, &former)
        }
        "topic.title" => {
            let former = former_title(tx, topic, before)?;
            change_title(tx, who, topic, &former)
        }
        "topic.pin" | "topic.unpin" => {
            let (word, until) = state_facts::read(before);
            Ok(pin_until(tx, who, topic, word == "pinned", to_come(tx, until))?)
        }
        act => {
            let (word, until) = state_facts::read(before);
            // What an earlier program wrote says nothing of before: it was the opposite.
            let closed = if word.is_empty() { act == "topic.reopen" } else { word == "closed" };
            Ok(close_until(tx, who, topic, closed, to_come(tx, until))?)
        }
    }
}

/// What a topic was called, by the number of the revision that kept it.
fn former_title(tx: &mut Tx<'_>, topic: TopicId, number: &str) -> Result<Title, Failure<DeskError>> {
    let post = posts::first_of(tx.conn(), topic)?.ok_or(DeskError::Changed)?;
    let number: i64 = number.parse().map_err(|_| DeskError::Changed)?;
    let now = topics::find(tx.conn(), topic)?.map(|row| row.title);
    let revisions = posts::revisions_of(tx.conn(), post)?;
    // Whoever edits the question changes it too: then every later revision has another one.
    let is_as_left = revisions.iter().filter(|revision| revision.number > number).all(|revision| revision.title == now);
    let kept = revisions.into_iter().find(|revision| revision.number == number && is_as_left).and_then(|revision| revision.title);
    Ok(kept.and_then(|title| Title::parse(&title).ok()).ok_or(DeskError::Changed)?)
}

/// A moment that is over is no end of anything.
fn to_come(tx: &Tx<'_>, until: Option<Timestamp>) -> Option<Timestamp> {
    until.filter(|until| *until > tx.now())
}
