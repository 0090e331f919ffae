//! The rows of the job table.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};
use guildhall_schema::jobs;

use super::{FARTHEST, JobId, Kind, Lane, NewJob};
use crate::platform::clock::Clock;
use crate::platform::db::statistics::along_indexes;
use crate::platform::db::{Backend, Connection, PreparedDsl, ROWS_TO_A_STATEMENT, Result, Timestamp};

/// An error is kept to this many characters: enough to know it by.
const ERROR_LENGTH: usize = 500;

/// So many jobs are written by a statement that is prepared once.
const FEW: usize = 4;

/// Writes many jobs with few statements, each with a key of its own. One that waits already and has not failed yet becomes
/// due at the earlier of both times. Called through [`crate::platform::db::Tx::enqueue`] and [`crate::platform::db::Tx::enqueue_all`].
///
/// One statement, so that two transactions that write the same job at once wait for one another instead of failing.
pub(in crate::platform) fn insert_all(conn: &mut Connection, all: &[NewJob], now: Timestamp) -> Result<()> {
    for some in all.chunks(ROWS_TO_A_STATEMENT) {
        let values = |row: usize| format!("(${}, ${}, ${}, ${}, ${}, ${})", row * 6 + 1, row * 6 + 2, row * 6 + 3, row * 6 + 4, row * 6 + 5, row * 6 + 6);
        let rows = (0..some.len()).map(values).collect::<Vec<_>>().join(", ");
        let mut query = diesel::sql_query(format!(
            "INSERT INTO jobs (kind, key, payload, lane, run_at, created_at) VALUES {rows} \
             ON CONFLICT (kind, key) WHERE state = 'waiting' AND locked_by IS NULL DO UPDATE SET payload = excluded.payload, \
             run_at = CASE WHEN jobs.attempts = 0 AND excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END"
        ))
        .into_boxed::<Backend>();
        for job in some {
            // SQLite's own clock counts milliseconds: a job for now must not lie in its future.
            let run_at = job.run_at.unwrap_or(Timestamp(now.0 - now.0.rem_euclid(1_000)));
            query = query.bind::<Text, _>(job.kind.name).bind::<Text, _>(job.key.clone()).bind::<Text, _>(job.payload.to_string());
            query = query.bind::<Text, _>(job.kind.lane).bind::<BigInt, _>(run_at).bind::<BigInt, _>(now);
        }
        // What one act leaves behind: of a few lengths, and often.
        if some.len() <= FEW { query.prepared().execute(conn)? } else { query.execute(conn).map(drop)? }
    }
    Ok(())
}

/// Deletes the jobs of a kind with a key, or one that begins with it and a hyphen, but for those being done. Called through [`crate::platform::db::Tx::drop_jobs`].
pub(in crate::platform) fn drop_of(conn: &mut Connection, kind: &Kind, key: &str) -> Result<()> {
    // Behind the hyphen comes the full stop.
    let begins = jobs::key.ge(format!("{key}-")).and(jobs::key.lt(format!("{key}.")));
    let wanted = jobs::table.filter(jobs::kind.eq(kind.name)).filter(jobs::key.eq(key).or(begins));
    diesel::delete(wanted.filter(jobs::locked_by.is_null())).execute(conn)?;
    Ok(())
}

/// A job in a worker's hands.
#[derive(Clone, Debug, QueryableByName)]
pub struct Claimed {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: JobId,
    /// The kind's word.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// What it is about.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// JSON for the handler.
    #[diesel(sql_type = Text)]
    pub payload: String,
    /// When it was due.
    #[diesel(sql_type = BigInt)]
    pub run_at: Timestamp,
    /// Failures so far.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

/// The time as the database has it: workers on several machines must agree. A clock that a test set wins.
fn now_sql(conn: &Connection, clock: &Clock) -> String {
    match (clock, conn) {
        (Clock::Set(_), _) => clock.now().0.to_string(),
        (Clock::System, Connection::Sqlite(_)) => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)".into(),
        #[cfg(feature = "postgres")]
        (Clock::System, Connection::Postgres(_)) => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)".into(),
    }
}

