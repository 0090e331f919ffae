//! The mail after a sign-up: to a new address the link, to a known one a word that it has an account.

use anyhow::Context as _;
use serde::Deserialize;

use super::store::{self, SignUpId};
use crate::accounts::{Acting, mails, sessions, store as members};
use crate::platform::db::Durability;
use crate::platform::i18n::Lang;
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mailer};
use crate::platform::text::EmailAddress;
use crate::platform::web::Web;

/// The job.
pub static MAIL: Kind = mails::mail_kind("accounts.sign-up-mail");

#[derive(Deserialize)]
struct Payload {
    sign_up: SignUpId,
}

/// Writes and sends the mail; the secret is made here, so that it stands nowhere but in the mail.
pub fn send_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let id = job.read::<Payload>()?.sign_up;
    let now = web.db().now();
    let Some(waiting) = web.db().read_blocking(move |conn| store::find(conn, id, now))? else { return Ok(()) };
    let address = EmailAddress::parse(&waiting.address).context("a kept address does not parse")?;
    let lang = Lang::parse(&waiting.lang).unwrap_or(Lang::FIRST);
    let known = address.clone();
    if let Some(member) = web.db().read_blocking(move |conn| members::by_address(conn, &known))? {
        let mailbox = web.db().read_blocking(move |conn| members::mailbox(conn, member))?;
        let lang = mailbox.as_ref().map_or(lang, |mailbox| mailbox.lang);
        let mut context = Context::new();
        context.insert("username", &mailbox.map(|mailbox| mailbox.username).unwrap_or_default());
        context.insert("sign_in_url", &web.absolute("/sign-in"));
        context.insert("reset_url", &web.absolute("/forgotten-password"));
        return mails::send(web, mailer, job, "have-account", &waiting.address, lang, context);
    }
    let token = sessions::new_token();
    let kept = token.clone();
    web.db().write_blocking(Acting::System, Durability::Full, move |tx, _| store::set_token(tx, id, &kept))?;
    let mut context = Context::new();
    context.insert("username", &waiting.username);
    context.insert("url", &web.absolute(&format!("/confirm/{token}")));
    mails::send(web, mailer, job, "confirm", &waiting.address, lang, context)
}
