//! What the forum keeps of persons.

use super::own_data::listing;
use super::{bookmarks, check, follows, former_names, posts, tags};
use crate::accounts::Acting;
use crate::accounts::feature::{Exported, Feature, Leaving};
use crate::platform::check::Check;
use crate::platform::db::{Durability, Result, Timestamp, Tx};

/// Nobody sends a form a second time after so long.
const SUBMITTED: i64 = 7 * Timestamp::DAY;

/// What members wrote, and what they did with what others wrote.
pub struct Forum;

impl Feature for Forum {
    fn export(&self) -> &'static [Exported] {
        listing::EXPORTED
    }

    /// What they wrote stays under a number; how they were called goes from what others wrote.
    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()> {
        let member = leaving.member;
        former_names::forget(leaving)?;
        bookmarks::forget(leaving.db, member)?;
        follows::forget(leaving.db, member)?;
        Ok(leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| posts::store::forget_submissions_of(tx, member))?)
    }

    fn check(&self) -> &'static [&'static dyn Check] {
        &[&check::Categories, &check::Posts, &check::Topics, &tags::Tags, &check::Authors]
    }

    fn retain(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before = tx.now().plus(-SUBMITTED);
        posts::store::forget_submissions(tx, before).map(|_| ())
    }
}
