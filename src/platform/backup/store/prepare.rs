//! What stands in the way of loading quickly is taken down and put up again in the same transaction: indexes are
//! built once instead of row by row, foreign keys are checked table by table, so that rows may come in any order,
//! and triggers, such as those that keep the log append-only, do not hinder.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::quoted;
use super::tables::Table;
use crate::platform::backup::manifest::ManifestTable;
use crate::platform::backup::{BackupError, Result};
use crate::platform::db::Connection;

/// Statements that put up again what was taken down, in order.
pub struct TakenDown(Vec<String>);

#[derive(QueryableByName)]
struct Piece {
    #[diesel(sql_type = Text)]
    down: String,
    #[diesel(sql_type = Text)]
    up: String,
}

const SQLITE: &str = "SELECT 'DROP ' || type || ' \"' || name || '\"' AS down, sql AS up FROM sqlite_schema \
     WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name";

/// Indexes that no constraint is made of, then foreign keys, then the triggers of tables that have some.
#[cfg(feature = "postgres")]
const POSTGRES: &str = "SELECT down, up FROM ( \
       SELECT 2 AS turn, format('DROP INDEX %s', i.indexrelid::regclass) AS down, pg_get_indexdef(i.indexrelid) AS up \
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
       WHERE c.relnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) \
       UNION ALL \
       SELECT 1, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), \
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) \
       FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace \
       UNION ALL \
       SELECT DISTINCT 3, format('ALTER TABLE %s DISABLE TRIGGER USER', t.tgrelid::regclass), format('ALTER TABLE %s ENABLE TRIGGER USER', t.tgrelid::regclass) \
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
       WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace \
     ) AS pieces ORDER BY turn, down";

/// Takes indexes, foreign keys and triggers down.
pub fn take_down(conn: &mut Connection) -> Result<TakenDown> {
    let query = match conn {
        Connection::Sqlite(_) => SQLITE,
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => POSTGRES,
    };
    let pieces: Vec<Piece> = diesel::sql_query(query).load(conn)?;
    for piece in &pieces {
        conn.batch_execute(&piece.down)?;
    }
    // Foreign keys come last: they need the indexes.
    Ok(TakenDown(pieces.into_iter().rev().map(|piece| piece.up).collect()))
}

/// Puts everything up again; what does not fit together is refused here, with the name of the table.
pub fn put_up(conn: &mut Connection, taken: &TakenDown) -> Result<()> {
    for statement in &taken.0 {
        conn.batch_execute(statement).map_err(|error| BackupError::damaged("the tables", error.to_string()))?;
    }
    match conn {
        Connection::Sqlite(_) => check_references(conn),
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => Ok(()),
    }
}

/// SQLite checks nothing while a file is loaded; it is asked once at the end.
fn check_references(conn: &mut Connection) -> Result<()> {
    #[derive(QueryableByName)]
    struct Broken {
        #[diesel(sql_type = Text)]
        what: String,
    }
    let query = "SELECT format('a row of %s (number %d) refers to a row of %s that is not there', \"table\", rowid, parent) AS what \
         FROM pragma_foreign_key_check LIMIT 1";
    match diesel::sql_query(query).get_result::<Broken>(conn).optional()? {
        Some(broken) => Err(BackupError::damaged("the tables", broken.what)),
        None => Ok(()),
    }
}

/// Takes rows out that migrations or a first start put in: the backup has its own.
pub fn empty(conn: &mut Connection, table: &str) -> Result<()> {
    Ok(conn.batch_execute(&format!("DELETE FROM {}", quoted(table)))?)
}

/// No number is given twice: the next one follows the highest ever given, whether or not its row is still there.
pub fn continue_numbers(conn: &mut Connection, table: &Table, kept: &ManifestTable) -> Result<()> {
    let (Some(column), Some(last)) = (&table.numbered, kept.last_id.filter(|last| *last > 0)) else { return Ok(()) };
    let name = quoted(&table.name);
    match conn {
        Connection::Sqlite(_) => {
            let literal = table.name.replace('\'', "''");
            conn.batch_execute(&format!(
                "DELETE FROM sqlite_sequence WHERE name = '{literal}'; INSERT INTO sqlite_sequence (name, seq) \
                 SELECT '{literal}', max({last}, COALESCE((SELECT max({column}) FROM {name}), 0));",
                column = quoted(column)
            ))?;
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => {
            let (literal, named) = (name.replace('\'', "''"), column.replace('\'', "''"));
            conn.batch_execute(&format!(
                "SELECT setval(pg_get_serial_sequence('{literal}', '{named}'), GREATEST({last}, COALESCE((SELECT max({column}) FROM {name}), 0)))",
                column = quoted(column)
            ))?;
        }
    }
    Ok(())
}
