//! How search is: what is indexed, what waits, what was given up.

use super::engine::{Engine, EngineError};
use super::{keep_in_line, listing, rebuild};
use crate::platform::db::{Db, Timestamp};
use crate::platform::jobs::Kind;
use crate::platform::jobs::store::{self, Parked, Waiting};

/// The kinds of jobs that search has.
pub static KINDS: &[&Kind] = &[&keep_in_line::TOPIC, &keep_in_line::POST, &rebuild::REBUILD];

/// More parked documents than this have one cause.
const PARKED_LISTED: i64 = 50;

/// How search is.
#[derive(Debug)]
pub struct Status {
    /// The engine's name.
    pub engine: &'static str,
    /// Documents in the index, or why that is not known.
    pub documents: Result<u64, EngineError>,
    /// Posts that should be there.
    pub posts: i64,
    /// Jobs that wait.
    pub waiting: Waiting,
    /// What the engine refused, until somebody looks.
    pub parked: Vec<Parked>,
}

impl Status {
    /// Reads it.
    pub fn read(db: &Db, engine: &dyn Engine) -> crate::platform::db::Result<Self> {
        let names: Vec<&'static str> = KINDS.iter().map(|kind| kind.name).collect();
        let (posts, waiting, parked) = db.read_blocking(move |conn| {
            let parked = store::parked(conn, PARKED_LISTED)?.into_iter().filter(|job| names.contains(&job.kind.as_str())).collect();
            Ok::<_, crate::platform::db::Error>((listing::posts(conn)?, store::waiting(conn, &names)?, parked))
        })?;
        Ok(Self { engine: engine.name(), documents: engine.count(), posts, waiting, parked })
    }

    /// For how long the oldest change has waited, in microseconds.
    pub fn lag(&self, now: Timestamp) -> i64 {
        self.waiting.oldest.map_or(0, |oldest| (now.0 - oldest.0).max(0))
    }
}
