//! The bell between a commit that wrote jobs and the workers of the same process.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Cheap to clone; all clones are one bell.
#[derive(Clone, Default)]
pub struct Wake {
    bell: Arc<(Mutex<u64>, Condvar)>,
}

impl Wake {
    /// A bell nobody has rung.
    pub fn new() -> Self {
        Self::default()
    }

    /// Wakes every waiting worker.
    pub fn ring(&self) {
        let mut rung = self.bell.0.lock().unwrap_or_else(|e| e.into_inner());
        *rung += 1;
        self.bell.1.notify_all();
    }

    /// How often it has rung: taken before looking for work, so that no ring falls between looking and waiting.
    pub(super) fn rung(&self) -> u64 {
        *self.bell.0.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Waits until it rings after `known`, or until the time is over.
    pub(super) fn wait(&self, known: u64, longest: Duration) {
        let rung = self.bell.0.lock().unwrap_or_else(|e| e.into_inner());
        let _ = self.bell.1.wait_timeout_while(rung, longest, |rung| *rung == known);
    }
}
