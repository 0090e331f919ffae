//! A new password by a mailed link.

use serde_json::json;

use super::{CHANGED_MAIL, Ended};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{MemberId, passwords, sessions, store as members};
use crate::platform::db::{Connection, Failure, Result, Tx};
use crate::platform::jobs::NewJob;

/// The words that a password of a member must not be built around.
pub fn password_words(conn: &mut Connection, member: MemberId) -> Result<Vec<String>> {
    let mailbox = members::mailbox(conn, member)?;
    let row = members::find(conn, member)?;
    let names = row.map(|row| [row.username, row.name]).into_iter().flatten();
    Ok(names.chain(mailbox.map(|mailbox| mailbox.address)).collect())
}

/// Uses the link up, keeps the password, ends every session.
pub fn choose(tx: &mut Tx<'_>, token: &str, phc: &str) -> Result<MemberId, Failure<Ended>> {
    let member = tokens::store::take(tx, TokenKind::Reset, token)?.flatten().ok_or(Ended)?;
    change(tx, member, phc, None)?;
    Ok(member)
}

/// Keeps a password, ends the sessions but one, tells the owner by mail.
pub fn change(tx: &mut Tx<'_>, member: MemberId, phc: &str, keep: Option<&str>) -> Result<()> {
    passwords::store::put(tx, member, phc)?;
    sessions::store::end_others(tx, member, keep)?;
    tokens::store::delete(tx, TokenKind::Reset, Some(member))?;
    let at = tx.now();
    tx.enqueue(&NewJob::now(&CHANGED_MAIL, member.to_string(), json!({ "member": member, "at": at })))
}
