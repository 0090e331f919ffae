//! The job table: what must happen after a commit, and will, whatever crashes in between.
//!
//! Each kind is declared once as a [`Kind`]. Handlers read the present state, may run twice and never
//! trust order.

mod batch;
mod registry;
mod share;
pub mod store;
mod wake;
mod worker;

use std::time::Duration;

pub use registry::{Handler, Hopeless, Job, Registry};
pub use share::Share;
pub use wake::Wake;
pub use worker::{Worker, enqueue_repeated, run_pending};

use crate::platform::db::{Actor, Connection, Result, Timestamp};
use crate::platform::log::Via;
use crate::{id, text_enum};

/// The program itself, where nobody asked: bookkeeping, jobs, what runs out.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Actor for System {
    type Rights = ();

    fn rights(&self, _: &mut Connection, _: Timestamp) -> Result<()> {
        Ok(())
    }

    fn member(&self) -> Option<i64> {
        None
    }

    fn via(&self) -> Via {
        Via::System
    }
}

/// No job waits longer: intervals and back-offs are hours.
pub(in crate::platform) const FARTHEST: Duration = Duration::from_secs(2 * 86_400);

id! {
    /// The number of a job.
    JobId
}

text_enum! {
    /// A queue of its own, so that slow mail never holds up anything else.
    Lane {
        /// Rendering and indexing.
        Index = "index",
        /// Mail.
        Mail = "mail",
        /// One event, many members.
        FanOut = "fan-out",
        /// Telling members: must not wait for what takes minutes.
        Notices = "notices",
        /// Tidying up.
        Upkeep = "upkeep",
    }
}

/// What a kind of job is: declared once, beside its handler.
#[derive(Debug)]
pub struct Kind {
    /// The word in the table.
    pub name: &'static str,
    /// Which queue.
    pub lane: Lane,
    /// A handler that takes longer lost its claim: another worker may run the job.
    pub time_limit: Duration,
    /// Parked after so many failures, until somebody looks.
    pub attempts: i32,
    /// Wait before the second try; doubled for each further one.
    pub back_off: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
    /// Sends something out: a restored backup parks it.
    pub leaves_machine: bool,
}

impl Kind {
    /// The usual: ten tries, one second doubling to an hour, a minute to run.
    pub const fn usual(name: &'static str, lane: Lane) -> Self {
        Self {
            name,
            lane,
            time_limit: Duration::from_secs(60),
            attempts: 10,
            back_off: Duration::from_secs(1),
            longest_wait: Duration::from_secs(3_600),
            leaves_machine: false,
        }
    }

    /// The usual with a quarter of an hour to run: what goes through everything that somebody wrote.
    pub const fn long(name: &'static str, lane: Lane) -> Self {
        Self { time_limit: Duration::from_secs(900), ..Self::usual(name, lane) }
    }

    /// The wait after the `attempts`th failure.
    pub fn wait_after(&self, attempts: i32) -> Duration {
        let doublings = attempts.saturating_sub(1).clamp(0, 20) as u32;
        self.back_off.saturating_mul(1 << doublings).min(self.longest_wait)
    }
}

/// A job about to be written.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What to do.
    pub kind: &'static Kind,
    /// What it is about: two waiting jobs of one kind and key become one.
    pub key: String,
    /// What the handler reads.
    pub payload: serde_json::Value,
    /// Not before; at once when none.
    pub run_at: Option<Timestamp>,
}

impl NewJob {
    /// A job to run as soon as a worker is free.
    pub fn now(kind: &'static Kind, key: impl Into<String>, payload: serde_json::Value) -> Self {
        Self { kind, key: key.into(), payload, run_at: None }
    }
}
