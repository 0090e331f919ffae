//! What a database knows of its tables when it chooses how to read them.
//!
//! PostgreSQL looks at a table again some time after it changed. Where much was written at once, an import or a restored
//! backup, it is asked to do so at the end: until then it takes the tables for empty ones. SQLite has no such figures
//! here, on purpose: its plans follow from the indexes alone, are the same in a small community and in a large one, and
//! tests hold them.

use diesel::connection::SimpleConnection;

use super::{Connection, Location, Result, Use, open_connection};

/// Has the database look at all tables, in the transaction that is open.
pub fn look_over(conn: &mut Connection) -> Result<()> {
    match conn {
        Connection::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => Ok(conn.batch_execute("ANALYZE")?),
    }
}

/// Until the transaction ends tables are read along their indexes, whatever the database believes of their size. For those that
/// are empty whenever it looks at them, and large when it matters.
pub fn along_indexes(conn: &mut Connection) -> Result<()> {
    match conn {
        Connection::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => Ok(conn.batch_execute("SET LOCAL enable_seqscan = off")?),
    }
}

/// Has it look at all tables on a connection of its own. Others read and write meanwhile; large tables take seconds.
pub fn look_over_at(location: &Location) -> Result<()> {
    let mut conn = open_connection(location, Use::Write, &Default::default())?;
    if !location.is_sqlite() {
        conn.batch_execute("SET statement_timeout = 0")?;
    }
    look_over(&mut conn)
}
