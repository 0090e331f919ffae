//! What moderation keeps of persons.

use super::own_data::listing;
use super::{appeals, check, decisions, flags, panel};
use crate::accounts::Acting;
use crate::accounts::feature::{Exported, Feature, Leaving};
use crate::platform::check::Check;
use crate::platform::db::{Durability, Result, Tx};

/// What members reported, and what was reported of them.
pub struct Moderation;

impl Feature for Moderation {
    fn export(&self) -> &'static [Exported] {
        listing::EXPORTED
    }

    /// That they flagged stays under a number; what they wrote to moderators goes.
    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()> {
        let member = leaving.member;
        Ok(leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| {
            flags::store::forget_messages(tx, member)?;
            panel::store::forget(tx, member)?;
            appeals::store::forget_bodies(tx, member)
        })?)
    }

    fn check(&self) -> &'static [&'static dyn Check] {
        &[&check::Cases, &check::Decisions]
    }

    fn retain(&self, tx: &mut Tx<'_>) -> Result<()> {
        decisions::store::forget_ended_blocks(tx)
    }
}
