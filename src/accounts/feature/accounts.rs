//! What accounts keep of persons.

use super::{Exported, Feature, Leaving};
use crate::accounts::own_data::listing;
use crate::accounts::{Acting, address, check, deliveries, names, origins, own_data, profiles, sessions, sign_up, tokens};
use crate::platform::check::Check;
use crate::platform::db::{Durability, Result, Timestamp, Tx};
use crate::platform::settings::Settings;
use crate::platform::text::Unnamed;
use crate::platform::text::names::FORMER;

/// Mails that are forgotten in one hour at most.
const MAILS_AT_ONCE: i64 = 5_000;

/// Members, and what belongs to them.
pub struct Accounts;

impl Feature for Accounts {
    fn export(&self) -> &'static [Exported] {
        listing::EXPORTED
    }

    /// Closing took everything at once; what is left is what others say of themselves, and what nobody else must be called
    /// for a while.
    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()> {
        let member = leaving.member;
        let former = format!("{FORMER}{member}");
        profiles::forget(leaving.db, &Unnamed { keys: &leaving.keys, wrote: &|_| false, now: &former, base_url: leaving.origin })?;
        Ok(leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| names::store::reserve_former(tx, member))?)
    }

    fn check(&self) -> &'static [&'static dyn Check] {
        &[&check::Members]
    }

    fn retain(&self, tx: &mut Tx<'_>) -> Result<()> {
        sessions::store::delete_ended(tx)?;
        tokens::store::delete_ended(tx)?;
        sign_up::store::delete_ended(tx)?;
        address::store::delete_ended(tx)?;
        names::store::forget_former(tx)?;
        own_data::store::delete_ended(tx)?;
        let mails_before = tx.now().plus(-deliveries::KEPT);
        deliveries::store::delete_before(tx, mails_before, MAILS_AT_ONCE)?;
        let days = Settings::load(tx.conn())?.origin_days;
        let before = tx.now().plus(-days * Timestamp::DAY);
        origins::store::delete_before(tx, before).map(|_| ())
    }
}
