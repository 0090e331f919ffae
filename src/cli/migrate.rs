//! `guildhall migrate`.

use std::io::Write;

use crate::platform::config::Config;
use crate::platform::db::migrations;

/// Runs what is missing and says how much that was.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    match migrations::run(&config.database)? {
        0 => writeln!(out, "The database is up to date.")?,
        1 => writeln!(out, "The database is up to date; 1 migration ran.")?,
        number => writeln!(out, "The database is up to date; {number} migrations ran.")?,
    }
    Ok(())
}
