//! `guildhall compact`.

use std::io::Write;

use super::database;
use crate::platform::config::Config;
use crate::platform::db::wipe;
use crate::registry::TABLES_OF_PERSONS;

/// Writes the database anew, and says so.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    database::must_exist(config)?;
    wipe::compact(&config.database, TABLES_OF_PERSONS)?;
    writeln!(out, "The database is written anew: nothing that was erased stands in its files.")?;
    Ok(())
}
