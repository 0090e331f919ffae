//! The mail with the link.

use serde::Deserialize;

use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{Acting, MemberId, MemberState, mails, sessions, store as members};
use crate::platform::db::{Durability, Error};
use crate::platform::i18n::Lang;
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mailer};
use crate::platform::web::Web;

/// The job that mails the link.
pub static MAIL: Kind = mails::mail_kind("accounts.hand-over-mail");

#[derive(Deserialize)]
struct Payload {
    member: MemberId,
}

/// Mails a fresh link to the address that the account is on its way to now; the secret stands nowhere but in the mail.
pub fn send_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Payload { member } = job.read()?;
    let now = web.db().now();
    let found = web.db().read_blocking(move |conn| {
        let promised = tokens::store::promised(conn, TokenKind::HandOver, member, now)?;
        let row = members::find(conn, member)?.filter(|row| row.state != MemberState::Closed);
        Ok::<_, Error>(promised.zip(row).zip(members::language(conn, member)?))
    })?;
    let Some((((address, _), row), lang)) = found else { return Ok(()) };
    let token = sessions::new_token();
    let (kept, to) = (token.clone(), address.clone());
    // Handed to another address meanwhile: that one has a job of its own.
    let is_current = move |tx: &mut crate::platform::db::Tx<'_>| tokens::store::renew(tx, TokenKind::HandOver, member, &to, &kept);
    if !web.db().write_blocking(Acting::System, Durability::Full, move |tx, _| is_current(tx))? {
        return Ok(());
    }
    let mut context = Context::new();
    context.insert("username", &row.username);
    context.insert("name", &row.name);
    context.insert("url", &web.absolute(&format!("/claim/{token}")));
    mails::send(web, mailer, job, "hand-over", &address, Lang::parse(&lang).unwrap_or(Lang::FIRST), context)
}
