//! What happens after each event: the one table, and the handlers of every job.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::events::AccountEvent;
use crate::accounts::{address, feature, hand_over, own_data, reset, sign_up};
use crate::app::Parts;
use crate::forum::desk::timers;
use crate::forum::visit::ForumMemory;
use crate::forum::{self, members, periods, quotations, rerender, tags};
use crate::moderation::cases::{consider, moved as cases};
use crate::moderation::decisions::clean;
use crate::moderation::screening::classifier;
use crate::moderation::{self, weigh};
use crate::notifications::{digests, notice_mail, notices};
use crate::platform::db::{Db, wipe};
use crate::platform::events::Subscriptions;
use crate::platform::jobs::{Job, Registry, Share};
use crate::platform::mail::Mailer;
use crate::platform::storage;
use crate::platform::web::Web;
use crate::registry::{FEATURES, TABLES_OF_PERSONS};
use crate::search::queries::{answered, look_again};
use crate::search::{keep_in_line, rebuild};

const HOURLY: Duration = Duration::from_secs(3_600);

/// Which job follows which event.
pub fn subscriptions() -> Subscriptions {
    Subscriptions::default()
        .on(AccountEvent::MEMBER_RENAMED, &rerender::NAMED)
        .on(AccountEvent::MEMBER_CLOSED, &feature::ANONYMISE)
        .on(AccountEvent::PICTURE_CHANGED, &rerender::PICTURES)
        .on(AccountEvent::BADGES_CHANGED, &rerender::BADGES)
        .on(forum::events::TOPIC_OPENED, &notices::NEW_POST)
        .on(forum::events::REPLIED, &notices::NEW_POST)
        .on(forum::events::COMMENTED, &notices::NEW_POST)
        .on(forum::events::EDITED, &notices::NAMED)
        .on(forum::events::NOTED, &notices::NAMED)
        .on(forum::events::ANSWER_CHANGED, &notices::ANSWERED)
        .on(forum::events::VOTED, &notices::VOTED)
        .on(forum::events::MODERATED, &notices::MODERATED)
        .on(forum::events::STATE_CHANGED, &notices::STATE)
        .on(forum::events::TOPIC_OPENED, &consider::CONSIDER)
        .on(forum::events::REPLIED, &consider::CONSIDER)
        .on(forum::events::COMMENTED, &consider::CONSIDER)
        .on(forum::events::HELD, &consider::CONSIDER)
        .on(forum::events::EDITED, &consider::CONSIDER)
        .on(forum::events::STATE_CHANGED, &consider::CONSIDER)
        .on(moderation::events::FLAGGED, &weigh::WEIGH)
        .on(moderation::events::DECIDED, &notices::FLAGGED)
        .on(forum::events::TOPIC_MOVED, &notices::MOVED)
        .on(forum::events::TOPIC_MOVED, &cases::MOVED)
        .on(moderation::events::DECIDED, &classifier::LEARN)
        .on(forum::events::TOPIC_CHANGED, &keep_in_line::TOPIC)
        .on(forum::events::REWORDED, &keep_in_line::POST)
}

/// Who does which kind of job.
pub fn registry(parts: &Parts) -> Registry {
    [accounts, forum, search, notifications, moderation, upkeep].into_iter().fold(Registry::new(), |jobs, add| add(jobs, parts))
}

type Send = fn(&Web, &Mailer, &Job) -> anyhow::Result<()>;
type Tell = fn(&Db, &Arc<ForumMemory>, &Job) -> anyhow::Result<()>;

fn mailing(parts: &Parts, send: Send) -> impl Fn(&Job) -> anyhow::Result<()> + use<> {
    let (web, mailer) = (parts.web.clone(), parts.mailer.clone());
    move |job| send(&web, &mailer, job)
}

fn telling(parts: &Parts, work: Tell) -> impl Fn(&Job) -> anyhow::Result<()> + use<> {
    let (web, memory) = (parts.web.clone(), parts.forum.clone());
    move |job| work(web.db(), &memory, job)
}

fn accounts(jobs: Registry, parts: &Parts) -> Registry {
    let (leaving, making) = (parts.clone(), parts.clone());
    jobs.handle(&sign_up::MAIL, mailing(parts, sign_up::send_mail))
        .handle(&reset::MAIL, mailing(parts, reset::send_mail))
        .handle(&reset::CHANGED_MAIL, mailing(parts, reset::send_changed_mail))
        .handle(&address::MAIL, mailing(parts, address::send_mail))
        .handle(&address::CHANGED_MAIL, mailing(parts, address::send_changed_mail))
        .handle(&hand_over::MAIL, mailing(parts, hand_over::send_mail))
        .handle(&feature::ANONYMISE, move |job| {
            let web = &leaving.web;
            feature::anonymise(web.db(), web.origin(), FEATURES, job)?;
            own_data::remove_files(web.db(), &leaving.exports)
        })
        .handle(&own_data::MAKE, move |job| own_data::make(making.web.db(), making.web.storage().as_ref(), FEATURES, &making.exports, job))
        .handle(&own_data::MAIL, mailing(parts, own_data::send_mail))
}

