//! The rows of files: one for each content that is kept or about to be. What names them stands in the features' tables.

use diesel::prelude::*;
use guildhall_schema::blobs;

use super::{BlobHash, Leaving};
use crate::platform::db::{Connection, Error, Failure, Result, Timestamp, Tx};

/// Announces a content that is about to be put: from now on it stays for at least as long as an unused one. True where
/// nobody had it before: whoever then cannot put it may take that back ([`super::remove_unused`]).
pub fn reserve(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<bool, Failure<Leaving>> {
    let now = tx.now();
    let rows = blobs::table.find(hash.as_str());
    let unused = rows.filter(blobs::leaving.eq(false)).filter(blobs::unused_since.is_not_null());
    if diesel::update(unused).set(blobs::unused_since.eq(now)).execute(tx.conn()).map_err(Error::from)? > 0 {
        return Ok(false);
    }
    let known: Option<bool> = rows.select(blobs::leaving).first(tx.conn()).optional().map_err(Error::from)?;
    match known {
        Some(true) => Err(Leaving.into()),
        Some(false) => Ok(false),
        None => insert(tx, hash, now),
    }
}

fn insert(tx: &mut Tx<'_>, hash: &BlobHash, now: Timestamp) -> Result<bool, Failure<Leaving>> {
    let inserted = tx.nested(|conn| {
        diesel::insert_into(blobs::table).values((blobs::hash.eq(hash.as_str()), blobs::unused_since.eq(now))).execute(conn)?;
        Ok(())
    });
    match inserted {
        // Somebody reserved the same content a moment before: that will do.
        Err(Error::Unique(_)) => Ok(false),
        outcome => Ok(outcome.map(|()| true)?),
    }
}

/// Takes a content that was put into use, in the transaction that writes the row that names it.
pub fn take_into_use(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<(), Failure<Leaving>> {
    let row = blobs::table.find(hash.as_str()).filter(blobs::leaving.eq(false));
    let taken = diesel::update(row).set(blobs::unused_since.eq(None::<Timestamp>)).execute(tx.conn()).map_err(Error::from)?;
    if taken > 0 { Ok(()) } else { Err(Leaving.into()) }
}

/// Locks a content's row, before it is asked whether anything still names it.
pub fn lock(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<()> {
    diesel::update(blobs::table.find(hash.as_str())).set(blobs::leaving.eq(blobs::leaving)).execute(tx.conn())?;
    Ok(())
}

/// Says that nothing names a content any more.
pub fn set_unused(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<()> {
    let now = tx.now();
    diesel::update(blobs::table.find(hash.as_str())).set(blobs::unused_since.eq(now)).execute(tx.conn())?;
    Ok(())
}

/// Some contents that were unused before a moment, and those that were on their way out when somebody was killed.
pub fn unused_before(conn: &mut Connection, before: Timestamp, limit: i64) -> Result<Vec<String>> {
    Ok(blobs::table.filter(blobs::unused_since.le(before)).order(blobs::unused_since).limit(limit).select(blobs::hash).load(conn)?)
}

/// Puts a content on its way out, unless it was taken into use meanwhile.
pub fn leave(tx: &mut Tx<'_>, hash: &str, before: Timestamp) -> Result<bool> {
    let row = blobs::table.find(hash).filter(blobs::unused_since.le(before));
    Ok(diesel::update(row).set(blobs::leaving.eq(true)).execute(tx.conn())? > 0)
}

/// Forgets a content whose file is gone.
pub fn forget(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    diesel::delete(blobs::table.find(hash).filter(blobs::leaving.eq(true))).execute(tx.conn())?;
    Ok(())
}

/// Every content that nothing names: its file may go at any time.
pub fn unused(conn: &mut Connection) -> Result<Vec<String>> {
    Ok(blobs::table.filter(blobs::unused_since.is_not_null()).select(blobs::hash).load(conn)?)
}
