//! How many visible topics carry a tag, for each category: a reader is told the sum of those they may read.

mod store;

pub(super) use store::{add, delete};
pub use store::{change_count, move_counts, move_counts_to, recount, wrong_counts};

use super::store::TagId;
use crate::platform::check::Check;
use crate::platform::db::{Connection, Result, Tx};

/// Counts of tags.
pub struct Tags;

impl Check for Tags {
    fn name(&self) -> &'static str {
        "tag"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::tags(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let wrong = wrong_counts(conn, TagId(id))?;
        Ok(wrong.into_iter().map(|(category, stored, wanted)| format!("topics in category {category} {stored}, should be {wanted}")).collect())
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        recount(tx, TagId(id))
    }
}
