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
pub use wake::{Lanes, Wake};
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
        /// Mail that nobody waits for: must not hold up what somebody asked for.
        News = "news",
        /// Tidying up.
        Upkeep = "upkeep",
    }
}

impl Lane {
    /// Jobs that are taken at once, at most. What is done together is cheaper the more of it there is.
    fn claim(self) -> usize {
        match self {
            Self::Index | Self::Notices => 500,
            Self::Mail | Self::FanOut | Self::News | Self::Upkeep => 50,
        }
    }

    /// A lane that has done all there was looks again no sooner than so long after it looked last: while many write at
    /// once it does more at a time and leaves the machine to them. Nobody notices: a search finds a new post within two
    /// seconds, and a notice is read later.
    fn pace(self) -> Duration {
        Duration::from_millis(match self {
            Self::Index => 500,
            Self::Notices => 250,
            Self::Mail | Self::FanOut | Self::News | Self::Upkeep => 0,
        })
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
    /// The first waits, where they do not double: before the second try, the third, and so on.
    pub first_waits: &'static [Duration],
    /// Wait before the next try after those; doubled for each further one.
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
            first_waits: &[],
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
        let waited = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
        if let Some(wait) = self.first_waits.get(waited) {
            return *wait;
        }
        let doublings = (waited - self.first_waits.len()).min(20) as u32;
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

    /// True when both are one job.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind.name == other.kind.name && self.key == other.key
    }
}
