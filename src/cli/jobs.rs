//! `guildhall jobs`: what waits, what was given up or held back, and the two things to do about the latter.

use anyhow::bail;
use std::io::Write;

use super::database;
use crate::accounts::Acting;
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability, Error, Tx};
use crate::platform::jobs::JobId;
use crate::platform::jobs::store::{self, Parked, Which};
use crate::platform::log::Act;

/// More parked jobs than this have one cause; seeing all of them helps nobody.
const LISTED: i64 = 100;

/// Options of `guildhall jobs`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Let a parked job run again; or all that were given up, or all that a restored backup held back.
    #[arg(long, value_name = "ID|all|restored", value_parser = which, conflicts_with = "discard")]
    retry: Option<Which>,
    /// Throw a parked job away, or all that a restored backup held back.
    #[arg(long, value_name = "ID|restored", value_parser = which_discarded)]
    discard: Option<Which>,
}

fn which(text: &str) -> Result<Which, String> {
    match text {
        "all" => Ok(Which::Failed),
        "restored" => Ok(Which::Restored),
        number => number.parse().map(|id| Which::One(JobId(id))).map_err(|_| "write the number of a parked job, or all, or restored".into()),
    }
}

fn which_discarded(text: &str) -> Result<Which, String> {
    match which(text) {
        Ok(which @ (Which::One(_) | Which::Restored)) => Ok(which),
        _ => Err("write the number of a parked job, or restored".into()),
    }
}

/// Lists, or does what was asked.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match (args.retry, args.discard) {
        (Some(which), _) => retry(&db, which, out),
        (None, Some(which)) => discard(&db, which, out),
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
    let (restored, failed): (Vec<&Parked>, Vec<&Parked>) = parked.iter().partition(|job| job.is_restored());
    if !failed.is_empty() {
        writeln!(out, "\nGiven up; `guildhall jobs --retry ID` (or `--retry all`) runs them again, `--discard ID` throws one away:")?;
    }
    failed.iter().try_for_each(|job| one(job, out))?;
    if !restored.is_empty() {
        writeln!(
            out,
            "\nHeld back when a backup was restored; `--retry ID` (or `--retry restored`) releases them, `--discard ID` (or `--discard restored`) throws them away:"
        )?;
    }
    restored.iter().try_for_each(|job| one(job, out))?;
    if number > LISTED {
        writeln!(out, "  and {} more", number - LISTED)?;
    }
    Ok(())
}

fn one(job: &Parked, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "  {}  {} {}  {} tries  written {}", job.id, job.kind, job.key, job.attempts, job.created_at.rfc3339())?;
    Ok(writeln!(out, "      {}", job.last_error.replace(char::is_control, " "))?)
}

fn retry(db: &Db, which: Which, out: &mut dyn Write) -> anyhow::Result<()> {
    let number = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        let now = tx.now();
        let number = store::retry(tx.conn(), which, now)?;
        note(tx, "job.retry", which, number)?;
        Ok::<_, Error>(number)
    })?;
    match (number, which) {
        (0, Which::One(id)) => bail!("no parked job has the number {id}; `guildhall jobs` lists them"),
        (0, Which::Failed) => writeln!(out, "Nothing was given up.")?,
        (0, Which::Restored) => writeln!(out, "Nothing is held back.")?,
        (1, _) => writeln!(out, "1 job runs again.")?,
        (number, _) => writeln!(out, "{number} jobs run again.")?,
    }
    Ok(())
}

fn discard(db: &Db, which: Which, out: &mut dyn Write) -> anyhow::Result<()> {
    let number = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        let number = store::discard(tx.conn(), which)?;
        note(tx, "job.discard", which, number)?;
        Ok::<_, Error>(number)
    })?;
    match (number, which) {
        (0, Which::One(id)) => bail!("no parked job has the number {id}; `guildhall jobs` lists them"),
        (0, _) => writeln!(out, "Nothing is held back.")?,
        (1, Which::One(id)) => writeln!(out, "Job {id} is thrown away.")?,
        (1, _) => writeln!(out, "1 job is thrown away.")?,
        (number, _) => writeln!(out, "{number} jobs are thrown away.")?,
    }
    Ok(())
}

fn note(tx: &mut Tx<'_>, act: &str, which: Which, number: usize) -> Result<(), Error> {
    let subject = if let Which::One(id) = which { id.0 } else { 0 };
    if number == 0 { Ok(()) } else { tx.log(&Act { act, subject_kind: "job", subject, after: number.to_string(), ..Default::default() }) }
}
