//! What the search keeps of persons.

use super::queries::{self, listing, store};
use crate::accounts::Acting;
use crate::accounts::feature::{Exported, Feature, Leaving};
use crate::platform::check::Check;
use crate::platform::db::{Durability, Result, Timestamp, Tx};

/// Half a year: what came back in none of its seasons says nothing about what the community lacks.
const FORGOTTEN: i64 = 180 * Timestamp::DAY;
/// Deleted in one hour. Deleting so many holds the writer for milliseconds.
const FORGOTTEN_AT_ONCE: i64 = 2_000;

/// What members searched for: who wants to be told of an answer, who is to find one.
pub struct Searches;

impl Feature for Searches {
    fn export(&self) -> &'static [Exported] {
        listing::EXPORTED
    }

    /// Nobody is told any more who is not there, nobody is called by name in what others searched for.
    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()> {
        let member = leaving.member;
        leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| store::forget_member(tx, member))?;
        Ok(queries::forget_named(leaving)?)
    }

    fn check(&self) -> &'static [&'static dyn Check] {
        &[]
    }

    fn retain(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before = tx.now().plus(-FORGOTTEN);
        store::forget_old(tx, before, FORGOTTEN_AT_ONCE).map(|_| ())
    }
}
