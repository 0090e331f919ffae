//! What diesel cannot say to both databases at once.

/// Runs one body with the connection as the database's own type: `each_backend!(tx.conn(), conn => query.execute(conn))`.
/// For what does not compile on the connection that is both, such as one `INSERT` of many rows; and for the queries of the
/// most asked pages: on a type of its own diesel knows a prepared statement by the query's type, else only by its text,
/// which it writes anew each time.
#[macro_export]
macro_rules! each_backend {
    ($conn:expr, $own:ident => $body:expr) => {
        match $conn {
            $crate::platform::db::Connection::Sqlite($own) => $body,
            #[cfg(feature = "postgres")]
            $crate::platform::db::Connection::Postgres($own) => $body,
        }
    };
}

/// Writes many rows with few statements: `insert_rows!(tx.conn(), table, rows)`. The rows may be of any number; all of one
/// kind, so that each gives the same columns. Stands in functions that give the [`Result`](crate::platform::db::Result) of the database.
#[macro_export]
macro_rules! insert_rows {
    ($conn:expr, $table:ident, $rows:expr) => {
        for some in $rows.collect::<Vec<_>>().chunks($crate::platform::db::ROWS_TO_A_STATEMENT) {
            $crate::each_backend!($conn, conn => diesel::insert_into($table::table).values(some).execute(conn))?;
        }
    };
}
