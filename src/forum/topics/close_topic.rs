//! Closing a topic to replies, and reopening it; for a time, or at one.

use super::{lock_seen, store};
use crate::accounts::rights::Deed;
use crate::forum::TopicId;
use crate::forum::desk::timers::Timer;
use crate::forum::desk::{state_facts, store as desk};
use crate::forum::participant::{Participant, Refusal};
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::log::Act;

/// Closes (or reopens) a topic for good. Doing it twice does it once.
pub fn close_topic(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, closed: bool) -> Result<(), Failure<Refusal>> {
    close_until(tx, who, topic, closed, None)
}

/// Closes (or reopens) a topic until a moment, at which the opposite happens by itself. A topic that stands so already gets
/// another moment, or none.
pub fn close_until(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, closed: bool, until: Option<Timestamp>) -> Result<(), Failure<Refusal>> {
    let row = lock_seen(tx, who, topic)?;
    who.may(Deed::Close, &who.place_of_topic(&row.facts(), row.closed))?;
    let was = desk::timer(tx.conn(), topic, opposite(row.closed))?;
    if row.closed == closed && was == until {
        return Ok(());
    }
    store::set_closed(tx, topic, closed)?;
    desk::set_timer(tx, topic, opposite(row.closed), None)?;
    desk::set_timer(tx, topic, opposite(closed), until)?;
    let act = match closed {
        _ if row.closed == closed => "topic.timer",
        true => "topic.close",
        false => "topic.reopen",
    };
    let (before, after) = (fact(row.closed, was), fact(closed, until));
    Ok(tx.log(&Act { act, subject_kind: "topic", subject: topic.0, category: Some(row.category.0), before, after, public: true, ..Act::default() })?)
}

/// `closed`, `open until …`: as the log has it.
pub fn fact(closed: bool, until: Option<Timestamp>) -> String {
    state_facts::written(if closed { "closed" } else { "open" }, until)
}

/// What ends the state.
pub fn opposite(closed: bool) -> Timer {
    if closed { Timer::Reopen } else { Timer::Close }
}
