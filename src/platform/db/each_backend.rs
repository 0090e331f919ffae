//! What diesel cannot say to both databases at once.

/// Runs one body with the connection as the database's own type. For what does not compile on the connection that is
/// both, such as one `INSERT` of many rows: `each_backend!(tx.conn(), conn => query.execute(conn))`.
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
