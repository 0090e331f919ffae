//! Topics that members keep for themselves. So far they come with imports.

pub mod store;

use serde::Deserialize;

use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Db, Durability};
use crate::platform::jobs::{Job, Kind, Lane};

/// After a member left: what they kept was theirs alone.
pub static FORGET: Kind = Kind::usual("forum.forget-bookmarks", Lane::Upkeep);

/// Deleted in one transaction.
const BATCH: i64 = 500;

#[derive(Deserialize)]
struct About {
    member: MemberId,
}

/// Deletes the bookmarks of a member.
pub fn forget(db: &Db, job: &Job) -> anyhow::Result<()> {
    let member = job.read::<About>()?.member;
    while db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::delete_some(tx, member, BATCH))? > 0 {}
    Ok(())
}
