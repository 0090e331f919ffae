//! Where time comes from: the system, or a test that sets it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::platform::db::Timestamp;

/// A source of time; cheap to clone, clones share a set time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A time that only moves when it is set.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until it is set.
    pub fn set_to(now: Timestamp) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.0)))
    }

    /// The time. A machine whose clock stands before 1970 gets 1970.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros() as i64)),
            Self::Set(micros) => Timestamp(micros.load(Ordering::Relaxed)),
        }
    }

    /// Moves a set clock by so many microseconds; the machine's clock is left alone.
    pub fn advance(&self, micros: i64) {
        if let Self::Set(now) = self {
            now.fetch_add(micros, Ordering::Relaxed);
        }
    }
}
