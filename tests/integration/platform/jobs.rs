//! Jobs fail, hang, panic and are killed; none is lost.

use crate::support::TestDatabase;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guildhall::platform::clock::Clock;
use guildhall::platform::db::{Connection, Db, Durability, Error, Location, Options, Timestamp, Use, open_connection};
use guildhall::platform::jobs::store::Which;
use guildhall::platform::jobs::{self, Job, JobId, Kind, Lane, NewJob, Registry, System, Wake, Worker, run_pending, store};
use guildhall_schema::jobs as schema;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

static INDEX: Kind = Kind::usual("test-index", Lane::Index);
static TIDY: Kind = Kind::usual("test-tidy", Lane::Upkeep);
static HASTY: Kind = Kind { time_limit: Duration::from_millis(40), ..Kind::usual("test-hasty", Lane::FanOut) };

struct Bench {
    db: Db,
    clock: Clock,
    wake: Wake,
    _database: TestDatabase,
}

impl Bench {
    /// A database whose clock stands still.
    fn new() -> Self {
        Self::with_clock(Clock::set_to(Timestamp(1_700_000_000_000_000)))
    }

    fn with_clock(clock: Clock) -> Self {
        let (location, database) = TestDatabase::fresh();
        let wake = Wake::new();
        let bell = wake.clone();
        let options = Options {
            location,
            readers: 1,
            writers: 2,
            limit_factor: 1,
            clock: clock.clone(),
            subscriptions: Default::default(),
            wake: Box::new(move |lanes| bell.ring(lanes)),
        };
        Self { db: Db::open(options), clock, wake, _database: database }
    }

    fn enqueue(&self, kind: &'static Kind, key: &str) {
        enqueue(&self.db, kind, key);
    }

    fn counts(&self) -> Vec<(String, i64, i64)> {
        self.db.read_blocking(store::counts).unwrap().into_iter().map(|count| (count.kind, count.waiting, count.parked)).collect()
    }
}

fn enqueue(db: &Db, kind: &'static Kind, key: &str) {
    let job = NewJob::now(kind, key, serde_json::json!({ "key": key }));
    db.write_blocking(System, Durability::Full, move |tx, ()| tx.enqueue(&job)).unwrap();
}

/// How often each key ran.
#[derive(Clone, Default)]
struct Runs(Arc<Mutex<BTreeMap<String, usize>>>);

impl Runs {
    fn note(&self, key: &str) -> usize {
        let mut runs = self.0.lock().unwrap();
        let count = runs.entry(key.to_owned()).or_default();
        *count += 1;
        *count
    }

    fn of(&self, key: &str) -> usize {
        self.0.lock().unwrap().get(key).copied().unwrap_or(0)
    }

