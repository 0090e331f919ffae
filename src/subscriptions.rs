//! What happens after each event: the one table, and the handlers of every job.

use std::time::Duration;

use crate::accounts::events::AccountEvent;
use crate::accounts::{address, hand_over, reset, sign_up, upkeep};
use crate::app::Parts;
use crate::forum::{self, bookmarks, members, periods, rerender, tags};
use crate::notifications::answer_mail;
use crate::platform::db::wipe;
use crate::platform::events::Subscriptions;
use crate::platform::jobs::{Job, Registry, Share};
use crate::platform::mail::Mailer;
use crate::platform::storage;
use crate::platform::web::Web;
use crate::registry::TABLES_OF_PERSONS;

/// Which job follows which event.
pub fn subscriptions() -> Subscriptions {
    Subscriptions::default()
        .on(AccountEvent::MEMBER_RENAMED, &rerender::NAMED)
        .on(AccountEvent::MEMBER_CLOSED, &rerender::NAMED)
        .on(AccountEvent::MEMBER_CLOSED, &bookmarks::FORGET)
        .on(AccountEvent::PICTURE_CHANGED, &rerender::PICTURES)
        .on(AccountEvent::BADGES_CHANGED, &rerender::BADGES)
        .on(forum::events::REPLIED, &answer_mail::MAIL)
}

/// Who does which kind of job.
pub fn registry(parts: &Parts) -> Registry {
    let mailing = |send: fn(&Web, &Mailer, &Job) -> anyhow::Result<()>| {
        let (web, mailer) = (parts.web.clone(), parts.mailer.clone());
        move |job: &Job| send(&web, &mailer, job)
    };
    let db = parts.web.db().clone();
    let (named, badges, ranked, merged, heavy, keeper, wiped, answered) =
        (parts.web.clone(), parts.web.clone(), db.clone(), db.clone(), db.clone(), db.clone(), db.clone(), parts.clone());
    let (pictured, files) = (parts.web.clone(), parts.web.clone());
    Registry::new()
        .handle(&sign_up::MAIL, mailing(sign_up::send_mail))
        .handle(&reset::MAIL, mailing(reset::send_mail))
        .handle(&address::MAIL, mailing(address::send_mail))
        .handle(&address::CHANGED_MAIL, mailing(address::send_changed_mail))
        .handle(&hand_over::MAIL, mailing(hand_over::send_mail))
        .handle(&reset::CHANGED_MAIL, mailing(reset::send_changed_mail))
        .handle(&rerender::NAMED, move |job| rerender::named(named.db(), named.origin(), job))
        .handle(&bookmarks::FORGET, move |job| bookmarks::forget(&keeper, job))
        .handle(&rerender::PICTURES, move |job| rerender::pictures(pictured.db(), job))
        .handle(&rerender::BADGES, move |job| rerender::badges(badges.db(), job))
        .handle(&tags::edit::MERGE, move |job| tags::edit::move_topics(&merged, job))
        .handle(&answer_mail::MAIL, move |job| answer_mail::send(&answered.web, &answered.mailer, &answered.forum, job))
        .handle(&upkeep::TIDY, move |_| upkeep::tidy(&db))
        .every(Duration::from_secs(3_600), &upkeep::TIDY)
        .handle(&wipe::WIPE, move |_| wipe::wipe(&wiped, TABLES_OF_PERSONS))
        .handle(&storage::TIDY, move |_| storage::tidy(files.db(), files.storage().as_ref()))
        .every(Duration::from_secs(3_600), &storage::TIDY)
        .handle(&periods::REFRESH, move |_| periods::refresh(&ranked, Share::Quarter))
        .every(periods::EVERY, &periods::REFRESH)
        .handle(&members::figures::REFRESH, move |_| members::figures::refresh(&heavy, Share::Quarter))
        .every(members::figures::EVERY, &members::figures::REFRESH)
}
