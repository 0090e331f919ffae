//! The database: SQLite or PostgreSQL behind two doors.
//!
//! `db.read(|conn| ..)` sees one snapshot on a read-only connection; `db.write(actor, |tx, rights| ..)`
//! changes things in one transaction, with the actor's rights read anew inside it. Both queues are
//! bounded: a full one answers [`Error::Busy`], which pages show as 503.

pub mod claim;
mod columns;
mod connection;
mod doors;
mod each_backend;
mod error;
pub mod generations;
mod line;
pub mod migrations;
pub mod news;
pub mod numbers;
mod pieces;
mod prepared;
mod sqlite_process;
pub mod statistics;
mod together;
mod transaction;
mod tx;
mod values;
mod walk;
pub mod wipe;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub use connection::{AnyConnection as Connection, Backend, Location, Use, open as open_connection};
pub use error::{DomainError, Error, Failure, FromDatabase, Result, or_again};
pub use generations::{Generation, Kept};
pub use line::Line;
pub use news::News;
pub use pieces::{in_pieces, read_in_pieces};
pub use prepared::{Prepared, PreparedDsl};
pub use together::{MOST_TOGETHER, Together};
pub use transaction::{Durability, nested};
pub(in crate::platform) use transaction::{read as snapshot, write as transaction};
pub use tx::{Actor, Tx};
pub use values::{Timestamp, push_two};
pub use walk::{Walk, Walked};

use crate::platform::clock::Clock;
use crate::platform::events::Subscriptions;
use crate::platform::jobs::Lanes;
use doors::{Door, Lease, PATIENCE};

/// A transaction that loses a race is run again so often, then gives up with [`Error::Busy`].
const RUNS: usize = 3;
/// A write that holds the only writer longer is named in the log.
const SLOW_WRITE: Duration = Duration::from_millis(50);

/// Rows that are written by one statement: enough that the way to PostgreSQL and back is shared, few enough for SQLite,
/// which takes at most 32,766 values.
pub const ROWS_TO_A_STATEMENT: usize = 200;

/// The way to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    location: Location,
    readers: Door,
    writers: Door,
    clock: Clock,
    subscriptions: Subscriptions,
    limit_factor: i64,
    seen: generations::Seen,
    queries: Arc<AtomicU64>,
    wake: Box<dyn Fn(Lanes) + Send + Sync>,
    writing_micros: AtomicU64,
    writes: AtomicU64,
    synced: AtomicU64,
    last_write: AtomicI64,
    /// Unlike any other process's: whoever hears its own news again leaves them.
    node: u64,
    hearer: OnceLock<news::Hearer>,
    whispers: Mutex<(Sender<News>, Option<Receiver<News>>)>,
}

/// What the doors are built from; see [`Db::open`].
pub struct Options {
    /// Which database.
    pub location: Location,
    /// Threads that read.
    pub readers: usize,
    /// Threads that write; SQLite has one whatever is asked.
    pub writers: usize,
    /// Where time comes from.
    pub clock: Clock,
    /// Which jobs follow which event.
    pub subscriptions: Subscriptions,
    /// Multiplies the limits on how often things may be done; 1 but for load tests.
    pub limit_factor: i64,
    /// Called after a commit that wrote jobs, with their lanes.
    pub wake: Box<dyn Fn(Lanes) + Send + Sync>,
}

/// Counts since the start, for the metrics.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// Statements run.
    pub queries: u64,
    /// Transactions that wrote.
    pub writes: u64,
    /// Commits that were on the disk before anybody heard of them.
    pub synced: u64,
    /// Microseconds in which a writer was held.
    pub writing_micros: u64,
    /// Readers' queue now.
    pub readers_waiting: usize,
    /// Writers' queue now.
    pub writers_waiting: usize,
}

impl Db {
    /// Opens the doors; connections are made when they are first used.
    pub fn open(options: Options) -> Self {
        let queries = Arc::new(AtomicU64::new(0));
        let writers = if options.location.is_sqlite() { 1 } else { options.writers.max(1) };
        let readers = Door::open("reader", options.readers.max(1), Use::Read, &options.location, &queries);
        let (whisper, whispered) = channel();
        let writers = Door::open("writer", writers, Use::Write, &options.location, &queries);
        Self {
            inner: Arc::new(Inner {
                location: options.location,
                readers,
                writers,
                clock: options.clock,
                subscriptions: options.subscriptions,
                limit_factor: options.limit_factor,
                seen: Default::default(),
                queries,
                wake: options.wake,
                writing_micros: AtomicU64::new(0),
                writes: AtomicU64::new(0),
                synced: AtomicU64::new(0),
                last_write: AtomicI64::new(0),
                node: rand::random(),
                hearer: OnceLock::new(),
                whispers: Mutex::new((whisper, Some(whispered))),
            }),
        }
    }