/// Each kind's time limit as an SQL expression. Names of kinds are words in the code, never input.
fn limit_sql(kinds: &[&'static Kind]) -> String {
    let cases: String = kinds.iter().map(|kind| format!(" WHEN '{}' THEN {}", kind.name, kind.time_limit.as_micros())).collect();
    format!("CASE kind{cases} ELSE 60000000 END")
}

/// Takes due jobs of these kinds, as many as the lane takes at once, oldest first. A claim whose time is over is free again.
/// Reads along indexes until the transaction ends: the table is empty whenever PostgreSQL looks at it, and a plan for reading it
/// whole would be kept while it fills.
pub fn claim(conn: &mut Connection, worker: &str, lane: Lane, kinds: &[&'static Kind], clock: &Clock) -> Result<Vec<Claimed>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    along_indexes(conn)?;
    let now = now_sql(conn, clock);
    let names = kinds.iter().map(|kind| format!("'{}'", kind.name)).collect::<Vec<_>>().join(", ");
    // Asked twice: on PostgreSQL the outer condition is checked again after waiting for another worker's claim.
    let free = format!("state = 'waiting' AND (locked_by IS NULL OR locked_until < {now})");
    let claim = diesel::sql_query(format!(
        "UPDATE jobs SET locked_by = $1, locked_until = {now} + {} WHERE {free} AND id IN \
         (SELECT id FROM jobs WHERE lane = $2 AND {free} AND run_at <= {now} AND kind IN ({names}) ORDER BY run_at, id LIMIT {}) \
         RETURNING id, kind, key, payload, run_at, attempts",
        limit_sql(kinds),
        lane.claim()
    ))
    .bind::<Text, _>(worker)
    .bind::<Text, _>(lane);
    // The text is the same each time, unless it names a moment that a test set.
    let mut claimed: Vec<Claimed> = if matches!(clock, Clock::System) { claim.prepared().load(conn)? } else { claim.load(conn)? };
    claimed.sort_by_key(|job| (job.run_at, job.id));
    Ok(claimed)
}

/// Makes due what would wait, or be held, for longer than anything does: the clock was ahead when that was written.
pub(super) fn bring_back(conn: &mut Connection, clock: &Clock) -> Result<()> {
    let (now, farthest) = (now_sql(conn, clock), FARTHEST.as_micros());
    diesel::sql_query(format!("UPDATE jobs SET run_at = {now} WHERE state = 'waiting' AND run_at > {now} + {farthest}")).execute(conn)?;
    diesel::sql_query(format!("UPDATE jobs SET locked_until = {now} WHERE locked_until > {now} + {farthest}")).execute(conn)?;
    Ok(())
}

/// Prolongs claims that are about to run out; answers which are still this worker's.
pub(super) fn renew(conn: &mut Connection, worker: &str, ids: &[JobId], kinds: &[&'static Kind], clock: &Clock) -> Result<Vec<JobId>> {
    let until = format!("{} + {}", now_sql(conn, clock), limit_sql(kinds));
    let mine = jobs::table.filter(jobs::id.eq_any(ids.to_vec())).filter(jobs::locked_by.eq(worker));
    diesel::update(mine).set(jobs::locked_until.eq(diesel::dsl::sql(&until))).execute(conn)?;
    Ok(jobs::table.filter(jobs::id.eq_any(ids.to_vec())).filter(jobs::locked_by.eq(worker)).select(jobs::id).load(conn)?)
}

/// Takes done jobs out. One that another worker holds by now is that worker's to finish.
pub(super) fn finish(conn: &mut Connection, worker: &str, ids: &[JobId]) -> Result<()> {
    diesel::delete(jobs::table.filter(jobs::id.eq_any(ids.to_vec())).filter(jobs::locked_by.eq(worker))).execute(conn)?;
    Ok(())
}

/// What happens to a job that failed.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    /// Which.
    pub id: JobId,
    /// Failures, this one included.
    pub attempts: i32,
    /// Microseconds until the next try; none when it is parked.
    pub wait: Option<i64>,
    /// Why.
    pub error: String,
}

/// Notes a failure: another try later, or parked. A newer job about the same thing takes over, with the failures counted.
pub(super) fn fail(conn: &mut Connection, worker: &str, failed: &Failed, clock: &Clock) -> Result<()> {
    let error: String = failed.error.chars().filter(|c| *c != '\0').take(ERROR_LENGTH).collect();
    if let Some(twin) = waiting_twin(conn, worker, failed.id)? {
        let attempts = if failed.wait.is_some() { failed.attempts } else { failed.attempts - 1 };
        diesel::update(jobs::table.find(twin)).set((jobs::attempts.eq(attempts), jobs::last_error.eq(error))).execute(conn)?;
        return finish(conn, worker, &[failed.id]);
    }
    let run_at = format!("{} + {}", now_sql(conn, clock), failed.wait.unwrap_or(0));
    diesel::update(jobs::table.find(failed.id).filter(jobs::locked_by.eq(worker)))
        .set((
            jobs::state.eq(if failed.wait.is_some() { "waiting" } else { "parked" }),
            jobs::attempts.eq(failed.attempts),
            jobs::run_at.eq(diesel::dsl::sql::<BigInt>(&run_at)),
            jobs::last_error.eq(error),
            jobs::locked_by.eq(None::<String>),
            jobs::locked_until.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives back what was taken but not begun, for a worker that stops.
pub(super) fn release(conn: &mut Connection, worker: &str, ids: &[JobId]) -> Result<()> {
    for id in ids {
        if waiting_twin(conn, worker, *id)?.is_some() {
            finish(conn, worker, &[*id])?;
            continue;
        }
        diesel::update(jobs::table.find(*id).filter(jobs::locked_by.eq(worker)))
            .set((jobs::locked_by.eq(None::<String>), jobs::locked_until.eq(None::<i64>)))
            .execute(conn)?;
    }
    Ok(())
}

/// The job that was written about the same thing while this worker held `id`.
fn waiting_twin(conn: &mut Connection, worker: &str, id: JobId) -> Result<Option<JobId>> {
    let mine: Option<(String, String)> = jobs::table.find(id).filter(jobs::locked_by.eq(worker)).select((jobs::kind, jobs::key)).first(conn).optional()?;
    let Some((kind, key)) = mine else { return Ok(None) };
    twin_of(conn, &kind, &key)
}

fn twin_of(conn: &mut Connection, kind: &str, key: &str) -> Result<Option<JobId>> {
    let twins = jobs::table.filter(jobs::kind.eq(kind)).filter(jobs::key.eq(key)).filter(jobs::state.eq("waiting")).filter(jobs::locked_by.is_null());
    Ok(twins.select(jobs::id).first(conn).optional()?)
}

/// How many jobs of a kind there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The kind's word.
    pub kind: String,
    /// Due, or waiting for their time, or running.
    pub waiting: i64,
    /// Given up, or held back.
    pub parked: i64,
}

/// Waiting and parked jobs of each kind that has any, by name.
pub fn counts(conn: &mut Connection) -> Result<Vec<Count>> {
    let rows: Vec<(String, String, i64)> = jobs::table
        .group_by((jobs::kind, jobs::state))
        .select((jobs::kind, jobs::state, diesel::dsl::count_star()))
        .order((jobs::kind, jobs::state))
        .load(conn)?;
    let mut counts: Vec<Count> = Vec::new();
    for (kind, state, number) in rows {
        if counts.last().is_none_or(|last| last.kind != kind) {
            counts.push(Count { kind, waiting: 0, parked: 0 });
        }
        let last = counts.last_mut().expect("one was pushed");
        if state == "parked" {
            last.parked = number;
        } else {
            last.waiting = number;
        }
    }
    Ok(counts)
}

/// Jobs of a kind whose time has come.
#[derive(Clone, Debug)]
pub struct Due {
    /// The kind's name.
    pub kind: String,
    /// How many, running ones among them.
    pub number: i64,
    /// Since when the first of them should have been done.
    pub since: Timestamp,
}

/// What is late at `now`, by kind. A job that failed waits for another try, but is late since it was written.
pub fn due(conn: &mut Connection, now: Timestamp) -> Result<Vec<Due>> {
    let is_late = jobs::run_at.le(now).or(jobs::attempts.gt(0));
    let rows: Vec<(String, i64, Option<Timestamp>)> = jobs::table
        .filter(jobs::state.eq("waiting").and(is_late))
        .group_by(jobs::kind)
        .select((jobs::kind, diesel::dsl::count_star(), diesel::dsl::min(case_when(jobs::attempts.gt(0), jobs::created_at).otherwise(jobs::run_at))))
        .order(jobs::kind)
        .load(conn)?;
    Ok(rows.into_iter().map(|(kind, number, since)| Due { kind, number, since: since.unwrap_or(now) }).collect())
}

/// Jobs of some kinds that are not done yet.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// How many wait, parked ones not counted.
    pub number: i64,
    /// Of those, how many failed before.
    pub failed: i64,
    /// What the one that failed last said of it; empty where none did.
    pub last_error: String,
    /// When the oldest was written.
    pub oldest: Option<Timestamp>,
}

/// What waits of these kinds.
pub fn waiting(conn: &mut Connection, kinds: &[&str]) -> Result<Waiting> {
    let own = || jobs::table.filter(jobs::state.eq("waiting")).filter(jobs::kind.eq_any(kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>()));
    let failed = || own().filter(jobs::attempts.gt(0));
    Ok(Waiting {
        number: own().count().get_result(conn)?,
        failed: failed().count().get_result(conn)?,
        last_error: failed().order(jobs::id.desc()).select(jobs::last_error).first(conn).optional()?.unwrap_or_default(),
        oldest: own().order(jobs::created_at).select(jobs::created_at).first(conn).optional()?,
    })
}

/// A job that was given up, or held back.
#[derive(Clone, Debug, Queryable)]
pub struct Parked {
    /// Its number, for `--retry` and `--discard`.
    pub id: JobId,
    /// The kind's word.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// Failures.
    pub attempts: i32,
    /// The last of them; [`RESTORED`] when it did not fail but a restored backup held it back.
    pub last_error: String,
    /// Since when the community waits for it.
    pub created_at: Timestamp,
}

impl Parked {
    /// True when a restored backup held it back.
    pub fn is_restored(&self) -> bool {
        self.last_error == RESTORED
    }
}

/// Parked jobs, oldest first, at most `limit`.
pub fn parked(conn: &mut Connection, limit: i64) -> Result<Vec<Parked>> {
    Ok(jobs::table
        .filter(jobs::state.eq("parked"))
        .select((jobs::id, jobs::kind, jobs::key, jobs::attempts, jobs::last_error, jobs::created_at))
        .order(jobs::id)
        .limit(limit)
        .load(conn)?)
}

/// What stands as the error of a job that a restored backup held back: it did not fail.
pub const RESTORED: &str = "restored from a backup";

/// Parks the waiting jobs of a restored database whose kind is none of these: they would leave the machine, or
/// nobody knows. Answers how many.
pub(in crate::platform) fn park_restored(conn: &mut Connection, staying: &[&str]) -> Result<usize> {
    let leaving = jobs::table.filter(jobs::state.eq("waiting")).filter(jobs::kind.ne_all(staying.to_vec()));
    let parked = (jobs::state.eq("parked"), jobs::last_error.eq(RESTORED), jobs::locked_by.eq(None::<String>), jobs::locked_until.eq(None::<i64>));
    Ok(diesel::update(leaving).set(parked).execute(conn)?)
}

/// Which parked jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one with this number.
    One(JobId),
    /// Those that failed too often.
    Failed,
    /// Those that a restored backup held back.
    Restored,
}

fn chosen(which: Which) -> jobs::BoxedQuery<'static, Backend> {
    let parked = jobs::table.filter(jobs::state.eq("parked")).into_boxed();
    match which {
        Which::One(id) => parked.filter(jobs::id.eq(id)),
        Which::Failed => parked.filter(jobs::last_error.ne(RESTORED)),
        Which::Restored => parked.filter(jobs::last_error.eq(RESTORED)),
    }
}

/// Lets parked jobs run again from their first try; answers how many.
pub fn retry(conn: &mut Connection, which: Which, now: Timestamp) -> Result<usize> {
    let chosen: Vec<(JobId, String, String)> = chosen(which).select((jobs::id, jobs::kind, jobs::key)).order(jobs::id).load(conn)?;
    for (id, kind, key) in &chosen {
        // A newer job about the same thing does the same work.
        if twin_of(conn, kind, key)?.is_some() {
            diesel::delete(jobs::table.find(*id)).execute(conn)?;
            continue;
        }
        diesel::update(jobs::table.find(*id))
            .set((jobs::state.eq("waiting"), jobs::attempts.eq(0), jobs::run_at.eq(Timestamp(now.0 - now.0.rem_euclid(1_000)))))
            .execute(conn)?;
    }
    Ok(chosen.len())
}

/// Throws parked jobs away; answers how many.
pub fn discard(conn: &mut Connection, which: Which) -> Result<usize> {
    let parked = jobs::table.filter(jobs::state.eq("parked"));
    Ok(match which {
        Which::One(id) => diesel::delete(parked.filter(jobs::id.eq(id))).execute(conn)?,
        Which::Failed => diesel::delete(parked.filter(jobs::last_error.ne(RESTORED))).execute(conn)?,
        Which::Restored => diesel::delete(parked.filter(jobs::last_error.eq(RESTORED))).execute(conn)?,
    })
}
