//! `guildhall migrate`.

use std::io::Write;

use crate::platform::config::Config;
use crate::platform::db::migrations::{self, Until};

/// Options of `guildhall migrate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Also take away what only the release before this one needed. No older program may run from then on.
    #[arg(long)]
    finish: bool,
}

/// Runs what is missing and says how much that was.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let done = migrations::run(&config.database, if args.finish { Until::Finished } else { Until::Started })?;
    match done.ran {
        0 => writeln!(out, "The database is up to date.")?,
        1 => writeln!(out, "The database is up to date; 1 migration ran.")?,
        number => writeln!(out, "The database is up to date; {number} migrations ran.")?,
    }
    if done.waiting > 0 {
        writeln!(out, "The release before can still run beside this one. When it no longer does: `guildhall migrate --finish`.")?;
    }
    Ok(())
}
