//! The mail that says that an archive is there.

use serde::Deserialize;

use super::{ExportId, store};
use crate::accounts::{mails, store as members};
use crate::platform::db::Error;
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mailer};
use crate::platform::web::Web;

/// The job.
pub static MAIL: Kind = mails::mail_kind("accounts.export-mail");

#[derive(Deserialize)]
struct Payload {
    export: ExportId,
}

/// Mails where the archive is fetched. The address alone opens nothing: it wants the session of its owner.
pub fn send_mail(web: &Web, mailer: &Mailer, job: &Job) -> anyhow::Result<()> {
    let Payload { export } = job.read()?;
    let now = web.db().now();
    let found = web.db().read_blocking(move |conn| {
        let Some(row) = store::find(conn, export)?.filter(|row| row.ends_at > now) else { return Ok::<_, Error>(None) };
        Ok(members::mailbox(conn, row.member)?.map(|mailbox| (row, mailbox)))
    })?;
    let Some((row, mailbox)) = found else { return Ok(()) };
    let mut context = Context::new();
    context.insert("username", &mailbox.username);
    context.insert("url", &web.absolute(&format!("/settings/own-data/{}", row.file)));
    context.insert("until", &crate::platform::i18n::format::date_time(mailbox.lang, &mailbox.zone, row.ends_at));
    mails::send(web, mailer, job, "own-data", &mailbox.address, mailbox.lang, context)
}
