//! The rows of old addresses.

use diesel::prelude::*;
use guildhall_schema::old_urls;
use std::collections::HashSet;

use crate::accounts::profile_url;
use crate::insert_rows;
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::text::names::username_key;

/// Writes where old addresses lead. Where another community's stands already, that one stays.
pub fn insert_new(tx: &mut Tx<'_>, leads: &[(String, String)]) -> Result<()> {
    let paths = leads.iter().map(|(path, _)| path);
    let there: HashSet<String> = old_urls::table.filter(old_urls::path.eq_any(paths)).select(old_urls::path).load(tx.conn())?.into_iter().collect();
    let new = leads.iter().filter(|(path, _)| !there.contains(path));
    insert_rows!(tx.conn(), old_urls, new.map(|(path, target)| (old_urls::path.eq(path), old_urls::target.eq(target))));
    Ok(())
}

/// Writes where addresses lead that were given up here. Whoever had one last has it now.
pub fn put(tx: &mut Tx<'_>, leads: &[(String, String)]) -> Result<()> {
    let paths: Vec<String> = leads.iter().map(|(path, _)| path.clone()).collect();
    delete(tx, &paths)?;
    insert_rows!(tx.conn(), old_urls, leads.iter().map(|(path, target)| (old_urls::path.eq(path), old_urls::target.eq(target))));
    Ok(())
}

/// The old addresses that lead to the pages of members with these username keys.
pub fn leading_to_members(conn: &mut Connection, keys: &[String]) -> Result<Vec<String>> {
    let pages = profile_url("");
    let rows: Vec<(String, String)> = old_urls::table
        .filter(old_urls::target.ge(&pages))
        .filter(old_urls::target.lt(format!("{pages}\u{10ffff}")))
        .select((old_urls::path, old_urls::target))
        .load(conn)?;
    let is_theirs = |target: &str| target.strip_prefix(&pages).is_some_and(|name| keys.contains(&username_key(name)));
    Ok(rows.into_iter().filter(|(_, target)| is_theirs(target)).map(|(path, _)| path).collect())
}

/// Forgets old addresses.
pub fn delete(tx: &mut Tx<'_>, paths: &[String]) -> Result<()> {
    diesel::delete(old_urls::table.filter(old_urls::path.eq_any(paths))).execute(tx.conn())?;
    Ok(())
}

/// Where the longest of some addresses leads.
pub fn longest(conn: &mut Connection, paths: &[String]) -> Result<Option<String>> {
    let mut found: Vec<(String, String)> = old_urls::table.filter(old_urls::path.eq_any(paths)).select((old_urls::path, old_urls::target)).load(conn)?;
    found.sort_by_key(|(path, _)| path.len());
    Ok(found.pop().map(|(_, target)| target))
}
