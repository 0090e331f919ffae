//! How a transaction begins and ends on each database.

use std::cell::Cell;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};

use super::Connection;
use super::{FromDatabase, Result};

/// How safe a commit is when its caller hears of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: what a person was promised.
    Full,
    /// Soon on the disk: job bookkeeping, last-seen, counts of views.
    Soon,
}

thread_local! {
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// True inside a writing transaction: what is read there may never be committed.
pub fn is_writing() -> bool {
    WRITING.get()
}

/// Begins a snapshot.
pub fn begin_read(conn: &mut Connection) -> Result<()> {
    begin(conn, "BEGIN")
}

/// Runs `work` as one snapshot and changes nothing.
pub fn read<T, E: FromDatabase>(conn: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    begin_read(conn)?;
    read_begun(conn, work)
}

/// Runs `work` in a snapshot that has begun, and ends it.
pub fn read_begun<T, E: FromDatabase>(conn: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    let outcome = work(conn);
    // Ending a snapshot by commit keeps diesel's manager in order; nothing was written.
    match outcome {
        Ok(value) => commit(conn).map(|()| value).map_err(E::from),
        Err(error) => {
            rollback(conn);
            Err(error)
        }
    }
}

/// Begins a writing transaction.
pub fn begin_write(conn: &mut Connection, durability: Durability) -> Result<()> {
    let is_sqlite = matches!(conn, Connection::Sqlite(_));
    if is_sqlite && durability == Durability::Soon {
        conn.batch_execute("PRAGMA synchronous = NORMAL")?;
    }
    let begun = begin(
        conn,
        match durability {
            // IMMEDIATE takes SQLite's one write lock first: a transaction that reads and then writes can no longer lose it halfway.
            _ if is_sqlite => "BEGIN IMMEDIATE",
            Durability::Full => "BEGIN",
            Durability::Soon => "BEGIN; SET LOCAL synchronous_commit = off",
        },
    );
    if begun.is_err() {
        let _ = back_to_full(conn, durability);
    }
    begun
}

/// Runs `work` in a writing transaction: commits what it returns `Ok` for, rolls back the rest.
pub fn write<T, E: FromDatabase>(conn: &mut Connection, durability: Durability, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    begin_write(conn, durability)?;
    write_begun(conn, durability, work)
}

/// The next transaction of a connection to SQLite is as safe as any.
fn back_to_full(conn: &mut Connection, durability: Durability) -> Result<()> {
    if durability == Durability::Soon && matches!(conn, Connection::Sqlite(_)) {
        conn.batch_execute("PRAGMA synchronous = FULL")?;
    }
    Ok(())
}

/// Runs `work` in a writing transaction that has begun, and ends it.
pub fn write_begun<T, E: FromDatabase>(conn: &mut Connection, durability: Durability, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    let outcome = write_inside(conn, work);
    back_to_full(conn, durability)?;
    outcome
}

fn write_inside<T, E: FromDatabase>(conn: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    WRITING.set(true);
    // Also when `work` panics: the thread goes on to read.
    let _ended = Ended;
    let outcome = work(conn);
    match outcome {
        Ok(value) => match commit(conn) {
            Ok(()) => Ok(value),
            Err(error) => {
                rollback(conn);
                Err(E::from(error))
            }
        },
        Err(error) => {
            rollback(conn);
            Err(error)
        }
    }
}

struct Ended;

impl Drop for Ended {
    fn drop(&mut self) {
        WRITING.set(false);
    }
}

fn begin(conn: &mut Connection, statement: &str) -> Result<()> {
    match conn {
        Connection::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, statement)?,
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(inner, statement)?,
    }
    Ok(())
}

fn commit(conn: &mut Connection) -> Result<()> {
    match conn {
        Connection::Sqlite(inner) => AnsiTransactionManager::commit_transaction(inner)?,
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => AnsiTransactionManager::commit_transaction(inner)?,
    }
    Ok(())
}

/// Failure to roll back leaves a broken connection, which the door throws away.
fn rollback(conn: &mut Connection) {
    let outcome = match conn {
        Connection::Sqlite(inner) => AnsiTransactionManager::rollback_transaction(inner),
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => AnsiTransactionManager::rollback_transaction(inner),
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "rollback failed; the connection is given up");
    }
}

/// A part of a transaction that may fail on its own: a unique violation in it leaves the rest usable.
pub fn nested<T, E: FromDatabase>(conn: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E> {
    conn.batch_execute("SAVEPOINT part").map_err(|e| E::from(e.into()))?;
    match work(conn) {
        Ok(value) => {
            conn.batch_execute("RELEASE SAVEPOINT part").map_err(|e| E::from(e.into()))?;
            Ok(value)
        }
        Err(error) => {
            conn.batch_execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part").map_err(|e| E::from(e.into()))?;
            Err(error)
        }
    }
}
