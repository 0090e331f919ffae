//! One claim and what becomes of it: run, finish, fail, give back.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::registry::{Handler, Hopeless, Job, Registry};
use super::store::{self, Claimed, Failed};
use super::{JobId, Kind, Lane, System};
use crate::platform::db::{Connection, Db, Durability, Error, Result};

/// Done jobs are taken out together, but no later than this: until then a crash would run them again.
const FLUSH: Duration = Duration::from_millis(500);
/// A write that met a job written at the same moment is run again so often.
const RUNS: usize = 5;
/// While the database takes nothing, what was done is noted as often as this.
const AGAIN: Duration = Duration::from_millis(500);

/// A worker of one lane.
pub(super) struct Batch<'a> {
    pub db: &'a Db,
    pub registry: &'a Registry,
    pub worker: String,
    pub lane: Lane,
    /// A thread of its own: nobody waits for it.
    pub waits: bool,
}

impl Batch<'_> {
    /// Takes due jobs and runs them until `stop` says so; answers how many ran.
    pub fn run(&self, stop: impl Fn() -> bool) -> Result<usize> {
        let claimed = self.claim()?;
        let mut claim = Held { since: Instant::now(), done: Vec::new(), flushed: Instant::now() };
        let mut ran = 0;
        let mut left: VecDeque<Claimed> = claimed.into();
        while let Some(job) = left.front() {
            if stop() {
                break;
            }
            let Some((kind, handler)) = self.registry.get(&job.kind) else { break };
            if claim.since.elapsed() > kind.time_limit / 2 {
                self.renew(&mut claim, &mut left)?;
                continue;
            }
            let jobs = take_together(&mut left, handler);
            ran += jobs.len();
            self.run_these(&jobs, kind, handler, &mut claim, &stop)?;
        }
        self.flush(&mut claim, &stop)?;
        self.release(left.iter().map(|job| job.id).collect())?;
        Ok(ran)
    }

    /// Takes due jobs.
    pub fn claim(&self) -> Result<Vec<Claimed>> {
        let (worker, lane, kinds) = (self.worker.clone(), self.lane, self.registry.of(self.lane));
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        let clock = self.db.clock().clone();
        self.write(move |conn| store::claim(conn, &worker, lane, &kinds, &clock))
    }

    fn run_these(&self, claimed: &[Claimed], kind: &'static Kind, handler: &Handler, held: &mut Held, stop: impl Fn() -> bool) -> Result<()> {
        let started = Instant::now();
        for (claimed, outcome) in claimed.iter().zip(attempt(claimed, handler)) {
            match outcome {
                Ok(()) => held.done.push(claimed.id),
                Err(error) => self.fail(claimed, kind, &error)?,
            }
        }
        tracing::debug!(jobs = claimed.len(), kind = kind.name, took_ms = started.elapsed().as_millis() as u64, "jobs done");
        // What left the machine must not leave it twice.
        if kind.leaves_machine || held.flushed.elapsed() > FLUSH {
            self.flush(held, stop)?;
        }
        Ok(())
    }

    fn fail(&self, claimed: &Claimed, kind: &'static Kind, error: &anyhow::Error) -> Result<()> {
        let attempts = claimed.attempts.saturating_add(1);
        let is_last = attempts >= kind.attempts || error.is::<Hopeless>();
        // The text of an error may hold an address; it stands in the table, not in the log.
        tracing::warn!(job = claimed.id.0, kind = kind.name, attempts, parked = is_last, "a job failed; `guildhall jobs` shows why");
        let wait = (!is_last).then(|| kind.wait_after(attempts).as_micros() as i64);
        let failed = Failed { id: claimed.id, attempts, wait, error: format!("{error:#}") };
        let (worker, clock) = (self.worker.clone(), self.db.clock().clone());
        self.write(move |conn| store::fail(conn, &worker, &failed, &clock))
    }

    /// The rest of the batch may have waited long: asks for more time, and lets go of what others took meanwhile.
    fn renew(&self, held: &mut Held, left: &mut VecDeque<Claimed>) -> Result<()> {
        let ids: Vec<JobId> = left.iter().map(|job| job.id).collect();
        let (worker, kinds, clock) = (self.worker.clone(), self.registry.of(self.lane), self.db.clock().clone());
        let mine = self.write(move |conn| store::renew(conn, &worker, &ids, &kinds, &clock))?;
        held.since = Instant::now();
        left.retain(|job| mine.contains(&job.id));
        Ok(())
    }

    /// Takes out what is done. A database that went away meanwhile is waited for, until `stop` says so: what is not taken
    /// out is done again when its claim is over.
    fn flush(&self, held: &mut Held, stop: impl Fn() -> bool) -> Result<()> {
        held.flushed = Instant::now();
        let done = std::mem::take(&mut held.done);
        if done.is_empty() {
            return Ok(());
        }
        loop {
            let (worker, done) = (self.worker.clone(), done.clone());
            match self.write(move |conn| store::finish(conn, &worker, &done)) {
                Err(Error::Gone(_) | Error::Busy | Error::Retry) if self.waits && !stop() => std::thread::sleep(AGAIN),
                outcome => return outcome,
            }
        }
    }

    fn release(&self, ids: Vec<JobId>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let worker = self.worker.clone();
        self.write(move |conn| store::release(conn, &worker, &ids))
    }

    /// Bookkeeping: soon on the disk. A twin that was committed between a look and a write fails the unique index; the second look sees it.
    fn write<T: Send + 'static>(&self, work: impl FnMut(&mut Connection) -> Result<T> + Clone + Send + 'static) -> Result<T> {
        for _ in 1..RUNS {
            let mut work = work.clone();
            match self.db.write_blocking(System, Durability::Soon, move |tx, ()| work(tx.conn())) {
                Err(Error::Unique(_)) => {}
                outcome => return outcome,
            }
        }
        let mut work = work;
        self.db.write_blocking(System, Durability::Soon, move |tx, ()| work(tx.conn()))
    }
}

