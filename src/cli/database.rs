//! The database as commands use it.

use anyhow::bail;

use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::migrations::Until;
use crate::platform::db::{Db, Location, Options, migrations};
use crate::subscriptions;

/// Opens the database of a community that exists, brought up to date. Jobs that a command writes are found by the worker's poll.
pub(super) fn open(config: &Config) -> anyhow::Result<Db> {
    must_exist(config)?;
    make(config)
}

/// Refuses a place where no database is: SQLite would make one.
pub(super) fn must_exist(config: &Config) -> anyhow::Result<()> {
    match &config.database {
        Location::Sqlite(path) if !path.exists() => {
            bail!("there is no database at {}; `guildhall serve` makes one, or name another folder with --data-dir", path.display())
        }
        _ => Ok(()),
    }
}

/// Opens the database, made if it is not there, brought up to date.
pub(super) fn make(config: &Config) -> anyhow::Result<Db> {
    migrations::run(&config.database, Until::Started)?;
    Ok(as_it_is(config))
}

/// The database with the tables it has. Nothing is opened before it is used.
pub(super) fn as_it_is(config: &Config) -> Db {
    Db::open(Options {
        location: config.database.clone(),
        readers: 1,
        limit_factor: config.limit_factor,
        writers: 1,
        clock: Clock::System,
        subscriptions: subscriptions::subscriptions(),
        wake: Box::new(|_| {}),
    })
}
