//! Ending mails by one click, without signing in.

pub mod pages;

use super::MemberId;
use super::settings;
use super::tokens::{self, TokenKind};
use crate::platform::db::{Result, Tx};
use crate::platform::web::Web;

/// The address that ends a member's mails, for [`crate::platform::mail::Mail::stop_url`].
pub fn link(web: &Web, tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    let token = tokens::store::stop_mail(tx, member)?;
    Ok(web.absolute(&format!("/stop-mail/{token}")))
}

/// Ends the mails of whoever the secret belongs to; false when it belongs to nobody.
pub fn stop(tx: &mut Tx<'_>, token: &str) -> Result<bool> {
    let now = tx.now();
    let Some(member) = tokens::store::find(tx.conn(), TokenKind::StopMail, token, now)?.flatten() else { return Ok(false) };
    settings::store::set_answer_mail(tx, member, false)?;
    Ok(true)
}
