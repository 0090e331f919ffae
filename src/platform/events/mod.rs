//! News that travels up: a feature says what happened, `subscriptions.rs` says what follows.

use crate::platform::jobs::Kind;

/// Something that happened. Features have an enum of their own, ids only.
pub trait Event {
    /// The event's name, as `subscriptions.rs` lists it.
    fn name(&self) -> &'static str;
    /// What the jobs are about: two waiting jobs of one kind and key become one.
    fn key(&self) -> String;
    /// The ids that the job's handler reads.
    fn payload(&self) -> serde_json::Value;
}

/// Which kinds of job follow which event; made once in `subscriptions.rs`.
#[derive(Clone, Default)]
pub struct Subscriptions {
    entries: Vec<(&'static str, &'static Kind)>,
}

impl Subscriptions {
    /// After `event`, a job of this kind.
    pub fn on(mut self, event: &'static str, kind: &'static Kind) -> Self {
        self.entries.push((event, kind));
        self
    }

    /// The kinds that follow an event.
    pub fn of(&self, event: &str) -> impl Iterator<Item = &'static Kind> {
        self.entries.iter().filter(move |(name, _)| *name == event).map(|(_, kind)| *kind)
    }

    /// Every entry, for the test that each named kind exists.
    pub fn entries(&self) -> &[(&'static str, &'static Kind)] {
        &self.entries
    }
}
