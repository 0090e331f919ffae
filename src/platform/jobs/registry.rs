//! Which handler runs which kind, and what is repeated by the clock.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{FARTHEST, JobId, Kind, Lane, NewJob};
use crate::platform::db::Timestamp;

/// A job as its handler sees it.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it is about.
    pub key: String,
    /// The ids that the handler reads.
    pub payload: serde_json::Value,
    /// Failures so far.
    pub attempts: i32,
}

impl Job {
    /// The payload as a type.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> anyhow::Result<T> {
        Ok(serde_json::from_value(self.payload.clone())?)
    }
}

/// Does a job.
pub type DoesOne = Box<dyn Fn(&Job) -> anyhow::Result<()> + Send + Sync>;
/// Does several, and says of each what became of it.
pub type DoesMany = Box<dyn Fn(&[Job]) -> Vec<anyhow::Result<()>> + Send + Sync>;

/// Does jobs; runs in a thread of its own, may run twice for one job.
pub enum Handler {
    /// One after the other.
    Each(DoesOne),
    /// As many as were taken together; answers for each, in their order.
    Together(DoesMany),
}

impl Handler {
    /// Does these jobs: one, where they are not done together.
    pub(super) fn run(&self, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
        match self {
            Self::Each(work) => jobs.iter().map(work).collect(),
            Self::Together(work) => work(jobs),
        }
    }
}

/// A failure that no further try will mend: the job is parked at once, until somebody looks.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Hopeless(pub String);

/// Whether this process may do jobs of a kind now.
type Ready = Box<dyn Fn() -> bool + Send + Sync>;

struct Entry {
    kind: &'static Kind,
    handler: Handler,
    ready: Option<Ready>,
}

/// Every kind with its handler; made once in `app.rs`.
#[derive(Default)]
pub struct Registry {
    handlers: BTreeMap<&'static str, Entry>,
    repeated: Vec<(Duration, &'static Kind)>,
}

impl Registry {
    /// Knows no kind yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Jobs of this kind are done by this handler.
    ///
    /// # Panics
    /// When the kind has a handler already: a mistake in the code, seen at the first start.
    pub fn handle(self, kind: &'static Kind, handler: impl Fn(&Job) -> anyhow::Result<()> + Send + Sync + 'static) -> Self {
        self.insert(Entry { kind, handler: Handler::Each(Box::new(handler)), ready: None })
    }

    /// The same for jobs that are cheaper done together, and only where `ready` says that this process may do them now:
    /// elsewhere, and until then, they wait in the table.
    ///
    /// # Panics
    /// When the kind has a handler already: a mistake in the code, seen at the first start.
    pub fn handle_together(
        self,
        kind: &'static Kind,
        ready: impl Fn() -> bool + Send + Sync + 'static,
        handler: impl Fn(&[Job]) -> Vec<anyhow::Result<()>> + Send + Sync + 'static,
    ) -> Self {
        self.insert(Entry { kind, handler: Handler::Together(Box::new(handler)), ready: Some(Box::new(ready)) })
    }

    fn insert(mut self, entry: Entry) -> Self {
        let name = entry.kind.name;
        assert!(self.handlers.insert(name, entry).is_none(), "{name} has two handlers");
        self
    }

    /// Once in every interval, counted from 1970, a job of this kind becomes due: one for all nodes together.
    ///
    /// # Panics
    /// When the kind has no handler yet, or would wait too long: mistakes in the code, seen at the first start.
    pub fn every(mut self, interval: Duration, kind: &'static Kind) -> Self {
        assert!(self.handlers.contains_key(kind.name), "{} is repeated but has no handler", kind.name);
        assert!(interval < FARTHEST, "{} waits too long", kind.name);
        self.repeated.push((interval, kind));
        self
    }

    /// Every kind, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        self.handlers.values().map(|entry| entry.kind)
    }

    /// The kinds of a lane that may be done now.
    pub(super) fn of(&self, lane: Lane) -> Vec<&'static Kind> {
        let here = self.handlers.values().filter(|entry| entry.kind.lane == lane);
        here.filter(|entry| entry.ready.as_ref().is_none_or(|ready| ready())).map(|entry| entry.kind).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<(&'static Kind, &Handler)> {
        self.handlers.get(name).map(|entry| (entry.kind, &entry.handler))
    }

    /// The next job of each repeated kind. It waits in the table under one key, so that a second node adds none.
    pub fn repeated(&self, now: Timestamp) -> Vec<NewJob> {
        let next = |interval: Duration| {
            let step = (interval.as_micros() as i64).max(1);
            Timestamp((now.0 / step + 1) * step)
        };
        self.repeated
            .iter()
            .map(|(interval, kind)| NewJob { kind, key: String::new(), payload: serde_json::json!({}), run_at: Some(next(*interval)) })
            .collect()
    }
}
