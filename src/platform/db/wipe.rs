//! What was erased leaves the disk too, as far as a database lets it.
//!
//! SQLite writes over what is deleted (`secure_delete`), but older states of a page stand in the write-ahead log until it
//! is cut, and a page that gave a row to its neighbour may keep a copy of it in its unused part. So after an erasure the
//! log is written back and cut; a small database is written anew before that, a large one by `guildhall compact`.
//!
//! PostgreSQL keeps what was erased until `VACUUM` gives its room free, and the bytes until something else is written
//! there; `pg_wal` and archives of it keep them until they are recycled. `guildhall compact` writes the tables anew.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};

use super::{Connection, Db, Location, Result, Tx, Use, open_connection};
use crate::platform::jobs::{Kind, Lane, NewJob};

/// The job. It waits its turn behind readers: the log is cut only while nobody reads from it.
pub static WIPE: Kind = Kind::long("platform.wipe", Lane::Upkeep);

/// A database of at most this many bytes is written anew after an erasure: that holds the writer for half a second.
const SMALL: i64 = 64 << 20;

/// The log could not be cut: somebody reads from it. The job tries again.
#[derive(Debug, thiserror::Error)]
#[error("the write-ahead log is still read from")]
struct StillRead;

/// Writes the job: two erasures in a row make one.
pub fn soon(tx: &mut Tx<'_>) -> Result<()> {
    tx.enqueue(&NewJob::now(&WIPE, "", serde_json::json!({})))
}

/// Takes from the disk what was deleted before. `tables` are those that texts and persons stand in.
pub fn wipe(db: &Db, tables: &[&str]) -> anyhow::Result<()> {
    let mut conn = open(db.location())?;
    match db.location() {
        Location::Sqlite(_) => {
            if size(&mut conn)? <= SMALL {
                rewrite(&mut conn)?;
            }
            cut_log(&mut conn)
        }
        // Not the tables as a whole: they would be locked while they are written anew.
        Location::Postgres(_) => Ok(run(&mut conn, &format!("VACUUM {}", tables.join(", ")))?),
    }
}

/// Writes everything anew, so that nothing of what was deleted stands in it. Nobody writes meanwhile, and on PostgreSQL
/// nobody reads these tables.
pub fn compact(location: &Location, tables: &[&str]) -> anyhow::Result<()> {
    let mut conn = open(location)?;
    match location {
        Location::Sqlite(_) => {
            // A large database does not fit into memory twice.
            run(&mut conn, "PRAGMA temp_store = FILE")?;
            rewrite(&mut conn)?;
            cut_log(&mut conn)
        }
        Location::Postgres(_) => Ok(run(&mut conn, &format!("VACUUM (FULL, ANALYZE) {}", tables.join(", ")))?),
    }
}

fn open(location: &Location) -> Result<Connection> {
    let mut conn = open_connection(location, Use::Write, &Default::default())?;
    if !location.is_sqlite() {
        run(&mut conn, "SET statement_timeout = 0; SET lock_timeout = 0;")?;
    }
    Ok(conn)
}

fn run(conn: &mut Connection, statement: &str) -> Result<()> {
    Ok(conn.batch_execute(statement)?)
}

/// All pages of a SQLite file, in bytes.
fn size(conn: &mut Connection) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Size {
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    let query = "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()";
    Ok(diesel::sql_query(query).get_result::<Size>(conn)?.bytes)
}

fn rewrite(conn: &mut Connection) -> Result<()> {
    run(conn, "VACUUM")
}

fn cut_log(conn: &mut Connection) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Cut {
        #[diesel(sql_type = Integer)]
        busy: i32,
    }
    match diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Cut>(conn)?.busy {
        0 => Ok(()),
        _ => Err(StillRead.into()),
    }
}
