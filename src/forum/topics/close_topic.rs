//! Closing a topic to replies, and reopening it.

use super::{lock_seen, store};
use crate::accounts::rights::Deed;
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// Closes (or reopens) a topic. Doing it twice does it once.
pub fn close_topic(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, closed: bool) -> Result<(), Failure<Refusal>> {
    let row = lock_seen(tx, who, topic)?;
    who.may(Deed::Close, &who.place_of_topic(&row.facts(), row.closed))?;
    if row.closed == closed {
        return Ok(());
    }
    store::set_closed(tx, topic, closed)?;
    let act = if closed { "topic.close" } else { "topic.reopen" };
    Ok(tx.log(&Act { act, subject_kind: "topic", subject: topic.0, category: Some(row.category.0), public: true, ..Act::default() })?)
}
