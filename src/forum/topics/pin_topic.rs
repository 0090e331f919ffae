//! Pinning a topic on top of its lists.

use super::{lock_seen, store};
use crate::accounts::rights::Deed;
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// Pins (or unpins) a topic. Doing it twice does it once.
pub fn pin_topic(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, pinned: bool) -> Result<(), Failure<Refusal>> {
    let row = lock_seen(tx, who, topic)?;
    who.may(Deed::Pin, &who.place_of_topic(&row.facts(), row.closed))?;
    if row.pinned == pinned {
        return Ok(());
    }
    store::set_pinned(tx, topic, pinned)?;
    let act = if pinned { "topic.pin" } else { "topic.unpin" };
    Ok(tx.log(&Act { act, subject_kind: "topic", subject: topic.0, category: Some(row.category.0), public: true, ..Act::default() })?)
}