    fn total(&self) -> usize {
        self.0.lock().unwrap().values().sum()
    }
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(10), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_handler_that_fails_three_times_runs_four_times_with_growing_waits() {
    let bench = Bench::new();
    let times: Arc<Mutex<Vec<i64>>> = Arc::default();
    let (clock, seen) = (bench.clock.clone(), times.clone());
    let registry = Registry::new().handle(&INDEX, move |job| {
        seen.lock().unwrap().push(clock.now().0);
        anyhow::ensure!(job.attempts == 3, "not yet");
        Ok(())
    });
    bench.enqueue(&INDEX, "topic-1");
    while !bench.counts().is_empty() {
        run_pending(&bench.db, &registry).unwrap();
        bench.clock.advance(Timestamp::SECOND / 10);
    }
    let times = times.lock().unwrap();
    let waits: Vec<i64> = times.windows(2).map(|pair| (pair[1] - pair[0]) / Timestamp::SECOND).collect();
    assert_eq!(waits, [1, 2, 4]);
}

#[test]
fn what_is_late_is_told_apart_from_what_waits_for_its_time() {
    let bench = Bench::new();
    let began = bench.clock.now();
    let late = || -> Vec<(String, i64, i64)> {
        let now = bench.clock.now();
        let seconds = |due: store::Due| (due.kind, due.number, (now.0 - due.since.0) / Timestamp::SECOND);
        bench.db.read_blocking(move |conn| store::due(conn, now)).unwrap().into_iter().map(seconds).collect()
    };
    let registry = Registry::new().handle(&INDEX, |_| anyhow::bail!("not yet")).handle(&TIDY, |_| Ok(()));
    let later = NewJob { run_at: Some(began.plus(Timestamp::MINUTE)), ..NewJob::now(&TIDY, "", serde_json::json!({})) };
    bench.db.write_blocking(System, Durability::Full, move |tx, ()| tx.enqueue(&later)).unwrap();
    assert_eq!((late(), bench.counts()), (vec![], vec![("test-tidy".into(), 1, 0)]));
    bench.clock.advance(Timestamp::MINUTE + 5 * Timestamp::SECOND);
    assert_eq!(late(), [("test-tidy".to_owned(), 1, 5)], "since its time came");
    bench.enqueue(&INDEX, "topic-1");
    run_pending(&bench.db, &registry).unwrap();
    bench.clock.advance(500_000);
    assert_eq!(late(), [("test-index".to_owned(), 1, 0)], "late while it waits for another try");
    bench.clock.advance(20 * Timestamp::SECOND);
    assert_eq!(late(), [("test-index".to_owned(), 1, 20)], "since it was written");
}

#[test]
fn a_handler_that_panics_is_parked_after_ten_and_listed() {
    let bench = Bench::new();
    let runs = Runs::default();
    let noted = runs.clone();
    let registry = Registry::new().handle(&INDEX, move |job| panic!("for the {}th time", noted.note(&job.key)));
    bench.enqueue(&INDEX, "topic-1");
    for _ in 0..12 {
        run_pending(&bench.db, &registry).unwrap();
        bench.clock.advance(2 * Timestamp::HOUR);
    }
    assert_eq!(runs.of("topic-1"), 10);
    assert_eq!(bench.counts(), [("test-index".to_owned(), 0, 1)]);
    let parked = bench.db.read_blocking(|conn| store::parked(conn, 10)).unwrap();
    assert_eq!((parked[0].key.as_str(), parked[0].attempts, parked[0].last_error.as_str()), ("topic-1", 10, "panicked: for the 10th time"));
}

#[test]
fn a_parked_job_is_retried_or_discarded_by_hand() {
    let bench = Bench::new();
    let is_mended = Arc::new(AtomicBool::new(false));
    let mended = is_mended.clone();
    let registry = Registry::new().handle(&INDEX, move |_| {
        anyhow::ensure!(mended.load(Ordering::Relaxed), "broken");
        Ok(())
    });
    for key in ["a", "b", "c"] {
        bench.enqueue(&INDEX, key);
    }
    for _ in 0..10 {
        run_pending(&bench.db, &registry).unwrap();
        bench.clock.advance(2 * Timestamp::HOUR);
    }
    let parked = bench.db.read_blocking(|conn| store::parked(conn, 10)).unwrap();
    let ids: Vec<JobId> = parked.iter().map(|job| job.id).collect();
    let (first, second) = (ids[0], ids[1]);
    let discarded = bench.db.write_blocking(System, Durability::Full, move |tx, ()| store::discard(tx.conn(), Which::One(first))).unwrap();
    let again = bench.db.write_blocking(System, Durability::Full, move |tx, ()| store::discard(tx.conn(), Which::One(first))).unwrap();
    assert_eq!((discarded, again), (1, 0));
    is_mended.store(true, Ordering::Relaxed);
    let now = bench.clock.now();
    let retry = |which: Which| bench.db.write_blocking(System, Durability::Full, move |tx, ()| store::retry(tx.conn(), which, now)).unwrap();
    assert_eq!(retry(Which::One(second)), 1);
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 1);
    // A newer job about the same thing makes the parked one superfluous.
    bench.enqueue(&INDEX, "c");
    assert_eq!(retry(Which::Failed), 1);
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 1);
    assert!(bench.counts().is_empty());
}

#[test]
fn a_worker_that_dies_with_fifty_in_its_hands_loses_none() {
    let bench = Bench::new();
    for number in 0..60 {
        bench.enqueue(&HASTY, &number.to_string());
    }
    let (hangs, is_released) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let dying_runs = Runs::default();
    let (hanging, released, noted) = (hangs.clone(), is_released.clone(), dying_runs.clone());
    let dying = Registry::new().handle(&HASTY, move |job| {
        noted.note(&job.key);
        hanging.store(true, Ordering::Release);
        wait_until("the release", || released.load(Ordering::Acquire));
        Ok(())
    });
    let worker = Worker::start(bench.db.clone(), Arc::new(dying), bench.wake.clone()).unwrap();
    wait_until("the first job", || hangs.load(Ordering::Acquire));
    let runs = Runs::default();
    let noted = runs.clone();
    let registry = Registry::new().handle(&HASTY, move |job| {
        noted.note(&job.key);
        Ok(())
    });
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 10, "fifty are in the other's hands");
    bench.clock.advance(Timestamp::SECOND);
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 50);
    assert_eq!(runs.0.lock().unwrap().values().copied().max(), Some(1));
    assert_eq!(runs.0.lock().unwrap().len(), 60);
    assert!(bench.counts().is_empty());
    // Back from the dead, it notices that its claims are gone and runs none of them.
    std::thread::sleep(HASTY.time_limit);
    is_released.store(true, Ordering::Release);
    worker.stop(Duration::from_secs(10));
    assert_eq!(dying_runs.total(), 1);
}

