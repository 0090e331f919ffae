//! Posts that members keep for themselves, with a note and a day on which to be reminded. Those of communities that come
//! from elsewhere kept topics: each keeps the post that opens it.

pub mod day;
pub mod keep;
pub mod listing;
pub mod pages;
pub mod store;

use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Db, Durability, Result};

/// Deleted in one transaction.
const BATCH: i64 = 500;

/// Deletes the bookmarks of a member who left: they were theirs alone.
pub fn forget(db: &Db, member: MemberId) -> Result<()> {
    while db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::delete_some(tx, member, BATCH))? > 0 {}
    Ok(())
}
