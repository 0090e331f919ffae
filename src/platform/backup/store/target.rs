//! The place that a backup is restored to: nothing there counts until everything is there.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::tables::{self, are_made};
use crate::platform::backup::{BackupError, Result};
use crate::platform::db::migrations::lock_folder;
use crate::platform::db::{Connection, Location, Use, open_connection};

/// An empty database, and what keeps others out of it meanwhile.
pub struct Target {
    location: Location,
    /// The connection that loads.
    pub conn: Connection,
    _lock: Option<File>,
}

impl Target {
    /// Opens it; `content` names the tables whose rows make a community. Refuses what is not empty or is in use.
    /// On SQLite a new file is loaded beside the database; on PostgreSQL the caller's one transaction holds everything.
    pub fn open(location: &Location, content: &[&str]) -> Result<Self> {
        let lock = lock_folder(location)?;
        match location {
            Location::Sqlite(path) => {
                refuse_used_file(path, content)?;
                remove(&beside(path))?;
                let conn = open_connection(&Location::Sqlite(beside(path)), Use::Write, &Default::default())?;
                Self::new(
                    location,
                    conn,
                    lock,
                    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; \
                     PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; PRAGMA mmap_size = 0; PRAGMA temp_store = FILE;",
                )
            }
            #[cfg(feature = "postgres")]
            Location::Postgres(_) => {
                let mut conn = open_connection(location, Use::Write, &Default::default())?;
                refuse_other_connections(&mut conn)?;
                refuse_content(&mut conn, content, "the database")?;
                let settings = crate::platform::db::migrations::wait_for_lock() + "; SET maintenance_work_mem = '256MB'";
                Self::new(location, conn, lock, &settings)
            }
            #[cfg(not(feature = "postgres"))]
            Location::Postgres(_) => Err(BackupError::Refused("this program was built without PostgreSQL".into())),
        }
    }

    fn new(location: &Location, mut conn: Connection, lock: Option<File>, settings: &str) -> Result<Self> {
        conn.batch_execute(settings)?;
        Ok(Self { location: location.clone(), conn, _lock: lock })
    }

    /// After the commit: shows a new file to everybody, whole and on the disk.
    pub fn show(self) -> Result<()> {
        let Location::Sqlite(path) = &self.location else { return Ok(()) };
        let new = beside(path);
        drop(self.conn);
        let failed = || BackupError::file(path.display().to_string());
        File::open(&new).and_then(|file| file.sync_all()).map_err(failed())?;
        // A log without its database would be taken for this one's.
        remove_logs(path)?;
        fs::rename(&new, path).map_err(failed())?;
        File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all())
            .map_err(failed())
    }

    /// After a failure: leaves nothing behind.
    pub fn discard(self) {
        let Location::Sqlite(path) = &self.location else { return };
        drop(self.conn);
        if let Err(error) = remove(&beside(path)) {
            tracing::warn!(%error, "the half-restored file could not be removed; it is not used by anything");
        }
    }
}

/// The file that is loaded: `guildhall.db.restoring`.
fn beside(path: &Path) -> PathBuf {
    with_ending(path, ".restoring")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> Result<()> {
    remove_logs(path)?;
    remove_one(path)
}

fn remove_logs(path: &Path) -> Result<()> {
    ["-wal", "-shm", "-journal"].iter().try_for_each(|ending| remove_one(&with_ending(path, ending)))
}

fn remove_one(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(BackupError::file(path.display().to_string())(error)),
        _ => Ok(()),
    }
}

/// A database that is there already must hold no community, and no other program may have it open.
fn refuse_used_file(path: &Path, content: &[&str]) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let mut conn = open_connection(&Location::Sqlite(path.to_owned()), Use::Write, &Default::default())?;
    refuse_content(&mut conn, content, &path.display().to_string())?;
    // Leaving the write-ahead log takes the file for oneself: SQLite refuses while anybody else has it open.
    conn.batch_execute("PRAGMA busy_timeout = 100")?;
    conn.batch_execute("PRAGMA journal_mode = DELETE").map_err(|_| in_use(&path.display().to_string()))
}

fn in_use(what: &str) -> BackupError {
    BackupError::Refused(format!("{what} is in use; stop every `guildhall serve` and `guildhall work` on it first"))
}

#[cfg(feature = "postgres")]
fn refuse_other_connections(conn: &mut Connection) -> Result<()> {
    let query = "SELECT count(*) AS number FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    // A program that just ended is seen for a moment longer.
    for _ in 0..20 {
        if number(conn, query)? == 0 {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err(in_use("the database"))
}

fn refuse_content(conn: &mut Connection, content: &[&str], what: &str) -> Result<()> {
    if !are_made(conn)? {
        return Ok(());
    }
    let there = tables::all(conn)?;
    let mut found = Vec::new();
    for name in content.iter().filter(|name| there.iter().any(|table| table.name == **name)) {
        match tables::count(conn, name)? {
            0 => {}
            rows => found.push(format!("{rows} {name}")),
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(BackupError::Refused(format!("{what} is not empty: it holds {}; a backup is restored into an empty place only", found.join(" and "))))
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[cfg(feature = "postgres")]
fn number(conn: &mut Connection, query: &str) -> Result<i64> {
    Ok(diesel::sql_query(query).get_result::<Number>(conn)?.number)
}
