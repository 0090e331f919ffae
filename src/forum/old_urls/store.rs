//! The rows of old addresses.

use diesel::prelude::*;
use guildhall_schema::old_urls;

use crate::platform::db::{Connection, Result, Tx};

/// Writes where an old address leads.
pub fn insert(tx: &mut Tx<'_>, path: &str, target: &str) -> Result<()> {
    diesel::insert_into(old_urls::table).values((old_urls::path.eq(path), old_urls::target.eq(target))).execute(tx.conn())?;
    Ok(())
}

/// Where the longest of some addresses leads.
pub fn longest(conn: &mut Connection, paths: &[String]) -> Result<Option<String>> {
    let mut found: Vec<(String, String)> = old_urls::table.filter(old_urls::path.eq_any(paths)).select((old_urls::path, old_urls::target)).load(conn)?;
    found.sort_by_key(|(path, _)| path.len());
    Ok(found.pop().map(|(_, target)| target))
}
