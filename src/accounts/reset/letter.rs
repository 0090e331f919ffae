//! The mails about passwords: the link, and the word that one was changed.

use serde::Deserialize;

use super::TERM;
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{Acting, MemberId, mails, store as members};
use crate::platform::db::{Durability, Error, Timestamp};
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mailer};
use crate::platform::text::EmailAddress;
use crate::platform::web::Web;

/// The job that mails the link.
pub static MAIL: Kind = mails::mail_kind("accounts.reset-mail");
/// The job that says that a password was changed.
pub static CHANGED_MAIL: Kind = mails::mail_kind("accounts.password-changed-mail");

#[derive(Deserialize)]
struct Asked {
    address: String,
}

/// Mails a fresh link to an address that has an account; to others nothing.
pub fn send_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Ok(address) = EmailAddress::parse(&job.read::<Asked>()?.address) else { return Ok(()) };
    let found = web.db().read_blocking(move |conn| {
        let Some(member) = members::by_address(conn, &address)? else { return Ok::<_, Error>(None) };
        Ok(members::mailbox(conn, member)?.map(|mailbox| (member, mailbox)))
    })?;
    let Some((member, mailbox)) = found else { return Ok(()) };
    let token = web.db().write_blocking(Acting::System, Durability::Full, move |tx, _| tokens::store::make(tx, TokenKind::Reset, Some(member), TERM))?;
    let mut context = Context::new();
    context.insert("username", &mailbox.username);
    context.insert("url", &web.absolute(&format!("/reset-password/{token}")));
    mails::send(web, mailer, job, "reset", &mailbox.address, mailbox.lang, context)
}

#[derive(Deserialize)]
struct Changed {
    member: MemberId,
    at: Timestamp,
}

/// Says that a password was changed, so that its owner hears of it when somebody else did.
pub fn send_changed_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Changed { member, at } = job.read()?;
    let Some(mailbox) = web.db().read_blocking(move |conn| members::mailbox(conn, member))? else { return Ok(()) };
    let mut context = Context::new();
    context.insert("username", &mailbox.username);
    mails::insert_moment(&mut context, &mailbox, at);
    context.insert("reset_url", &web.absolute("/forgotten-password"));
    mails::send(web, mailer, job, "password-changed", &mailbox.address, mailbox.lang, context)
}
