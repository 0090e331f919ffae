//! What runs out is deleted, once an hour.

use crate::accounts::{Acting, address, names, sessions, sign_up, tokens};
use crate::platform::db::{Db, Durability, Error};
use crate::platform::jobs::{Kind, Lane};
use crate::platform::limits;

/// The job.
pub static TIDY: Kind = Kind::usual("accounts.tidy", Lane::Upkeep);

/// Deletes sessions, secrets, sign-ups, addresses that were never confirmed, counted attempts and kept usernames whose time is over.
pub fn tidy(db: &Db) -> anyhow::Result<()> {
    db.write_blocking(Acting::System, Durability::Soon, |tx, _| {
        sessions::store::delete_ended(tx)?;
        tokens::store::delete_ended(tx)?;
        sign_up::store::delete_ended(tx)?;
        address::store::delete_ended(tx)?;
        names::store::forget_former(tx)?;
        limits::forget_ended(tx)?;
        Ok::<_, Error>(())
    })?;
    Ok(())
}