/// What a batch keeps in mind.
struct Held {
    since: Instant,
    done: Vec<JobId>,
    flushed: Instant,
}

/// Takes the first job, with the others of its kind where they are done together.
fn take_together(left: &mut VecDeque<Claimed>, handler: &Handler) -> Vec<Claimed> {
    let Some(first) = left.pop_front() else { return Vec::new() };
    let (kind, mut taken) = (first.kind.clone(), vec![first]);
    if matches!(handler, Handler::Together(_)) {
        let (same, others): (Vec<Claimed>, Vec<Claimed>) = left.drain(..).partition(|job| job.kind == kind);
        taken.extend(same);
        left.extend(others);
    }
    taken
}

/// Runs a handler, and says for each job what became of it. A panic is a failure like any other.
fn attempt(claimed: &[Claimed], handler: &Handler) -> Vec<anyhow::Result<()>> {
    let read: Vec<anyhow::Result<Job>> = claimed.iter().map(job).collect();
    let jobs: Vec<Job> = read.iter().flatten().cloned().collect();
    let outcome = catch_unwind(AssertUnwindSafe(|| handler.run(&jobs)));
    let panicked = outcome.as_ref().err().map(|panic| {
        let words = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
        format!("panicked: {}", words.unwrap_or_default())
    });
    let mut outcomes = outcome.unwrap_or_default().into_iter();
    let of_one = |read: anyhow::Result<Job>| match (read, &panicked) {
        (Err(error), _) => Err(error),
        (Ok(_), Some(words)) => Err(anyhow::anyhow!("{words}")),
        (Ok(_), None) => outcomes.next().unwrap_or_else(|| Err(anyhow::anyhow!("nothing was said of this job"))),
    };
    read.into_iter().map(of_one).collect()
}

fn job(claimed: &Claimed) -> anyhow::Result<Job> {
    let payload = serde_json::from_str(&claimed.payload).map_err(|error| anyhow::anyhow!("the payload is not JSON: {error}"))?;
    Ok(Job { id: claimed.id, key: claimed.key.clone(), payload, attempts: claimed.attempts })
}
