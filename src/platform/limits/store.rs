//! Counted attempts: one row for each action, key and window.

use diesel::prelude::*;
use guildhall_schema::attempts;

use crate::platform::db::{Connection, Error, Result, Timestamp};

/// Adds one and answers how many the window has now.
pub fn add(conn: &mut Connection, action: &str, key: &str, window_start: Timestamp) -> Result<i64> {
    let row = attempts::table.find((action, key, window_start));
    let counted: Option<i64> = diesel::update(row).set(attempts::hits.eq(attempts::hits + 1)).returning(attempts::hits).get_result(conn).optional()?;
    if let Some(hits) = counted {
        return Ok(hits);
    }
    let inserted = crate::platform::db::nested(conn, |conn| {
        diesel::insert_into(attempts::table)
            .values((attempts::action.eq(action), attempts::key.eq(key), attempts::window_start.eq(window_start), attempts::hits.eq(1_i64)))
            .execute(conn)
            .map_err(Error::from)
    });
    match inserted {
        Ok(_) => Ok(1),
        // Another transaction wrote the window's first row meanwhile.
        Err(Error::Unique(_)) => Ok(diesel::update(row).set(attempts::hits.eq(attempts::hits + 1)).returning(attempts::hits).get_result(conn)?),
        Err(error) => Err(error),
    }
}

/// Deletes windows that began before a moment.
pub fn delete_before(conn: &mut Connection, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(attempts::table.filter(attempts::window_start.lt(before))).execute(conn)?)
}
