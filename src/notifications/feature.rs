//! What notifications keep of persons.

use super::notices::{self, check, ways};
use super::own_data;
use crate::accounts::Acting;
use crate::accounts::feature::{Exported, Feature, Leaving};
use crate::platform::check::Check;
use crate::platform::db::{Durability, Result, Tx};

/// Deleted in one transaction.
const BATCH: i64 = 500;
/// Deleted in one hour.
const FORGOTTEN_AT_ONCE: i64 = 2_000;

/// What members were told, and how they want to be.
pub struct Notifications;

impl Feature for Notifications {
    fn export(&self) -> &'static [Exported] {
        own_data::listing::EXPORTED
    }

    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()> {
        let member = leaving.member;

        while leaving.db.write_blocking(Acting::System, Durability::Soon, move |tx, _| notices::store::delete_some(tx, member, BATCH))? > 0 {}
        Ok(leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| ways::store::forget(tx, member))?)
    }

    fn check(&self) -> &'static [&'static dyn Check] {
        &[&check::Unread]
    }

    fn retain(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before = tx.now().plus(-notices::KEPT);
        notices::store::delete_before(tx, before, FORGOTTEN_AT_ONCE).map(|_| ())
    }
}
