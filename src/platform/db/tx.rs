//! What a writing use case holds: the connection, who acts, and the news it leaves behind.

use super::Connection;
use super::{Generation, News, ROWS_TO_A_STATEMENT, Result, Timestamp};
use crate::platform::events::{Event, Subscriptions};
use crate::platform::{jobs, log};

/// Who wants to write. The features' own actor implements it; the platform knows only that rights are read anew inside the transaction.
pub trait Actor: Clone + Send + 'static {
    /// What the actor may do, as the database has it now.
    type Rights;

    /// Reads the actor's state, roles and groups inside the transaction.
    fn rights(&self, conn: &mut Connection, now: Timestamp) -> Result<Self::Rights>;

    /// The member's number, where a member acts.
    fn member(&self) -> Option<i64>;

    /// The way the act came in: written into the log.
    fn via(&self) -> log::Via;
}

/// A writing transaction. Only `db.write` and `db.write_soon` make one.
pub struct Tx<'a> {
    conn: &'a mut Connection,
    subscriptions: &'a Subscriptions,
    limit_factor: i64,
    now: Timestamp,
    member: Option<i64>,
    via: log::Via,
    jobs: Vec<jobs::NewJob>,
    pub(super) woken: jobs::Lanes,
    pub(super) bumped: Vec<(Generation, i64)>,
    pub(super) told: Vec<News>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: &'a mut Connection, subscriptions: &'a Subscriptions, limit_factor: i64, now: Timestamp, actor: &impl Actor) -> Self {
        Self {
            conn,
            subscriptions,
            limit_factor,
            now,
            member: actor.member(),
            via: actor.via(),
            jobs: Vec::new(),
            woken: jobs::Lanes::default(),
            bumped: Vec::new(),
            told: Vec::new(),
        }
    }

    /// The connection, for stores.
    pub fn conn(&mut self) -> &mut Connection {
        self.conn
    }

    /// The moment of this transaction: one for all it writes.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What limits are multiplied by.
    pub fn limit_factor(&self) -> i64 {
        self.limit_factor
    }

    /// Records an event: one job for each subscriber, in this transaction.
    pub fn record(&mut self, event: &impl Event) -> Result<()> {
        for kind in self.subscriptions.of(event.name()) {
            self.enqueue(&jobs::NewJob::now(kind, event.key(), event.payload()))?;
        }
        Ok(())
    }

    /// Writes one job, with the transaction's others in one statement at its end; the worker hears of it after the commit.
    pub fn enqueue(&mut self, job: &jobs::NewJob) -> Result<()> {
        self.woken = self.woken.and(job.kind.lane);
        // The last one's payload counts, as it does for one that waits already.
        self.jobs.retain(|earlier| !earlier.is_same(job));
        self.jobs.push(job.clone());
        if self.jobs.len() == ROWS_TO_A_STATEMENT { self.write_jobs() } else { Ok(()) }
    }

    /// Writes many jobs with few statements; no two of them of one kind and key.
    pub fn enqueue_all(&mut self, all: &[jobs::NewJob]) -> Result<()> {
        jobs::store::insert_all(self.conn, all, self.now)?;
        self.woken = all.iter().fold(self.woken, |woken, job| woken.and(job.kind.lane));
        Ok(())
    }

    /// Takes jobs out that have nothing left to do, waiting or given up: those with this key, and with keys that go on
    /// behind it and a hyphen.
    pub fn drop_jobs(&mut self, kind: &jobs::Kind, key: &str) -> Result<()> {
        // Those of this transaction, too.
        self.write_jobs()?;
        jobs::store::drop_of(self.conn, kind, key)
    }

    /// Writes what [`Self::enqueue`] was given.
    pub(super) fn write_jobs(&mut self) -> Result<()> {
        jobs::store::insert_all(self.conn, &std::mem::take(&mut self.jobs), self.now)
    }

    /// Writes an act into the log.
    pub fn log(&mut self, act: &log::Act<'_>) -> Result<()> {
        log::store::insert(self.conn, act, self.member, self.via, self.now)
    }

    /// Says that something kept in memory changed: other requests and processes read it anew. Gives its number from now on.
    pub fn bump(&mut self, generation: Generation) -> Result<i64> {
        let number = super::generations::bump(self.conn, generation)?;
        self.bumped.push((generation, number));
        Ok(number)
    }

    /// Says what changed, once this is committed: to open pages, here and at other processes.
    pub fn tell(&mut self, news: News) {
        self.told.push(news);
    }

    /// Runs a part that may fail on its own, such as an insert that a unique index may refuse.
    pub fn nested<T>(&mut self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        super::transaction::nested(self.conn, work)
    }
}
