//! The two doors: threads that own connections, behind bounded queues.

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use super::connection::{self, AnyConnection as Connection, Location, Use};
use super::{Error, Result};

/// Requests that may wait for a thread; more are answered with 503 at once.
const QUEUE: usize = 1_024;
/// How long a caller waits before it is told to come back: within the 5 s that every page has.
pub const PATIENCE: Duration = Duration::from_millis(4_800);
/// A connection that rested longer is asked whether its server still answers before it is used: one in use need not be.
const REST: Duration = Duration::from_secs(1);

type Task = Box<dyn FnOnce(Result<Lease<'_>>) + Send>;

/// Threads that share one queue; each owns a connection and opens it anew when it broke.
pub struct Door {
    queue: Sender<Task>,
}

impl Door {
    /// Starts `threads` threads; connections are opened when they are first needed.
    pub fn open(name: &str, threads: usize, usage: Use, location: &Location, counter: &Arc<AtomicU64>) -> Self {
        let (queue, tasks) = bounded::<Task>(QUEUE);
        for number in 0..threads {
            let worker = Worker { tasks: tasks.clone(), opening: Opening { usage, location: location.clone(), counter: counter.clone() }, resting: None };
            std::thread::Builder::new().name(format!("{name}-{number}")).spawn(move || worker.run()).expect("the system has no thread to give at start");
        }
        Self { queue }
    }

    /// Hands a task to the next free thread; refuses at once when the queue is full.
    pub fn send(&self, task: Task) -> Result<()> {
        self.queue.try_send(task).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Gone("the database threads have ended".into()),
        })
    }

    /// Tasks that wait for a thread now.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }
}

/// A connection as a task has it.
pub struct Lease<'a> {
    conn: &'a mut Connection,
    opening: &'a Opening,
}

impl Lease<'_> {
    /// Begins a transaction. A server that went while its connection rested is met here, before anything was asked of it:
    /// then a fresh connection takes the place of the old one, once.
    pub fn begin(&mut self, begin: impl Fn(&mut Connection) -> Result<()>) -> Result<&mut Connection> {
        match begin(self.conn) {
            Err(Error::Gone(reason)) => {
                tracing::debug!(reason, "a connection had ended; opening another");
                *self.conn = self.opening.open()?;
                begin(self.conn)?;
            }
            outcome => outcome?,
        }
        Ok(self.conn)
    }
}

/// How connections of a door are opened.
struct Opening {
    usage: Use,
    location: Location,
    counter: Arc<AtomicU64>,
}

impl Opening {
    fn open(&self) -> Result<Connection> {
        connection::open(&self.location, self.usage, &self.counter)
    }
}

struct Worker {
    tasks: Receiver<Task>,
    opening: Opening,
    /// The connection between two tasks, and since when.
    resting: Option<(Connection, Instant)>,
}

impl Worker {
    fn run(mut self) {
        while let Ok(task) = self.tasks.recv() {
            let mut conn = match self.take_connection() {
                Ok(conn) => conn,
                Err(error) => {
                    task(Err(error));
                    continue;
                }
            };
            // A panic in a task must not take its thread with it; the connection is dropped, which rolls back.
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| task(Ok(Lease { conn: &mut conn, opening: &self.opening }))));
            if outcome.is_ok() && !is_broken(&mut conn) {
                self.resting = Some((conn, Instant::now()));
            }
        }
    }

    fn take_connection(&mut self) -> Result<Connection> {
        if let Some((mut conn, since)) = self.resting.take()
            && (since.elapsed() < REST || connection::answers(&mut conn))
        {
            return Ok(conn);
        }
        self.opening.open()
    }
}

/// True when a connection must not be used again: its transaction did not end, or its server is gone, as its last statement met.
fn is_broken(conn: &mut Connection) -> bool {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match conn {
        Connection::Sqlite(inner) => <AnsiTransactionManager as TransactionManager<_>>::is_broken_transaction_manager(inner),
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => <AnsiTransactionManager as TransactionManager<_>>::is_broken_transaction_manager(inner),
    }
}
