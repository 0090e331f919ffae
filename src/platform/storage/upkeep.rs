//! Files that nothing names go, two days after their last row.

use anyhow::Context;

use super::{BlobHash, Storage, store};
use crate::platform::db::{Db, Durability, Timestamp};
use crate::platform::jobs::{Kind, Lane, System};

/// An unused file stays for so long: a backup that began before has time to end.
pub const KEPT: i64 = 48 * Timestamp::HOUR;
/// Removed by one run at most; the next run goes on.
const BATCH: i64 = 1_000;

/// The job.
pub static TIDY: Kind = Kind::usual("storage.tidy", Lane::Upkeep);

/// Removes files that nothing has named for two days, and what was never finished.
pub fn tidy(db: &Db, storage: &dyn Storage) -> anyhow::Result<()> {
    let before = db.now().plus(-KEPT);
    for hash in db.read_blocking(move |conn| store::unused_before(conn, before, BATCH))? {
        remove(db, storage, hash, before)?;
    }
    storage.forget_unfinished().context("unfinished files cannot be removed")
}

/// Removes a content that nothing names, with its file, before its time: for whoever reserved it just now, was the first
/// to do so, and could not use it.
pub fn remove_unused(db: &Db, storage: &dyn Storage, hash: &BlobHash) -> anyhow::Result<()> {
    remove(db, storage, hash.as_str().to_owned(), db.now())
}

fn remove(db: &Db, storage: &dyn Storage, hash: String, before: Timestamp) -> anyhow::Result<()> {
    let leaving = hash.clone();
    // Whoever wants the same content now waits until it is gone, and puts it anew.
    if !db.write_blocking(System, Durability::Full, move |tx, ()| store::leave(tx, &leaving, before))? {
        return Ok(());
    }
    if let Some(parsed) = BlobHash::parse(&hash) {
        storage.delete(&parsed).with_context(|| format!("the file {hash} cannot be removed"))?;
    }
    Ok(db.write_blocking(System, Durability::Soon, move |tx, ()| store::forget(tx, &hash))?)
}
