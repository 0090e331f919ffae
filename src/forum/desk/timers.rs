//! What happens to a topic by itself: it closes, opens again, is pinned no longer.

use std::sync::Arc;
use std::time::Duration;

use super::store;
use crate::accounts::Acting;
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::close_topic::close_topic;
use crate::forum::topics::pin_topic::pin_topic;
use crate::forum::visit::ForumMemory;
use crate::platform::db::{Db, Durability, Failure, Timestamp, Tx};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::text_enum;

/// The job that looks for what is due.
pub static TIMERS: Kind = Kind::usual("forum.timers", Lane::Notices);
/// It looks so often: timers are set in hours.
pub const EVERY: Duration = Duration::from_secs(60);
/// No timer is set for later than this.
pub const FARTHEST: i64 = 5 * 365 * Timestamp::DAY;
/// Done between two looks at what is left.
const TOGETHER: i64 = 100;

text_enum! {
    /// What a timer does.
    Timer {
        /// Closes the topic.
        Close = "close",
        /// Opens it again.
        Reopen = "reopen",
        /// Takes it off the top of its lists.
        Unpin = "unpin",
    }
}

/// A moment as timers have it, in whole seconds; none for one that is over or too far away.
pub fn set_to(now: Timestamp, at: Timestamp) -> Option<Timestamp> {
    let at = Timestamp(at.0 / Timestamp::SECOND * Timestamp::SECOND);
    (at > now && at <= now.plus(FARTHEST)).then_some(at)
}

/// Does what is due. A timer is gone with the act it stood for, whoever sets or takes it away meanwhile.
pub fn run(db: &Db, memory: &Arc<ForumMemory>, _: &Job) -> anyhow::Result<()> {
    loop {
        let now = db.now();
        let due = db.read_blocking(move |conn| store::due(conn, now, TOGETHER))?;
        if due.is_empty() {
            return Ok(());
        }
        for (topic, timer) in due {
            let (reader, memory) = (db.clone(), memory.clone());
            let done = db.write_blocking(Acting::System, Durability::Full, move |tx, viewer| {
                let who = Participant::new(&memory, &reader, tx.conn(), viewer)?;
                act(tx, &who, topic, timer)
            });
            match done {
                Ok(()) => {}
                Err(Failure::Refused(refusal)) => return Err(anyhow::anyhow!("refused: {refusal:?}")),
                Err(Failure::Database(error)) => return Err(error.into()),
            }
        }
    }
}

fn act(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, timer: Timer) -> Result<(), Failure<Refusal>> {
    let now = tx.now();
    if store::timer(tx.conn(), topic, timer)?.is_none_or(|at| at > now) {
        return Ok(());
    }
    let done = match timer {
        Timer::Close => close_topic(tx, who, topic, true),
        Timer::Reopen => close_topic(tx, who, topic, false),
        Timer::Unpin => pin_topic(tx, who, topic, false),
    };
    store::set_timer(tx, topic, timer, None)?;
    match done {
        Err(Failure::Refused(Refusal::NotFound)) => Ok(()),
        done => done,
    }
}
