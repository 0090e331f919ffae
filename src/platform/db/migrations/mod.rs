//! Brings a database to this program's tables.
//!
//! Every migration runs in a transaction together with the row that says it ran: whoever is killed in the middle leaves
//! what was before, and the next start goes on there. One process at a time migrates; others wait for it.
//! `releases.rs` says which run when, so that a release runs beside the one before it.

mod releases;

use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fs::File;

use super::connection::{AnyConnection as Connection, Location, Use, open};
use super::{Error, Result};
use releases::RELEASE;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number: it names the lock that two nodes starting at once take on PostgreSQL.
#[cfg(feature = "postgres")]
const MIGRATION_LOCK: i64 = 7_150_223_001;

/// What keeps the program from using a database.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database was made for a program that is newer than the next release, or such a program has finished its upgrade.
    #[error("the database has a newer schema ({0}) than this program can use; start the newer program, or restore a backup made before the upgrade")]
    Newer(String),
    /// SQLite is too old to be trusted with a write-ahead log.
    #[error("SQLite {0} can corrupt a database in WAL mode; 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// A migration failed; it was rolled back.
    #[error("the database could not be brought up to date: {0}")]
    Failed(String),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] Error),
}

/// What was done to the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Migrations that ran.
    pub ran: usize,
    /// Those that wait for [`Until::Finished`].
    pub waiting: usize,
}

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The release before runs beside this one.
    Started,
    /// No older program runs any more: what only that one needed goes.
    Finished,
}

/// Runs what is missing, one process at a time.
pub fn run(location: &Location, until: Until) -> Result<Done, MigrationError> {
    let _guard = lock_folder(location)?;
    let mut conn = open(location, Use::Write, &Default::default())?;
    match &mut conn {
        Connection::Sqlite(inner) => {
            refuse_old_sqlite(inner)?;
            run_pending(inner, &SQLITE, RELEASE, until)
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => {
            use diesel::connection::SimpleConnection;
            inner.batch_execute(&wait_for_lock()).map_err(Error::from)?;
            run_pending(inner, &POSTGRES, RELEASE, until)
        }
    }
}

/// Runs those of a release's migrations that are due and missing.
fn run_pending<C, DB, S>(conn: &mut C, source: &S, release: u32, until: Until) -> Result<Done, MigrationError>
where
    C: MigrationHarness<DB>,
    DB: Backend,
    S: MigrationSource<DB>,
{
    let (applied, known) = (applied_to(conn)?, versions_of::<DB>(source)?);
    if let Some(beyond) = applied.iter().filter(|version| !known.contains(version)).find(|version| !releases::is_of_next(version, release)) {
        return Err(MigrationError::Newer(beyond.clone()));
    }
    let (due, waiting): (Vec<String>, Vec<String>) =
        known.into_iter().filter(|version| !applied.contains(version)).partition(|version| releases::is_due(version, release, until));
    let ran = conn.run_pending_migrations(These(source, &due)).map_err(failed)?.len();
    Ok(Done { ran, waiting: waiting.len() })
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> MigrationError {
    MigrationError::Failed(error.to_string())
}

/// Refuses a database that has run a migration which this program does not know: its tables are not understood whole.
pub(in crate::platform) fn refuse_newer(applied: &[String], known: &[String]) -> Result<(), MigrationError> {
    match applied.iter().find(|version| !known.contains(version)) {
        Some(version) => Err(MigrationError::Newer(version.clone())),
        None => Ok(()),
    }
}

fn versions_of<DB: Backend>(source: &impl MigrationSource<DB>) -> Result<Vec<String>, MigrationError> {
    Ok(source.migrations().map_err(failed)?.iter().map(|migration| migration.name().version().to_string()).collect())
}

/// The versions that ran, oldest first.
fn applied_to<C: MigrationHarness<DB>, DB: Backend>(conn: &mut C) -> Result<Vec<String>, MigrationError> {
    let mut applied: Vec<String> = conn.applied_migrations().map_err(failed)?.iter().map(ToString::to_string).collect();
    applied.sort();
    Ok(applied)
}

/// The versions that this program knows, oldest first.
pub(in crate::platform) fn known() -> Result<Vec<String>, MigrationError> {
    versions_of::<diesel::sqlite::Sqlite>(&SQLITE)
}

/// The versions that a start of this program runs, oldest first.
pub(in crate::platform) fn started() -> Result<Vec<String>, MigrationError> {
    Ok(known()?.into_iter().filter(|version| releases::is_due(version, RELEASE, Until::Started)).collect())
}

/// Runs those of the named migrations that are missing, in the transaction that is open. All of them must be known.
pub(in crate::platform) fn run_these(conn: &mut Connection, versions: &[String]) -> Result<(), MigrationError> {
    match conn {
        Connection::Sqlite(inner) => inner.run_pending_migrations(These(&SQLITE, versions)).map(drop).map_err(failed),
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => inner.run_pending_migrations(These(&POSTGRES, versions)).map(drop).map_err(failed),
    }
}

/// Those of a program's migrations that are named.
struct These<'a, S>(&'a S, &'a [String]);

impl<DB: Backend, S: MigrationSource<DB>> MigrationSource<DB> for These<'_, S> {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<DB>>>> {
        let mut all: Vec<Box<dyn Migration<DB>>> = self.0.migrations()?;
        all.retain(|migration| self.1.contains(&migration.name().version().to_string()));
        Ok(all)
    }
}

/// The statements that keep other programs from migrating until this connection closes, also when this process is killed.
#[cfg(feature = "postgres")]
pub(in crate::platform) fn wait_for_lock() -> String {
    format!("SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({MIGRATION_LOCK})")
}

/// Two processes that start on one folder wait for one another. Made with the folder, if it is not there; free again when dropped.
pub(in crate::platform) fn lock_folder(location: &Location) -> Result<Option<File>, MigrationError> {
    let Location::Sqlite(path) = location else { return Ok(None) };
    let failed = |e: std::io::Error| MigrationError::Failed(format!("{}: {e}", path.display()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = File::create(path.with_extension("lock")).map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(Some(file))
}

/// Versions before 3.51.3 can corrupt a WAL database (the WAL-reset bug, mended in 3.51.3).
fn refuse_old_sqlite(conn: &mut diesel::SqliteConnection) -> Result<(), MigrationError> {
    use diesel::prelude::*;
    let version: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>("sqlite_version()")).get_result(conn).map_err(Error::from)?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts < vec![3, 51, 3] {
        return Err(MigrationError::OldSqlite(version));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
