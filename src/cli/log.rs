//! `guildhall log`: who did what, newest first.

use std::io::Write;

use super::database;
use crate::platform::config::Config;
use crate::platform::log::store::{self, Entry, Wanted};

/// Options of `guildhall log`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many acts.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
    /// Only acts before the one with this number.
    #[arg(long, value_name = "ID")]
    before: Option<i64>,
}

/// Prints the acts, one line each.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let (before, limit) = (args.before, args.limit);
    let entries = database::open(config)?.read_blocking(move |conn| store::newest(conn, &Wanted { before, ..Wanted::default() }, limit))?;
    if entries.is_empty() {
        return Ok(writeln!(out, "Nothing is written in the log{}.", if before.is_some() { " before that" } else { "" })?);
    }
    entries.iter().try_for_each(|entry| Ok(writeln!(out, "{}", line(entry))?))
}

fn line(entry: &Entry) -> String {
    let who = entry.actor.map_or_else(|| entry.via.as_str().to_owned(), |member| format!("member {member} ({})", entry.via.as_str()));
    let mut line = format!("{}  {}  {who}  {}  {} {}", entry.id, entry.at.rfc3339(), entry.act, entry.subject_kind, entry.subject);
    if !entry.before.is_empty() || !entry.after.is_empty() {
        line.push_str(&format!("  {} -> {}", entry.before, entry.after));
    }
    if !entry.reason.is_empty() {
        line.push_str(&format!("  \"{}\"", entry.reason));
    }
    // A reason is typed by a person: it must not move the cursor of whoever reads the log.
    line.replace(char::is_control, " ")
}
