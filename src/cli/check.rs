//! `guildhall check`: recomputes everything that is stored twice and names what differs.

use anyhow::bail;
use std::io::Write;

use super::database;
use crate::accounts::uploads;
use crate::platform::check::{Check, Wrong, look, mend};
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::storage::Folder;
use crate::registry::checks;

/// Options of `guildhall check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Store what should be there.
    #[arg(long)]
    fix: bool,
}

/// Prints each difference; a community with any that is not mended ends in a failed exit.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    let (mut found, mut left) = (0, 0);
    for check in checks() {
        let (differing, stubborn) = one(&db, check, args.fix, out)?;
        found += differing;
        left += stubborn;
    }
    let missing = missing_files(&db, config, out)?;
    (found, left) = (found + missing, left + missing);
    match (found, args.fix) {
        (0, _) => writeln!(out, "Everything is as it should be.")?,
        (_, false) => bail!("{}; `guildhall check --fix` mends what can be computed", differences(found)),
        (_, true) if left > 0 => bail!("{} could not be mended", differences(left)),
        (_, true) => writeln!(out, "Mended: {}.", differences(found))?,
    }
    Ok(())
}

/// Prints each upload whose file is not there; nothing can mend that. Answers how many there are.
fn missing_files(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<usize> {
    let mut found = 0;
    uploads::missing(db, &Folder::within(&config.data_dir), |upload, what| {
        found += 1;
        Ok(writeln!(out, "upload {upload}: {what}")?)
    })?;
    Ok(found)
}

/// Prints each difference; answers how many there are.
pub(super) fn differences_of(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<usize> {
    let mut found = missing_files(db, config, out)?;
    for check in checks() {
        found += one(db, check, false, out)?.0;
    }
    Ok(found)
}

/// Runs one check; answers how much differed and how much still does.
fn one(db: &Db, check: &'static dyn Check, fix: bool, out: &mut dyn Write) -> anyhow::Result<(usize, usize)> {
    let mut wrong: Vec<Wrong> = Vec::new();
    look(db, check, |batch| {
        batch.iter().try_for_each(|wrong| writeln!(out, "{wrong}"))?;
        wrong.extend(batch);
        Ok(())
    })?;
    let mut ids: Vec<i64> = wrong.iter().map(|wrong| wrong.id).collect();
    ids.dedup();
    if !fix || ids.is_empty() {
        return Ok((wrong.len(), wrong.len()));
    }
    let stubborn = mend(db, check, &ids)?;
    stubborn.iter().try_for_each(|wrong| writeln!(out, "not mended: {wrong}"))?;
    Ok((wrong.len(), stubborn.len()))
}

fn differences(number: usize) -> String {
    if number == 1 { "1 difference".into() } else { format!("{number} differences") }
}
