//! What one place alone may do for a database that several machines share: processes at that place do it together, whoever
//! comes from elsewhere is refused.
//!
//! A claim is an advisory lock of a PostgreSQL session of its own, and so it ends with the process, however that ends. A
//! database of SQLite is a file of one machine: there every claim is granted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::connection::{Location, Use, answers, open};
use super::{Connection, Result};

/// The session is asked so often whether it is still there.
const LOOK: Duration = Duration::from_secs(5);

/// What may be claimed: the first number of each lock.
#[derive(Clone, Copy, Debug)]
pub enum Claimable {
    /// Keeping the search index.
    SearchIndex = 1_735_748_971,
}

/// A claim; let go a moment after this is dropped. Nobody waits for that: the server may be away.
pub struct Claim {
    is_held: Arc<AtomicBool>,
    _keeper: Option<Sender<()>>,
}

impl Claim {
    /// Claims something for a place, by its name. None where another place has it.
    pub fn of(location: &Location, what: Claimable, place: &str) -> Result<Option<Self>> {
        let is_held = Arc::new(AtomicBool::new(true));
        if location.is_sqlite() {
            return Ok(Some(Self { is_held, _keeper: None }));
        }
        let claiming = Claiming { location: location.clone(), what: what as i32, place: number_of(place) };
        let Some(conn) = claiming.claim()? else { return Ok(None) };
        let (stop, stopped) = channel();
        let kept = is_held.clone();
        let thread = std::thread::Builder::new().name("claim".into()).spawn(move || claiming.keep(conn, &kept, &stopped));
        thread.map_err(|error| super::Error::Gone(error.to_string()))?;
        Ok(Some(Self { is_held, _keeper: Some(stop) }))
    }

    /// False since another place took it, while the database was out of reach from here.
    pub fn is_held(&self) -> bool {
        self.is_held.load(Ordering::Relaxed)
    }
}

/// A place as the second number of a lock; 0 is that of the lock under which places are compared.
fn number_of(place: &str) -> i32 {
    let digest = blake3::hash(place.as_bytes());
    let bytes = digest.as_bytes();
    (i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) & i32::MAX).max(1)
}

struct Claiming {
    location: Location,
    what: i32,
    place: i32,
}

impl Claiming {
    /// A session that holds the claim; none where another place has it.
    fn claim(&self) -> Result<Option<Connection>> {
        let mut conn = open(&self.location, Use::Write, &Arc::default())?;
        Ok(locks::take(&mut conn, self.what, self.place)?.then_some(conn))
    }

    fn keep(&self, conn: Connection, is_held: &AtomicBool, stopped: &Receiver<()>) {
        let mut session = Some(conn);
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK) {
            if session.as_mut().is_some_and(answers) {
                continue;
            }
            session = None;
            match self.claim() {
                Ok(None) => {
                    is_held.store(false, Ordering::Relaxed);
                    tracing::error!(
                        "while the database was out of reach another node began to keep the search index; this one writes it no more and is to be stopped"
                    );
                }
                Ok(again) => {
                    is_held.store(true, Ordering::Relaxed);
                    session = again;
                }
                // The database is away: nobody else takes anything either.
                Err(error) => tracing::debug!(%error, "the claim on the search index is renewed when the database is back"),
            }
        }
    }
}

#[cfg(feature = "postgres")]
mod locks {
    use diesel::Connection as _;
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;

    use crate::platform::db::{Connection, Result};

    /// The server notices within half a minute that a machine is gone; where it cannot, it waits longer.
    const NOTICED: &str = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4;";

    #[derive(QueryableByName)]
    struct Others {
        #[diesel(sql_type = BigInt)]
        number: i64,
    }

    /// Takes the lock of a place, unless another place's is taken. Whoever compares does so alone.
    pub fn take(conn: &mut Connection, what: i32, place: i32) -> Result<bool> {
        conn.batch_execute(NOTICED).ok();
        conn.transaction(|conn| {
            conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({what}, 0)"))?;
            let others: Others = diesel::sql_query(format!(
                "SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = {what} \
                 AND objid::bigint NOT IN (0, {place}) AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ))
            .get_result(conn)?;
            if others.number > 0 {
                return Ok(false);
            }
            conn.batch_execute(&format!("SELECT pg_advisory_lock_shared({what}, {place})"))?;
            Ok(true)
        })
    }
}

#[cfg(not(feature = "postgres"))]
mod locks {
    use crate::platform::db::{Connection, Result};

    /// There is no other place.
    pub fn take(_: &mut Connection, _: i32, _: i32) -> Result<bool> {
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::number_of;

    #[test]
    fn places_have_numbers_that_locks_take() {
        assert!(["", "a", "b", "meilisearch"].iter().all(|place| number_of(place) > 0));
        assert_ne!(number_of("a"), number_of("b"));
    }
}
