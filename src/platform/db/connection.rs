//! One connection type for both databases, and how each is opened.

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use std::fmt::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Error, Result};

/// A connection to SQLite or PostgreSQL; queries are written once for both.
#[cfg(feature = "postgres")]
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// The bundled SQLite.
    Sqlite(SqliteConnection),
}

/// A connection to SQLite; this build leaves PostgreSQL out.
#[cfg(not(feature = "postgres"))]
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The bundled SQLite.
    Sqlite(SqliteConnection),
}

/// The backend of [`AnyConnection`]: what predicates and raw fragments are generic over.
pub type Backend = <AnyConnection as diesel::Connection>::Backend;

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl Location {
    /// Reads a database URL: `postgres://..`, `sqlite:PATH` or a plain path.
    pub fn parse(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::parse_postgres(url);
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        if path.is_empty() || path.contains("://") {
            return Err("write postgres://user:password@host/database or sqlite:PATH".into());
        }
        Ok(Self::Sqlite(path.into()))
    }

    fn parse_postgres(url: &str) -> Result<Self, String> {
        if !cfg!(feature = "postgres") {
            return Err("this program was built without PostgreSQL; build it with the feature `postgres`".into());
        }
        let asks_for_tls = ["sslmode=require", "sslmode=verify-ca", "sslmode=verify-full"].iter().any(|mode| url.contains(mode));
        if asks_for_tls && !cfg!(feature = "postgres-tls") {
            return Err(
                "the address asks for TLS, but this program was built without it; build it with the feature `postgres-tls`, as the released programs are"
                    .into(),
            );
        }
        Ok(Self::Postgres(url.into()))
    }

    /// True for SQLite: one writer, a file in the data folder.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}

/// What a connection will be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Pages and lists: the database itself refuses a change.
    Read,
    /// Use cases and jobs.
    Write,
}

/// How long a statement waits for a lock: below the 5 s within which a page must answer.
const LOCK_WAIT_MS: u32 = 4_000;

/// Opens a connection and sets what both databases need.
pub fn open(location: &Location, usage: Use, counter: &Arc<AtomicU64>) -> Result<AnyConnection> {
    let mut conn = match location {
        Location::Sqlite(path) => AnyConnection::Sqlite(open_sqlite(path, usage)?),
        #[cfg(feature = "postgres")]
        Location::Postgres(url) => AnyConnection::Postgres(open_postgres(url, usage)?),
        #[cfg(not(feature = "postgres"))]
        Location::Postgres(_) => return Err(Error::Gone("built without PostgreSQL".into())),
    };
    conn.set_instrumentation(CountQueries { counter: counter.clone(), is_announced: location.is_sqlite(), is_control: false });
    Ok(conn)
}

/// As much of a database as SQLite maps into memory at all, in bytes: what is beyond is copied page by page.
const MAPPED_MOST: i64 = 0x7fff_0000;

fn open_sqlite(path: &Path, usage: Use) -> Result<SqliteConnection> {
    super::sqlite_process::prepare();
    let name = path.to_str().ok_or_else(|| Error::Gone("the path of the database is not valid UTF-8".into()))?;
    let mut conn = SqliteConnection::establish(name).map_err(|e| Error::Gone(e.to_string()))?;
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {LOCK_WAIT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; PRAGMA mmap_size = {MAPPED_MOST}; PRAGMA temp_store = MEMORY;"
    ))?;
    conn.batch_execute(match usage {
        Use::Read => "PRAGMA query_only = ON;",
        // What is deleted is written over: an erased text must not be found in the file.
        Use::Write => "PRAGMA secure_delete = ON;",
    })?;
    Ok(conn)
}

/// For statements that read little, by an index. A merge join walks along a whole table unless it meets the end of the other side
/// soon, and PostgreSQL counts on that by what it last knew of both: a member who came later cost 20,000 rows a page. Nothing
/// here runs long enough to be compiled first.
#[cfg(feature = "postgres")]
const SHORT_STATEMENTS: &str = "SET enable_mergejoin = off; SET jit = off;";

#[cfg(feature = "postgres")]
fn open_postgres(url: &str, usage: Use) -> Result<PgConnection> {
    let mut conn = PgConnection::establish(&with_patience(url)).map_err(|e| Error::Gone(e.to_string()))?;
    conn.batch_execute(&format!("SET lock_timeout = {LOCK_WAIT_MS}; SET statement_timeout = 30000; SET TIME ZONE 'UTC'; {SHORT_STATEMENTS}"))?;
    if usage == Use::Read {
        conn.batch_execute("SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read';")?;
    }
    Ok(conn)
}

/// Seconds and milliseconds in which a server must be reached, and must take what is sent to it: by themselves the
/// network's own waits end after minutes, and a door would stay shut long after its server is back.
#[cfg(feature = "postgres")]
const PATIENCE: [(&str, &str); 4] = [("connect_timeout", "4"), ("tcp_user_timeout", "8000"), ("keepalives_idle", "10"), ("keepalives_interval", "5")];

/// The address with those waits that it does not name itself.
#[cfg(feature = "postgres")]
fn with_patience(url: &str) -> String {
    let mut patient = url.to_owned();
    for (name, value) in PATIENCE.iter().filter(|(name, _)| !url.contains(&format!("{name}="))) {
        let sign = if patient.contains('?') { '&' } else { '?' };
        patient.push_str(&format!("{sign}{name}={value}"));
    }
    patient
}

/// Asks whether a server is still there. (An empty statement would not do: diesel takes its answer for an error.)
const ARE_YOU_THERE: &str = "SELECT 1";

/// Is the server of a connection still there? SQLite has none.
pub(super) fn answers(conn: &mut AnyConnection) -> bool {
    matches!(conn, AnyConnection::Sqlite(_)) || conn.batch_execute(ARE_YOU_THERE).is_ok()
}

/// Counts statements, so that tests can hold a page to its budget of queries.
struct CountQueries {
    counter: Arc<AtomicU64>,
    /// SQLite announces what begins and ends a transaction: no text is made there, which costs as much as a query.
    is_announced: bool,
    /// The next statement begins or ends a transaction.
    is_control: bool,
}

impl Instrumentation for CountQueries {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        use InstrumentationEvent::{BeginTransaction, CommitTransaction, RollbackTransaction, StartQuery};
        match event {
            BeginTransaction { .. } | CommitTransaction { .. } | RollbackTransaction { .. } => self.is_control = true,
            StartQuery { .. } if self.is_announced && self.is_control => self.is_control = false,
            StartQuery { query, .. } if !self.is_announced && is_control(&Beginning::of(query).0) => {}
            StartQuery { .. } => {
                self.counter.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}

/// True for what holds a transaction together, and for the question whether a server is still there.
fn is_control(text: &str) -> bool {
    [ARE_YOU_THERE, "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET "].iter().any(|word| text.starts_with(word))
}

/// The first words of a statement. The rest is not made: that of many rows can be megabytes.
struct Beginning(String);

impl Beginning {
    const ENOUGH: usize = 16;

    fn of(statement: &dyn fmt::Display) -> Self {
        let mut beginning = Self(String::with_capacity(2 * Self::ENOUGH));
        // An error here only says that it was enough.
        let _ = write!(beginning, "{statement}");
        beginning
    }
}

impl fmt::Write for Beginning {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        self.0.extend(more.chars().take(Self::ENOUGH));
        if self.0.len() < Self::ENOUGH { Ok(()) } else { Err(fmt::Error) }
    }
}
