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

/// Does a job; runs in a thread of its own, may run twice for one job.
pub type Handler = Box<dyn Fn(&Job) -> anyhow::Result<()> + Send + Sync>;

/// Every kind with its handler; made once in `app.rs`.
#[derive(Default)]
pub struct Registry {
    handlers: BTreeMap<&'static str, (&'static Kind, Handler)>,
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
    pub fn handle(mut self, kind: &'static Kind, handler: impl Fn(&Job) -> anyhow::Result<()> + Send + Sync + 'static) -> Self {
        let former = self.handlers.insert(kind.name, (kind, Box::new(handler)));
        assert!(former.is_none(), "{} has two handlers", kind.name);
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
        self.handlers.values().map(|(kind, _)| *kind)
    }

    /// The kinds of a lane.
    pub(super) fn of(&self, lane: Lane) -> Vec<&'static Kind> {
        self.kinds().filter(|kind| kind.lane == lane).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<(&'static Kind, &Handler)> {
        self.handlers.get(name).map(|(kind, handler)| (*kind, handler))
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