#[test]
fn ten_enqueues_of_one_key_make_one_job_with_the_last_payload() {
    let bench = Bench::new();
    for number in 0..10 {
        let job = NewJob::now(&INDEX, "topic-1", serde_json::json!(number));
        bench.db.write_blocking(System, Durability::Full, move |tx, ()| tx.enqueue(&job)).unwrap();
    }
    let payloads: Arc<Mutex<Vec<i64>>> = Arc::default();
    let seen = payloads.clone();
    let registry = Registry::new().handle(&INDEX, move |job| {
        seen.lock().unwrap().push(job.read()?);
        Ok(())
    });
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 1);
    assert_eq!(*payloads.lock().unwrap(), [9]);
}

#[test]
fn threads_that_enqueue_one_key_at_once_make_one_job_and_no_error() {
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..20).for_each(|_| enqueue(&bench.db, &INDEX, "topic-1")));
        }
    });
    assert_eq!(bench.counts(), [("test-index".to_owned(), 1, 0)]);
}

#[test]
fn a_job_enqueued_while_its_twin_runs_is_not_swallowed() {
    let bench = Bench::new();
    let runs = Runs::default();
    let (noted, db) = (runs.clone(), bench.db.clone());
    let registry = Registry::new().handle(&INDEX, move |job| {
        if noted.note(&job.key) == 1 {
            enqueue(&db, &INDEX, &job.key);
        }
        Ok(())
    });
    bench.enqueue(&INDEX, "topic-1");
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 2);
    assert!(bench.counts().is_empty());
}

#[test]
fn a_failing_job_makes_way_for_its_newer_twin() {
    let bench = Bench::new();
    let runs = Runs::default();
    let (noted, db) = (runs.clone(), bench.db.clone());
    let registry = Registry::new().handle(&INDEX, move |job| {
        if noted.note(&job.key) == 1 {
            enqueue(&db, &INDEX, &job.key);
            anyhow::bail!("the old one fails");
        }
        assert_eq!(job.attempts, 1, "the twin knows of the failure");
        Ok(())
    });
    bench.enqueue(&INDEX, "topic-1");
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 2);
    assert!(bench.counts().is_empty());
}

