//! What the mails about accounts have in common.

use std::time::Duration;

use super::deliveries;
use super::store::Mailbox;
use crate::platform::db::Timestamp;
use crate::platform::i18n::{Lang, format};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::mail::{Context, Mail, Mailer};
use crate::platform::web::Web;

const FIRST_WAITS: &[Duration] = &[Duration::from_secs(60), Duration::from_secs(300), Duration::from_secs(1_800)];

/// A job that sends one mail: tried for four days, since mail servers are away for days, then parked.
pub const fn mail_kind(name: &'static str) -> Kind {
    Kind {
        name,
        lane: Lane::Mail,
        // A server may look through a mail for a minute before it says yes.
        time_limit: Duration::from_secs(180),
        // 1, 5 and 30 minutes, then 95 hours.
        attempts: 99,
        first_waits: FIRST_WAITS,
        back_off: Duration::from_secs(3_600),
        longest_wait: Duration::from_secs(3_600),
        leaves_machine: true,
    }
}

/// Gives a mail the moment it tells of: `at`, and the `zone` whose clock showed it.
pub fn insert_moment(context: &mut Context, mailbox: &Mailbox, at: Timestamp) {
    let zone = mailbox.zone.name();
    context.insert("at", &format::date_time(mailbox.lang, &mailbox.zone, at));
    context.insert("zone", if zone.is_empty() { "UTC" } else { zone });
}

/// Sends a mail that somebody asked for.
pub fn send(web: &Web, mailer: &Mailer, job: &Job, name: &'static str, to: &str, lang: Lang, context: Context) -> anyhow::Result<()> {
    let settings = web.db().read_blocking({
        let web = web.clone();
        move |conn| web.settings(conn)
    })?;
    let subject = [("community", settings.name.as_str().into())];
    deliveries::send_plain(
        web.db(),
        mailer,
        job,
        &Mail { to, lang, name, community: &settings.name, context, subject: &subject, stop_url: None, further_stops: &[], thread: None },
    )
}
