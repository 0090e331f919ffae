//! What the mails about accounts have in common.

use std::time::Duration;

use super::store::Mailbox;
use crate::platform::db::Timestamp;
use crate::platform::i18n::{Lang, format};
use crate::platform::jobs::{Kind, Lane};
use crate::platform::mail::{Context, Mail, Mailer};
use crate::platform::web::Web;

/// A job that sends one mail: tried for four days, since mail servers are away for days, then parked.
pub const fn mail_kind(name: &'static str) -> Kind {
    Kind {
        name,
        lane: Lane::Mail,
        time_limit: Duration::from_secs(60),
        // Seven waits of 30 seconds to 32 minutes, then one each hour.
        attempts: 103,
        back_off: Duration::from_secs(30),
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
pub fn send(web: &Web, mailer: &Mailer, name: &'static str, to: &str, lang: Lang, context: Context) -> anyhow::Result<()> {
    let settings = web.db().read_blocking({
        let web = web.clone();
        move |conn| web.settings(conn)
    })?;
    let mail = Mail { to, lang, name, community: &settings.name, context, subject: &[("community", settings.name.as_str().into())], stop_url: None };
    Ok(mailer.send_once(&mail)?)
}