#[test]
fn workers_wake_on_a_commit_and_stop_after_the_job_in_hand() {
    let bench = Bench::with_clock(Clock::System);
    let (begun, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (starts, ends) = (begun.clone(), ended.clone());
    let registry = Registry::new().handle(&INDEX, move |_| {
        starts.fetch_add(1, Ordering::AcqRel);
        std::thread::sleep(Duration::from_millis(60));
        ends.fetch_add(1, Ordering::AcqRel);
        Ok(())
    });
    let worker = Worker::start(bench.db.clone(), Arc::new(registry), bench.wake.clone()).unwrap();
    std::thread::sleep(Duration::from_millis(30));
    let job = |key: &str| NewJob::now(&INDEX, key, serde_json::Value::Null);
    let three = [job("a"), job("b"), job("c")];
    bench.db.write_blocking(System, Durability::Full, move |tx, ()| three.iter().try_for_each(|job| tx.enqueue(job))).unwrap();
    let committed = Instant::now();
    wait_until("the first job", || begun.load(Ordering::Acquire) > 0);
    assert!(committed.elapsed() < Duration::from_millis(800), "it was woken, not found by the poll");
    worker.stop(Duration::from_secs(10));
    let done = ended.load(Ordering::Acquire);
    assert_eq!(done, begun.load(Ordering::Acquire));
    assert!(done < 3, "the stop waited for the whole batch");
    let free = Registry::new().handle(&INDEX, |_| Ok(()));
    assert_eq!(run_pending(&bench.db, &free).unwrap(), 3 - done, "what was not begun is free at once");
}

#[test]
fn a_job_that_does_not_end_holds_nobody_up_and_is_run_again() {
    let bench = Bench::new();
    let (begun, is_released) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (starts, released) = (begun.clone(), is_released.clone());
    let registry = Registry::new().handle(&INDEX, move |_| {
        starts.store(true, Ordering::Release);
        wait_until("the release", || released.load(Ordering::Acquire));
        Ok(())
    });
    bench.enqueue(&INDEX, "topic-1");
    let worker = Worker::start(bench.db.clone(), Arc::new(registry), bench.wake.clone()).unwrap();
    wait_until("the job", || begun.load(Ordering::Acquire));
    let asked = Instant::now();
    worker.stop(Duration::from_millis(50));
    assert!(asked.elapsed() < Duration::from_secs(1));
    let free = Registry::new().handle(&INDEX, |_| Ok(()));
    assert_eq!(run_pending(&bench.db, &free).unwrap(), 0, "the claim still stands");
    bench.clock.advance(61 * Timestamp::SECOND);
    assert_eq!(run_pending(&bench.db, &free).unwrap(), 1);
    is_released.store(true, Ordering::Release);
}

fn every_ten_minutes(runs: &Runs) -> Registry {
    let noted = runs.clone();
    let note = move |job: &Job| {
        noted.note(&job.key);
        Ok(())
    };
    Registry::new().handle(&TIDY, note).every(Duration::from_secs(600), &TIDY)
}

#[test]
fn a_repeated_job_waits_once_however_many_nodes_there_are() {
    let bench = Bench::new();
    let runs = Runs::default();
    let registry = every_ten_minutes(&runs);
    for _ in 0..30 {
        jobs::enqueue_repeated(&bench.db, &registry).unwrap();
        jobs::enqueue_repeated(&bench.db, &registry).unwrap();
        run_pending(&bench.db, &registry).unwrap();
        bench.clock.advance(Timestamp::MINUTE);
    }
    assert_eq!(runs.total(), 3);
}

#[test]
fn a_clock_that_was_ahead_holds_up_no_job() {
    const AHEAD: i64 = 100 * 365 * Timestamp::DAY;
    let bench = Bench::new();
    let runs = Runs::default();
    let registry = every_ten_minutes(&runs);
    let other = Registry::new().handle(&INDEX, |_| Ok(()));
    bench.clock.advance(AHEAD);
    jobs::enqueue_repeated(&bench.db, &registry).unwrap();
    bench.enqueue(&INDEX, "waits");
    bench.enqueue(&INDEX, "is held");
    let until = bench.clock.now().plus(Timestamp::MINUTE);
    let held = (schema::locked_by.eq("somebody who was killed"), schema::locked_until.eq(until.0));
    let row = schema::table.filter(schema::key.eq("is held"));
    bench.db.write_blocking(System, Durability::Full, move |tx, ()| Ok::<_, Error>(diesel::update(row).set(held).execute(tx.conn())?)).unwrap();
    bench.clock.advance(-AHEAD);
    assert_eq!(run_pending(&bench.db, &registry).unwrap() + run_pending(&bench.db, &other).unwrap(), 0);
    jobs::enqueue_repeated(&bench.db, &registry).unwrap();
    bench.clock.advance(Timestamp::SECOND);
    assert_eq!((run_pending(&bench.db, &registry).unwrap(), run_pending(&bench.db, &other).unwrap()), (1, 2));
    jobs::enqueue_repeated(&bench.db, &registry).unwrap();
    assert_eq!(run_pending(&bench.db, &registry).unwrap(), 0, "the next one waits for its time");
    bench.clock.advance(10 * Timestamp::MINUTE);
    assert_eq!((run_pending(&bench.db, &registry).unwrap(), runs.total()), (1, 2));
}

#[test]
fn what_was_done_while_the_database_went_away_is_not_done_again() {
    static MAILING: Kind = Kind { leaves_machine: true, ..Kind::usual("test-mailing", Lane::Mail) };
    let bench = Bench::with_clock(Clock::System);
    let (runs, other) = (Runs::default(), Arc::new(Mutex::new(None)));
    let (noted, held, location) = (runs.clone(), other.clone(), bench.db.location().clone());
    let registry = Registry::new().handle(&MAILING, move |job| {
        noted.note(&job.key);
        // Somebody else takes the table before it can be noted that the mail left.
        *held.lock().unwrap() = Some(hold_jobs(&location));
        Ok(())
    });
    bench.enqueue(&MAILING, "letter");
    let worker = Worker::start(bench.db.clone(), Arc::new(registry), bench.wake.clone()).unwrap();
    wait_until("the mail", || other.lock().unwrap().is_some());
    // Longer than a write tries: three runs of four seconds each.
    std::thread::sleep(Duration::from_millis(13_000));
    drop(other.lock().unwrap().take());
    wait_until("the end of the job", || bench.counts().is_empty());
    assert_eq!(runs.of("letter"), 1);
    worker.stop(Duration::from_secs(10));
}

/// Has the table of jobs for itself until it is dropped.
fn hold_jobs(location: &Location) -> Connection {
    let mut conn = open_connection(location, Use::Write, &Default::default()).unwrap();
    match location.is_sqlite() {
        true => conn.batch_execute("BEGIN IMMEDIATE").unwrap(),
        false => conn.batch_execute("BEGIN; LOCK TABLE jobs IN EXCLUSIVE MODE").unwrap(),
    }
    conn
}
