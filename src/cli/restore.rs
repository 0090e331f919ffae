//! `guildhall restore`: an archive into an empty place, on either database.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use super::backup::Bar;
use super::{check, database};
use crate::accounts::{Acting, settings};
use crate::app::Parts;
use crate::platform::backup::{self, Choices, Restored};
use crate::platform::config::Config;
use crate::platform::db::Durability;
use crate::search::embedded::Embedded;
use crate::subscriptions;

/// Tables whose rows make a community.
const CONTENT: &[&str] = &["members", "topics"];
/// What lets somebody in without a password: who is signed in, and links that were mailed.
const KEYS: &[&str] = &["sessions", "tokens", "address_changes"];

/// Options of `guildhall restore`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The archive; `-` reads it from the standard input.
    file: PathBuf,
    /// Sign everybody out and end links that were mailed, as after a break-in.
    #[arg(long)]
    end_sessions: bool,
}

/// Restores, says what is there now, and checks it.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let source = source(&args.file)?;
    let staying = staying(config)?;
    let bar = Bar::new()?;
    let choices = Choices { content: CONTENT, forget: if args.end_sessions { KEYS } else { &[] }, staying: &staying };
    let restored = backup::restore(&config.database, &config.data_dir, source, &choices, &bar);
    bar.end();
    say(&restored?, out)?;
    let db = database::open(config)?;
    db.write_blocking(Acting::Command, Durability::Full, |tx, _| settings::store::plan_digests_anew(tx))?;
    // What is indexed here is of another community, or of another time: `serve` sees that nothing is, and has it made.
    Embedded::clear(&config.data_dir).context("the search index of before could not be taken away")?;
    match check::differences_of(&db, config, out)? {
        0 => Ok(writeln!(out, "Checked: everything is as it should be.")?),
        number => {
            bail!("everything in the backup is restored, and {number} of its counters or copies differ; `guildhall check --fix` mends what can be computed")
        }
    }
}

fn source(file: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if file == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, opened)))
}

/// The kinds of jobs that stay on this machine: all others wait for an admin.
fn staying(config: &Config) -> anyhow::Result<Vec<&'static str>> {
    let registry = subscriptions::registry(&Parts::on(database::as_it_is(config), config)?);
    Ok(registry.kinds().filter(|kind| !kind.leaves_machine).map(|kind| kind.name).collect())
}

fn say(restored: &Restored, out: &mut dyn Write) -> anyhow::Result<()> {
    let manifest = &restored.manifest;
    writeln!(
        out,
        "Restored: {} rows of {} tables and {} files, made {} by guildhall {}.",
        manifest.rows(),
        manifest.tables.len(),
        manifest.files,
        manifest.made_at,
        manifest.program
    )?;
    match restored.parked {
        0 => {}
        1 => writeln!(out, "1 job that would leave this machine is held back; `guildhall jobs` and /admin/jobs release or discard it.")?,
        number => writeln!(out, "{number} jobs that would leave this machine are held back; `guildhall jobs` and /admin/jobs release or discard them.")?,
    }
    Ok(out.flush()?)
}