    /// Which database this is.
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// The time, from the clock that tests can set.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The clock itself.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What this process knows of things that changed.
    pub fn seen(&self) -> &generations::Seen {
        &self.inner.seen
    }

    /// How many times as often as usual things may be done.
    pub fn limit_factor(&self) -> i64 {
        self.inner.limit_factor
    }

    /// Counts for the metrics.
    pub fn metrics(&self) -> Metrics {
        Metrics {
            queries: self.inner.queries.load(Ordering::Relaxed),
            writes: self.inner.writes.load(Ordering::Relaxed),
            synced: self.inner.synced.load(Ordering::Relaxed),
            writing_micros: self.inner.writing_micros.load(Ordering::Relaxed),
            readers_waiting: self.inner.readers.waiting(),
            writers_waiting: self.inner.writers.waiting(),
        }
    }

    /// Reads in one snapshot. Waits at most 4.8 s, then answers [`Error::Busy`].
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let answer = self.send_read(work)?;
        wait(answer).await
    }

    /// [`Db::read`] for code that runs in a thread of its own: commands, jobs.
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.send_read(work)?.blocking_recv().unwrap_or_else(|_| Err(Error::Panicked.into()))
    }

    fn send_read<T, E, F>(&self, work: F) -> Result<Answer<T, E>, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let (sender, answer) = tokio::sync::oneshot::channel();
        let request = tracing::Span::current();
        self.inner.readers.send(Box::new(move |lease| {
            let _inside = request.enter();
            if sender.is_closed() {
                return;
            }
            let outcome = lease.map_err(E::from).and_then(|mut lease| {
                let conn = lease.begin(transaction::begin_read)?;
                transaction::read_begun(conn, work)
            });
            let _ = sender.send(outcome);
        }))?;
        Ok(answer)
    }

    /// Writes in one transaction that is on the disk before this answers. The closure may run up to three
    /// times and holds SQL only: rendering, hashing and mail happen before, or in a job.
    pub async fn write<A, T, E, F>(&self, actor: A, work: F) -> Result<T, E>
    where
        A: Actor,
        F: FnMut(&mut Tx<'_>, &A::Rights) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let answer = self.send_write(actor, Durability::Full, work)?;
        wait(answer).await
    }

    /// [`Db::write`] for what may be lost in a power cut: bookkeeping.
    pub async fn write_soon<A, T, E, F>(&self, actor: A, work: F) -> Result<T, E>
    where
        A: Actor,
        F: FnMut(&mut Tx<'_>, &A::Rights) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let answer = self.send_write(actor, Durability::Soon, work)?;
        wait(answer).await
    }

    /// [`Db::write`] or [`Db::write_soon`] for code that runs in a thread of its own.
    pub fn write_blocking<A, T, E, F>(&self, actor: A, durability: Durability, work: F) -> Result<T, E>
    where
        A: Actor,
        F: FnMut(&mut Tx<'_>, &A::Rights) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.send_write(actor, durability, work)?.blocking_recv().unwrap_or_else(|_| Err(Error::Panicked.into()))
    }

    fn send_write<A, T, E, F>(&self, actor: A, durability: Durability, mut work: F) -> Result<Answer<T, E>, E>
    where
        A: Actor,
        F: FnMut(&mut Tx<'_>, &A::Rights) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let (sender, answer) = tokio::sync::oneshot::channel();
        let db = self.clone();
        // What the transaction logs carries the number of the request that asked for it.
        let request = tracing::Span::current();
        self.inner.writers.send(Box::new(move |lease| {
            let _inside = request.enter();
            let outcome = lease.map_err(E::from).and_then(|lease| db.run_write(lease, &actor, durability, &mut work, &sender));
            let _ = sender.send(outcome);
        }))?;
        Ok(answer)
    }

    /// Runs a transaction, again when it lost a race. A caller that no longer waits gets nothing written.
    fn run_write<A, T, E, F>(
        &self,
        mut lease: Lease<'_>,
        actor: &A,
        durability: Durability,
        work: &mut F,
        caller: &tokio::sync::oneshot::Sender<Result<T, E>>,
    ) -> Result<T, E>
    where
        A: Actor,
        F: FnMut(&mut Tx<'_>, &A::Rights) -> Result<T, E>,
        E: FromDatabase,
    {
        for _ in 0..RUNS {
            if caller.is_closed() {
                return Err(Error::Busy.into());
            }
            let started = Instant::now();
            let now = self.now();
            let mut news = After::default();
            let conn = match lease.begin(|conn| transaction::begin_write(conn, durability)) {
                Ok(conn) => conn,
                Err(error) if error.is_retryable() => continue,
                Err(error) => return Err(error.into()),
            };
            let outcome: Result<T, E> = transaction::write_begun(conn, durability, |conn| {
                let rights = actor.rights(conn, now)?;
                let mut tx = Tx::new(conn, &self.inner.subscriptions, self.inner.limit_factor, now, actor);
                let value = work(&mut tx, &rights)?;
                tx.write_jobs()?;
                let told = news::once(std::mem::take(&mut tx.told));
                if !self.is_watching() {
                    news::tell(tx.conn(), self.inner.node, &told)?;
                }
                news = After { woken: tx.woken, bumped: std::mem::take(&mut tx.bumped), told };
                if caller.is_closed() { Err(Error::Busy.into()) } else { Ok(value) }
            });
            self.note_write(started.elapsed(), std::any::type_name::<F>());
            match outcome {
                Err(error) if error.database().is_some_and(Error::is_retryable) => continue,
                Err(error) => return Err(error),
                Ok(value) => {
                    self.inner.synced.fetch_add(u64::from(durability == Durability::Full), Ordering::Relaxed);
                    self.announce(news);
                    return Ok(value);
                }
            }
        }
        Err(Error::Busy.into())
    }

    /// A generation as far as this process knows it: every change of its own, and those of others after a second or two.
    pub fn generation(&self, generation: Generation) -> i64 {
        self.inner.seen.now(generation)
    }

    /// Who hears from now on what changes: this process's own changes after each commit, those of others through
    /// [`Db::watch_news`]. There is one hearer.
    pub fn on_news(&self, hearer: news::Hearer) {
        assert!(self.inner.hearer.set(hearer).is_ok(), "the news have one hearer");
    }

    /// Hears what other processes tell, for as long as this one lives.
    pub fn watch_news(&self) {
        let whispered = self.inner.whispers.lock().unwrap_or_else(PoisonError::into_inner).1.take();
        if let Some(whispered) = whispered {
            news::watch(self, &whispered);
        }
    }

    /// Tells what is stored nowhere and may be lost: here at once, to other processes as soon as may be.
    pub fn whisper(&self, news: News) {
        self.hear(&[news]);
        self.tell_others(&[news]);
    }

    /// To other processes as soon as may be, where this one watches what they tell.
    fn tell_others(&self, told: &[News]) {
        let whispers = self.inner.whispers.lock().unwrap_or_else(PoisonError::into_inner);
        if whispers.1.is_none() {
            told.iter().for_each(|news| whispers.0.send(*news).unwrap_or_default());
        }
    }

    fn is_watching(&self) -> bool {
        self.inner.whispers.lock().unwrap_or_else(PoisonError::into_inner).1.is_none()
    }

    /// The number by which this process knows its own news.
    fn node(&self) -> u64 {
        self.inner.node
    }

    fn hear(&self, news: &[News]) {
        if let Some(hearer) = self.inner.hearer.get() {
            hearer(news);
        }
    }

    fn announce(&self, news: After) {
        for (generation, number) in news.bumped {
            self.inner.seen.advance_to(generation, number);
        }
        if !news.told.is_empty() {
            self.hear(&news.told);
            self.tell_others(&news.told);
        }
        if !news.woken.is_none() {
            (self.inner.wake)(news.woken);
        }
    }

    fn note_write(&self, held: Duration, use_case: &str) {
        self.inner.writes.fetch_add(1, Ordering::Relaxed);
        self.inner.writing_micros.fetch_add(held.as_micros() as u64, Ordering::Relaxed);
        self.inner.last_write.store(self.now().0, Ordering::Relaxed);
        if held > SLOW_WRITE {
            tracing::warn!(use_case, held_ms = held.as_millis() as u64, "a write held the writer for long");
        }
    }
}

/// What is said once a transaction is committed.
#[derive(Default)]
struct After {
    woken: Lanes,
    bumped: Vec<(Generation, i64)>,
    told: Vec<News>,
}

type Answer<T, E> = tokio::sync::oneshot::Receiver<Result<T, E>>;

async fn wait<T, E: FromDatabase>(answer: Answer<T, E>) -> Result<T, E> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Error::Panicked.into()),
        Err(_) => Err(Error::Busy.into()),
    }
}
