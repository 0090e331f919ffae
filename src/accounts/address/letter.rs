//! The mails about addresses: the link to the new one, the word to both that it was changed.

use anyhow::Context as _;
use serde::Deserialize;

use super::store;
use crate::accounts::{Acting, MemberId, mails, sessions, store as members};
use crate::platform::db::{Durability, Error, Timestamp};
use crate::platform::i18n::Lang;
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mailer};
use crate::platform::text::EmailAddress;
use crate::platform::web::Web;

/// The job that mails the link.
pub static MAIL: Kind = mails::mail_kind("accounts.address-mail");
/// The job that says that an address was changed.
pub static CHANGED_MAIL: Kind = mails::mail_kind("accounts.address-changed-mail");

#[derive(Deserialize)]
struct Asked {
    member: MemberId,
}

/// Mails a fresh link to the address that a member wants now; to one that another has only the word that it has an account.
/// The secret stands nowhere but in the mail.
pub fn send_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Asked { member } = job.read()?;
    let now = web.db().now();
    let found = web.db().read_blocking(move |conn| {
        let Some(wanted) = store::wanted(conn, member, now)? else { return Ok::<_, Error>(None) };
        let owner = match EmailAddress::parse(&wanted) {
            Ok(address) => members::by_address(conn, &address)?,
            Err(_) => None,
        };
        // Whoever never had an address may want one: there is no letter box yet to ask.
        Ok(members::find(conn, member)?.zip(members::language(conn, member)?).map(|(row, lang)| (wanted, row.username, lang, owner)))
    })?;
    let Some((wanted, username, lang, owner)) = found else { return Ok(()) };
    if let Some(owner) = owner.filter(|owner| *owner != member) {
        let of_owner = web.db().read_blocking(move |conn| members::mailbox(conn, owner))?.context("a member with an address has a letter box")?;
        let mut context = Context::new();
        context.insert("username", &of_owner.username);
        context.insert("sign_in_url", &web.absolute("/sign-in"));
        context.insert("reset_url", &web.absolute("/forgotten-password"));
        return mails::send(web, mailer, job, "address-taken", &wanted, of_owner.lang, context);
    }
    let token = sessions::new_token();
    let (kept, to) = (token.clone(), wanted.clone());
    // Another address was asked for meanwhile: that one has a job of its own.
    if !web.db().write_blocking(Acting::System, Durability::Full, move |tx, _| store::set_token(tx, member, &to, &kept))? {
        return Ok(());
    }
    let mut context = Context::new();
    context.insert("username", &username);
    context.insert("url", &web.absolute(&format!("/confirm-address/{token}")));
    mails::send(web, mailer, job, "address-confirm", &wanted, Lang::parse(&lang).unwrap_or(Lang::FIRST), context)
}

#[derive(Deserialize)]
struct Changed {
    member: MemberId,
    to: String,
    at: Timestamp,
}

/// Says that an address was changed, so that its owner hears of it when somebody else did.
pub fn send_changed_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Changed { member, to, at } = job.read()?;
    let Some(mailbox) = web.db().read_blocking(move |conn| members::mailbox(conn, member))? else { return Ok(()) };
    let mut context = Context::new();
    context.insert("username", &mailbox.username);
    mails::insert_moment(&mut context, &mailbox, at);
    context.insert("is_former", &(to != mailbox.address));
    context.insert("sign_in_url", &web.absolute("/sign-in"));
    mails::send(web, mailer, job, "address-changed", &to, mailbox.lang, context)
}
