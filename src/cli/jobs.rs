//! `guildhall jobs`: what waits, what was given up, and the two things to do about the latter.

use anyhow::bail;
use std::io::Write;

use super::database;
use crate::accounts::Acting;
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability, Error};
use crate::platform::jobs::{JobId, store};
use crate::platform::log::Act;

/// More parked jobs than this have one cause; seeing all of them helps nobody.
const LISTED: i64 = 100;

/// Options of `guildhall jobs`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Let a parked job run again, or all of them.
    #[arg(long, value_name = "ID|all", value_parser = which, conflicts_with = "discard")]
    retry: Option<Which>,
    /// Throw a parked job away.
    #[arg(long, value_name = "ID")]
    discard: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
enum Which {
    One(JobId),
    All,
}

fn which(text: &str) -> Result<Which, String> {
    match text {
        "all" => Ok(Which::All),
        number => number.parse().map(|id| Which::One(JobId(id))).map_err(|_| "write the number of a parked job, or all".into()),
    }
}

/// Lists, or does what was asked.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match (args.retry, args.discard) {
        (Some(which), _) => retry(&db, which, out),
        (None, Some(id)) => discard(&db, JobId(id), out),
        (None, None) => list(&db, out),
    }
}

fn list(db: &Db, out: &mut dyn Write) -> anyhow::Result<()> {
    let (counts, parked) = db.read_blocking(|conn| Ok::<_, Error>((store::counts(conn)?, store::parked(conn, LISTED)?)))?;
    if counts.is_empty() {
        return Ok(writeln!(out, "Nothing waits, nothing was given up.")?);
    }
    let width = counts.iter().map(|count| count.kind.len()).max().unwrap_or(0).max("kind".len());
    writeln!(out, "{:width$}  {:>8}  {:>8}", "kind", "waiting", "parked")?;
    for count in &counts {
        writeln!(out, "{:width$}  {:>8}  {:>8}", count.kind, count.waiting, count.parked)?;
    }
    let number: i64 = counts.iter().map(|count| count.parked).sum();
    if number > 0 {
        writeln!(out, "\nGiven up; `guildhall jobs --retry ID` (or `--retry all`) runs them again, `--discard ID` throws one away:")?;
    }
    for job in &parked {
        writeln!(out, "  {}  {} {}  {} tries  written {}", job.id, job.kind, job.key, job.attempts, job.created_at.rfc3339())?;
        writeln!(out, "      {}", job.last_error.replace(char::is_control, " "))?;
    }
    if number > LISTED {
        writeln!(out, "  and {} more", number - LISTED)?;
    }
    Ok(())
}

fn retry(db: &Db, which: Which, out: &mut dyn Write) -> anyhow::Result<()> {
    let id = match which {
        Which::One(id) => Some(id),
        Which::All => None,
    };
    let number = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        let now = tx.now();
        let number = store::retry(tx.conn(), id, now)?;
        if number > 0 {
            tx.log(&Act { act: "job.retry", subject_kind: "job", subject: id.map_or(0, |id| id.0), after: format!("{number}"), ..Default::default() })?;
        }
        Ok::<_, Error>(number)
    })?;
    match (number, id) {
        (0, Some(id)) => bail!("no parked job has the number {id}; `guildhall jobs` lists them"),
        (0, None) => writeln!(out, "Nothing was given up.")?,
        (1, _) => writeln!(out, "1 job runs again.")?,
        (number, _) => writeln!(out, "{number} jobs run again.")?,
    }
    Ok(())
}

fn discard(db: &Db, id: JobId, out: &mut dyn Write) -> anyhow::Result<()> {
    let is_gone = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        let is_gone = store::discard(tx.conn(), id)?;
        if is_gone {
            tx.log(&Act { act: "job.discard", subject_kind: "job", subject: id.0, ..Default::default() })?;
        }
        Ok::<_, Error>(is_gone)
    })?;
    if !is_gone {
        bail!("no parked job has the number {id}; `guildhall jobs` lists them");
    }
    Ok(writeln!(out, "Job {id} is thrown away.")?)
}
