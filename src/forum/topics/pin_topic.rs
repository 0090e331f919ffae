//! Pinning a topic on top of its lists, for good or until a moment.

use super::{lock_seen, store};
use crate::accounts::rights::Deed;
use crate::forum::TopicId;
use crate::forum::desk::timers::Timer;
use crate::forum::desk::{state_facts, store as desk};
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::log::Act;

/// Pins (or unpins) a topic for good. Doing it twice does it once.
pub fn pin_topic(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, pinned: bool) -> Result<(), Failure<Refusal>> {
    pin_until(tx, who, topic, pinned, None)
}

/// Pins (or unpins) a topic. What is pinned until a moment is unpinned by itself; one that is pinned already gets another
/// moment, or none.
pub fn pin_until(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, pinned: bool, until: Option<Timestamp>) -> Result<(), Failure<Refusal>> {
    let row = lock_seen(tx, who, topic)?;
    who.may(Deed::Pin, &who.place_of_topic(&row.facts(), row.closed))?;
    let was = desk::timer(tx.conn(), topic, Timer::Unpin)?;
    let until = until.filter(|_| pinned);
    if row.pinned == pinned && was == until {
        return Ok(());
    }
    store::set_pinned(tx, topic, pinned)?;
    desk::set_timer(tx, topic, Timer::Unpin, until)?;
    let act = if pinned { "topic.pin" } else { "topic.unpin" };
    let (before, after) = (fact(row.pinned, was), fact(pinned, until));
    Ok(tx.log(&Act { act, subject_kind: "topic", subject: topic.0, category: Some(row.category.0), before, after, public: true, ..Act::default() })?)
}

/// `pinned`, `pinned until …`, or nothing: as the log has it.
pub fn fact(pinned: bool, until: Option<Timestamp>) -> String {
    state_facts::written(if pinned { "pinned" } else { "" }, until.filter(|_| pinned))
}