fn forum(jobs: Registry, parts: &Parts) -> Registry {
    let rendering = |work: fn(&Db, &str, &Job) -> anyhow::Result<()>| {
        let web = parts.web.clone();
        move |job: &Job| work(web.db(), web.origin(), job)
    };
    let db = || parts.web.db().clone();
    let (pictured, badged, merged, ranked, figured) = (db(), db(), db(), db(), db());
    jobs.handle(&rerender::NAMED, rendering(rerender::named))
        .handle(&rerender::PICTURES, move |job| rerender::pictures(&pictured, job))
        .handle(&rerender::BADGES, move |job| rerender::badges(&badged, job))
        .handle(&quotations::SEEN, rendering(quotations::seen))
        .handle(&quotations::ERASED, rendering(quotations::erased))
        .handle(&quotations::ACCESS, rendering(quotations::access))
        .handle(&quotations::MOVED, rendering(quotations::moved))
        .handle(&timers::TIMERS, telling(parts, timers::run))
        .every(timers::EVERY, &timers::TIMERS)
        .handle(&tags::edit::MERGE, move |job| tags::edit::move_topics(&merged, job))
        .handle(&periods::REFRESH, move |_| periods::refresh(&ranked, Share::Quarter))
        .every(periods::EVERY, &periods::REFRESH)
        .handle(&members::figures::REFRESH, move |_| members::figures::refresh(&figured, Share::Quarter))
        .every(members::figures::EVERY, &members::figures::REFRESH)
}

fn search(jobs: Registry, parts: &Parts) -> Registry {
    let in_line = || {
        let (db, search, ready) = (parts.web.db().clone(), parts.search.clone(), parts.search.clone());
        (move || ready.may_write(), move |jobs: &[Job]| keep_in_line::run(&db, search.engine().as_ref(), jobs))
    };
    let ((may_write, topics), (may_write_too, posts)) = (in_line(), in_line());
    let (rebuilt, waiting, told, looked) = (parts.clone(), parts.clone(), parts.clone(), parts.clone());
    jobs.handle_together(&keep_in_line::TOPIC, may_write, topics)
        .handle_together(&keep_in_line::POST, may_write_too, posts)
        .handle(&rebuild::REBUILD, move |job| rebuild::run(rebuilt.web.db(), rebuilt.search.engine().as_ref(), job))
        .handle(&answered::TELL_WAITING, move |job| answered::tell_waiting(waiting.web.db(), &waiting.forum, job))
        .handle(&answered::TELL, move |job| answered::send(&told.web, &told.mailer, &told.forum, job))
        .handle(&look_again::LOOK_AGAIN, move |_| look_again::run(looked.web.db(), &looked.search, &looked.forum))
        .every(look_again::EVERY, &look_again::LOOK_AGAIN)
}

fn notifications(jobs: Registry, parts: &Parts) -> Registry {
    let (posted, changed, moved, mailed, digested) = (parts.clone(), parts.clone(), parts.clone(), parts.clone(), parts.clone());
    jobs.handle_together(&notices::NEW_POST, || true, move |jobs| notices::new_posts(posted.web.db(), &posted.forum, jobs))
        .handle(&notices::NAMED, telling(parts, notices::named))
        .handle(&notices::ANSWERED, telling(parts, notices::answered))
        .handle(&notices::VOTED, telling(parts, notices::voted))
        .handle(&notices::MODERATED, telling(parts, notices::moderated))
        .handle(&notices::FLAGGED, telling(parts, notices::flagged))
        .handle(&notices::STATE, move |job| notices::state_changed(changed.web.db(), job))
        .handle(&notices::MOVED, move |job| notices::moved(moved.web.db(), job))
        .handle(&notices::REMIND, telling(parts, notices::remind))
        .every(notices::EVERY, &notices::REMIND)
        .handle(&notice_mail::MAIL, move |job| notice_mail::send(&mailed.web, &mailed.mailer, &mailed.forum, job))
        .handle(&digests::MAIL, move |job| digests::send(&digested.web, &digested.mailer, &digested.forum, job))
        .handle(&digests::RUN, telling(parts, digests::run))
        .every(digests::EVERY, &digests::RUN)
}

fn moderation(jobs: Registry, parts: &Parts) -> Registry {
    let (weighing, considering, moved, learning) = (parts.clone(), parts.clone(), parts.clone(), parts.web.clone());
    jobs.handle(&weigh::WEIGH, move |job| weigh::weigh(&weighing.web, &weighing.forum, job))
        .handle(&weigh::REOPEN, telling(parts, weigh::reopen))
        .handle_together(&consider::CONSIDER, || true, move |jobs| consider::consider(&considering.web, &considering.forum, jobs))
        .handle(&cases::MOVED, move |job| cases::moved(&moved.web, &moved.forum, job))
        .handle(&clean::CLEAN, telling(parts, clean::clean))
        .handle_together(&classifier::LEARN, || true, move |jobs| classifier::run(&learning, jobs))
        .every(HOURLY, &classifier::LEARN)
}

/// What nobody asks for: what is no longer needed goes.
fn upkeep(jobs: Registry, parts: &Parts) -> Registry {
    let (tidied, wiped, stored) = (parts.clone(), parts.web.db().clone(), parts.web.clone());
    jobs.handle(&feature::TIDY, move |_| {
        let db = tidied.web.db();
        feature::tidy(db, FEATURES)?;
        own_data::remove_files(db, &tidied.exports)
    })
    .every(HOURLY, &feature::TIDY)
    .handle(&wipe::WIPE, move |_| wipe::wipe(&wiped, TABLES_OF_PERSONS))
    .handle(&storage::TIDY, move |_| storage::tidy(stored.db(), stored.storage().as_ref()))
    .every(HOURLY, &storage::TIDY)
}
