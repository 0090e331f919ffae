//! `guildhall secrets`: which secrets there are, without showing one, and an end to those that may be known to others.

use std::io::Write;

use super::database;
use crate::accounts::Acting;
use crate::accounts::secrets::{Secrets, rotate, store};
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability, Failure};

/// Options of `guildhall secrets`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// End all of a kind, so that new ones must be made: sessions, links, stop-mail, or all of them.
    #[arg(long, value_name = "sessions|links|stop-mail|all", value_parser = which)]
    rotate: Option<Which>,
}

/// One kind or all.
#[derive(Clone, Copy, Debug)]
enum Which {
    All,
    One(Secrets),
}

fn which(text: &str) -> Result<Which, String> {
    match text {
        "all" => Ok(Which::All),
        word => Secrets::parse(word).map(Which::One).ok_or_else(|| "write sessions, links, stop-mail or all".into()),
    }
}

/// Lists, or ends what was named.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match args.rotate {
        None => list(&db, config, out),
        Some(Which::One(which)) => end(&db, which, out),
        Some(Which::All) => Secrets::ALL.iter().try_for_each(|which| end(&db, *which, out)),
    }
}

fn list(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "In the database, as hashes:")?;
    for which in Secrets::ALL.iter().copied() {
        let now = db.now();
        let number = db.read_blocking(move |conn| store::count(conn, which, now))?;
        writeln!(out, "  {:10} {number:>7}  {}", which.as_str(), which.opens())?;
    }
    writeln!(out, "Configured, and changed where they were made:")?;
    for (key, origin) in config.secrets() {
        writeln!(out, "  {key:14} {origin}")?;
    }
    Ok(())
}

fn end(db: &Db, which: Secrets, out: &mut dyn Write) -> anyhow::Result<()> {
    let ended = db.write_blocking(Acting::Command, Durability::Full, move |tx, by| rotate(tx, by, which)).map_err(|failure| match failure {
        Failure::Refused(_) => anyhow::anyhow!("not allowed"),
        Failure::Database(error) => error.into(),
    })?;
    Ok(writeln!(out, "{}: {ended} ended; {}.", which.as_str(), which.opens())?)
}
