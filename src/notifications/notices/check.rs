//! The number of unread notices stands with each member and follows from the rows.

use super::store;
use crate::accounts::{MemberId, unread};
use crate::platform::check::Check;
use crate::platform::db::{Connection, Result, Tx};

/// The number in the header.
pub struct Unread;

impl Check for Unread {
    fn name(&self) -> &'static str {
        "notices of member"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        Ok(unread::store::after(conn, MemberId(after), limit)?.into_iter().map(|member| member.0).collect())
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let (stored, computed) = (unread::store::of(conn, MemberId(id))?, store::count_unread(conn, MemberId(id))?);
        Ok(if stored == computed { Vec::new() } else { vec![format!("unread {stored}, should be {computed}")] })
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        store::recount(tx, MemberId(id))
    }
}
