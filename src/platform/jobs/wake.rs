//! The bells between a commit that wrote jobs and the workers of the same process: one for each lane.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::Lane;

/// Lanes that have something to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lanes(u8);

impl Lanes {
    /// Each of them.
    pub fn all() -> Self {
        Lane::ALL.iter().fold(Self::default(), |lanes, lane| lanes.and(*lane))
    }

    /// These and one more.
    pub fn and(self, lane: Lane) -> Self {
        Self(self.0 | 1 << lane as u8)
    }

    /// Is there none?
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    fn has(self, lane: Lane) -> bool {
        self.0 & 1 << lane as u8 != 0
    }
}

type Bell = (Mutex<u64>, Condvar);

/// Cheap to clone; all clones are the same bells.
#[derive(Clone, Default)]
pub struct Wake {
    bells: Arc<[Bell; Lane::ALL.len()]>,
}

impl Wake {
    /// Bells nobody has rung.
    pub fn new() -> Self {
        Self::default()
    }

    /// Wakes the workers of these lanes. Nobody else looks for work: each look is a write.
    pub fn ring(&self, lanes: Lanes) {
        for lane in Lane::ALL.iter().filter(|lane| lanes.has(**lane)) {
            let (rung, bell) = &self.bells[*lane as usize];
            *rung.lock().unwrap_or_else(|e| e.into_inner()) += 1;
            bell.notify_all();
        }
    }

    /// How often it has rung for a lane: taken before looking for work, so that no ring falls between looking and waiting.
    pub(super) fn rung(&self, lane: Lane) -> u64 {
        *self.bells[lane as usize].0.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Waits until it rings for a lane after `known`, or until the time is over.
    pub(super) fn wait(&self, lane: Lane, known: u64, longest: Duration) {
        let (rung, bell) = &self.bells[lane as usize];
        let rung = rung.lock().unwrap_or_else(|e| e.into_inner());
        let _ = bell.wait_timeout_while(rung, longest, |rung| *rung == known);
    }
}
