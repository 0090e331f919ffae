//! Topics: a question, a discussion or an announcement, with its posts.

pub mod ask;
pub mod close_topic;
pub mod pages;
pub mod pin_topic;
pub mod store;

use super::TopicId;
use super::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};
use store::TopicRow;

/// The address of a topic: `/t/{slug}/{topic}`.
pub fn topic_url(slug: &str, topic: TopicId) -> String {
    format!("/t/{slug}/{topic}")
}

/// Locks a topic that the participant sees; what they do not see is not found.
pub fn lock_seen(tx: &mut Tx<'_>, who: &Participant, topic: TopicId) -> Result<TopicRow, Failure<Refusal>> {
    let row = store::lock_topic(tx, topic)?.ok_or(Refusal::NotFound)?;
    if who.sees_topic(&row.facts()) { Ok(row) } else { Err(Refusal::NotFound.into()) }
}
