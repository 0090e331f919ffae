//! Counted attempts: one row for each action, key and window.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use guildhall_schema::attempts;

use crate::platform::db::{Connection, PreparedDsl, Result, Timestamp};

/// Adds one and answers how many the window has now.
pub fn add(conn: &mut Connection, action: &str, key: &str, window_start: Timestamp) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        hits: i64,
    }
    // One statement: two transactions that count the same at once wait for one another instead of failing.
    let counted: Counted = diesel::sql_query(
        "INSERT INTO attempts (action, key, window_start, hits) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (action, key, window_start) DO UPDATE SET hits = attempts.hits + 1 RETURNING hits",
    )
    .bind::<Text, _>(action)
    .bind::<Text, _>(key)
    .bind::<BigInt, _>(window_start)
    .prepared()
    .get_result(conn)?;
    Ok(counted.hits)
}

/// Deletes windows that began before a moment.
pub fn delete_before(conn: &mut Connection, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(attempts::table.filter(attempts::window_start.lt(before))).execute(conn)?)
}
