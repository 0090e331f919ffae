//! Brings a database to this program's tables.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fs::File;

use super::connection::{AnyConnection as Connection, Location, Use, open};
use super::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number: it names the lock that two nodes starting at once take on PostgreSQL.
#[cfg(feature = "postgres")]
const MIGRATION_LOCK: i64 = 7_150_223_001;

/// What keeps the program from using a database.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database was made by a newer program.
    #[error("the database has a newer schema ({0}) than this program knows; start the newer program, or restore a backup made before the upgrade")]
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

/// Runs what is missing, one node at a time; answers how many migrations ran.
pub fn run(location: &Location) -> Result<usize, MigrationError> {
    let _guard = lock_folder(location)?;
    let mut conn = open(location, Use::Write, &Default::default())?;
    match &mut conn {
        Connection::Sqlite(inner) => {
            refuse_old_sqlite(inner)?;
            run_pending(inner, SQLITE)
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => {
            use diesel::connection::SimpleConnection;
            // Released when the connection closes, also when this process is killed.
            inner.batch_execute(&format!("SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({MIGRATION_LOCK})")).map_err(Error::from)?;
            run_pending(inner, POSTGRES)
        }
    }
}

fn run_pending<C, DB>(conn: &mut C, source: EmbeddedMigrations) -> Result<usize, MigrationError>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| MigrationError::Failed(error.to_string());
    let known: Vec<String> =
        diesel::migration::MigrationSource::<DB>::migrations(&source).map_err(failed)?.iter().map(|m| m.name().version().to_string()).collect();
    for version in conn.applied_migrations().map_err(failed)? {
        if !known.contains(&version.to_string()) {
            return Err(MigrationError::Newer(version.to_string()));
        }
    }
    conn.run_pending_migrations(source).map(|done| done.len()).map_err(failed)
}

/// Two processes that start on one folder wait for one another.
fn lock_folder(location: &Location) -> Result<Option<File>, MigrationError> {
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
