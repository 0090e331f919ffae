//! Numbers that a table gives its rows, taken out of the counting beforehand.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Connection, Result};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Waits for transactions that are writing into a table, and lets no other begin. SQLite has one writer anyway.
pub fn lock_for_numbers(conn: &mut Connection, table: &'static str) -> Result<()> {
    #[cfg(feature = "postgres")]
    if let Connection::Postgres(conn) = conn {
        diesel::sql_query(format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")).execute(conn)?;
    }
    #[cfg(not(feature = "postgres"))]
    let _ = (conn, table);
    Ok(())
}

/// After rows with given ids: a table goes on counting behind the highest of them, and never steps back behind where it
/// is: what was taken out of the counting stays out. SQLite does so by itself.
pub fn count_on(conn: &mut Connection, table: &'static str) -> Result<()> {
    #[cfg(feature = "postgres")]
    if let Connection::Postgres(conn) = conn {
        let highest = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
        let next = format!("SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM {table}_id_seq");
        diesel::sql_query(format!("SELECT setval('{table}_id_seq', greatest(({highest}), ({next})), false)")).execute(conn)?;
    }
    #[cfg(not(feature = "postgres"))]
    let _ = (conn, table);
    Ok(())
}

/// Lets a table go on counting behind `number` ids more. Gives the last id before them; with `from_start` that is 0, for
/// a table without rows.
pub fn reserve(conn: &mut Connection, table: &'static str, number: i64, from_start: bool) -> Result<i64> {
    match conn {
        Connection::Sqlite(conn) => {
            let last = diesel::sql_query("SELECT coalesce(max(seq), 0) AS number FROM sqlite_sequence WHERE name = ?").bind::<Text, _>(table);
            let last = last.get_result::<Number>(conn)?.number;
            let base = if from_start { 0 } else { last };
            let next = last.max(base + number);
            diesel::sql_query("DELETE FROM sqlite_sequence WHERE name = ?").bind::<Text, _>(table).execute(conn)?;
            diesel::sql_query("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").bind::<Text, _>(table).bind::<BigInt, _>(next).execute(conn)?;
            Ok(base)
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(conn) => {
            let last = format!("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS number FROM {table}_id_seq");
            let last = diesel::sql_query(last).get_result::<Number>(conn)?.number;
            let base = if from_start { 0 } else { last };
            let next = last.max(base + number) + 1;
            let set = format!("SELECT setval('{table}_id_seq', $1, false) AS number");
            diesel::sql_query(set).bind::<BigInt, _>(next).get_result::<Number>(conn)?;
            Ok(base)
        }
    }
}
