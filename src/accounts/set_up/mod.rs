//! The first minutes of a community: a link that is printed once, and the first admin.

mod first_admin;

pub use first_admin::{FirstAdmin, FirstAdminError, first_admin};

use super::Acting;
use super::tokens::{self, TokenKind};
use crate::platform::db::{Connection, Db, Durability, Result, Timestamp};

/// The printed link works for so long; a restart prints another.
pub const TERM: i64 = 24 * Timestamp::HOUR;

/// Makes the link to the set-up page, as a path. The one before it works no longer.
pub fn issue_link(db: &Db) -> Result<String> {
    let token = db.write_blocking(Acting::System, Durability::Full, |tx, _| tokens::store::make(tx, TokenKind::SetUp, None, TERM))?;
    Ok(format!("/set-up/{token}"))
}

/// Does this secret open the set-up page now?
pub fn is_open(conn: &mut Connection, token: &str, now: Timestamp) -> Result<bool> {
    Ok(tokens::store::find(conn, TokenKind::SetUp, token, now)?.is_some())
}
