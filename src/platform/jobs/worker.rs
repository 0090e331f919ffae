//! Threads that do jobs: one for each lane, woken by the commit, asking every second besides.

#[cfg(target_os = "linux")]
use rustix::process::{getpriority_process, setpriority_process};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::registry::Registry;
use super::wake::{Lanes, Wake};
use super::{Lane, System, store};
use crate::platform::db::{Db, Durability, Result, Timestamp};

/// Jobs of other processes, and those whose time comes, are noticed within this.
const POLL: Duration = Duration::from_secs(1);
/// Repeated jobs are looked after so often.
const REPEAT: i64 = 20 * Timestamp::SECOND;

/// While stopping, threads are looked at so often.
const LOOK: Duration = Duration::from_millis(5);

/// Running workers; [`Worker::stop`] ends them in order.
pub struct Worker {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    db: Db,
    registry: Arc<Registry>,
    wake: Wake,
    stopping: AtomicBool,
    repeated_at: AtomicI64,
}

impl Worker {
    /// Starts one thread for each lane.
    pub fn start(db: Db, registry: Arc<Registry>, wake: Wake) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { db, registry, wake, stopping: AtomicBool::new(false), repeated_at: AtomicI64::new(0) });
        let mut threads = Vec::new();
        for lane in Lane::ALL {
            let shared = shared.clone();
            let name = format!("jobs-{}", lane.as_str());
            threads.push(std::thread::Builder::new().name(name).spawn(move || shared.work(*lane))?);
        }
        Ok(Self { shared, threads })
    }

    /// Lets each lane finish the job in its hands; what was taken but not begun is given back. A job that takes
    /// longer than `patience` is left: its claim runs out and another worker runs it again.
    pub fn stop(self, patience: Duration) {
        self.shared.stopping.store(true, Ordering::Release);
        self.shared.wake.ring(Lanes::all());
        let deadline = Instant::now() + patience;
        for thread in self.threads {
            while !thread.is_finished() && Instant::now() < deadline {
                std::thread::sleep(LOOK);
            }
            if !thread.is_finished() {
                tracing::warn!(lane = thread.thread().name().unwrap_or(""), "a job does not end in time; it will be run again");
            } else if thread.join().is_err() {
                tracing::error!("a worker thread had panicked");
            }
        }
    }
}

impl Shared {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn work(&self, lane: Lane) {
        step_back();
        let batch = Batch { db: &self.db, registry: &self.registry, worker: name(lane), lane, waits: true };
        while !self.is_stopping() {
            let (looked, rung) = (Instant::now(), self.wake.rung(lane));
            if lane == Lane::Upkeep {
                self.repeat();
            }
            match batch.run(|| self.is_stopping()) {
                Ok(0) => self.wake.wait(lane, rung, POLL),
                Ok(ran) if ran < lane.claim() => std::thread::sleep(lane.pace().saturating_sub(looked.elapsed())),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, lane = lane.as_str(), "the job table does not answer; trying again");
                    self.wake.wait(lane, self.wake.rung(lane), POLL);
                }
            }
        }
    }

    /// Sees to it that the next job of each repeated kind waits in the table.
    fn repeat(&self) {
        let now = self.db.now();
        // Either way: a clock that was ahead and is set right must not keep this from happening.
        if (now.0 - self.repeated_at.load(Ordering::Relaxed)).abs() < REPEAT {
            return;
        }
        match enqueue_repeated(&self.db, &self.registry) {
            Ok(()) => self.repeated_at.store(now.0, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "repeated jobs could not be written; trying again"),
        }
    }
}

/// Writes the next job of each repeated kind where none waits, and brings back what a clock that was ahead put off.
pub fn enqueue_repeated(db: &Db, registry: &Registry) -> Result<()> {
    let (next, clock) = (registry.repeated(db.now()), db.clock().clone());
    db.write_blocking(System, Durability::Soon, move |tx, ()| {
        store::bring_back(tx.conn(), &clock)?;
        next.iter().try_for_each(|job| tx.enqueue(job))
    })
}

/// How far jobs stand behind pages where both want the processor: a third of the weight.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 5;

/// Somebody waits for a page, and nobody for a job: this thread, and what it starts, leaves the processor to others. On Linux, where
/// each thread has a niceness of its own.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = getpriority_process(None).and_then(|own| setpriority_process(None, own + NICENESS)) {
        tracing::debug!(%error, "jobs run beside pages as their equals");
    }
}

/// Runs everything that is due, in this thread, and what that brings forth; answers how many jobs ran. For tests and commands.
pub fn run_pending(db: &Db, registry: &Registry) -> Result<usize> {
    let mut ran = 0;
    loop {
        let mut round = 0;
        for lane in Lane::ALL {
            round += Batch { db, registry, worker: name(*lane), lane: *lane, waits: false }.run(|| false)?;
        }
        if round == 0 {
            return Ok(ran);
        }
        ran += round;
    }
}

/// Unlike any other worker's name, also on another machine.
fn name(lane: Lane) -> String {
    format!("{}-{}-{:016x}", lane.as_str(), std::process::id(), rand::random::<u64>())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_the_thread_of_jobs_steps_back() {
        let own = || getpriority_process(None).unwrap();
        let before = own();
        let of_jobs = std::thread::spawn(move || {
            step_back();
            own()
        });
        assert_eq!(of_jobs.join().unwrap(), (before + NICENESS).min(19));
        assert_eq!(own(), before);
    }
}
