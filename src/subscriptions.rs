//! What happens after each event: the one table, and the handlers of every job.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::events::AccountEvent;
use crate::accounts::{address, feature, hand_over, own_data, reset, sign_up};
use crate::app::Parts;
use crate::forum::visit::ForumMemory;
use crate::forum::{self, members, periods, quotations, rerender, tags};
use crate::moderation::cases::consider;
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
        .on(moderation::events::DECIDED, &classifier::LEARN)
        .on(forum::events::TOPIC_CHANGED, &keep_in_line::TOPIC)
        .on(forum::events::REWORDED, &keep_in_line::POST)
}

/// Who does which kind of job.
pub fn registry(parts: &Parts) -> Registry {
    let mailing = |send: fn(&Web, &Mailer, &Job) -> anyhow::Result<()>| {
        let (web, mailer) = (parts.web.clone(), parts.mailer.clone());
        move |job: &Job| send(&web, &mailer, job)
    };
    let rendering = |work: fn(&Db, &str, &Job) -> anyhow::Result<()>| {
        let web = parts.web.clone();
        move |job: &Job| work(web.db(), web.origin(), job)
    };
    let telling = |work: fn(&Db, &Arc<ForumMemory>, &Job) -> anyhow::Result<()>| {
        let (web, memory) = (parts.web.clone(), parts.forum.clone());
        move |job: &Job| work(web.db(), &memory, job)
    };
    let db = parts.web.db().clone();
    let (badges, left, replied) = (parts.web.clone(), parts.web.clone(), parts.clone());
    let (found, told, looked) = (parts.clone(), parts.clone(), parts.clone());
    let (noticed, told_of, told_together) = (db.clone(), (db.clone(), parts.forum.clone()), parts.clone());
    let (ranked, merged, heavy, handed, wiped) = (db.clone(), db.clone(), db.clone(), db.clone(), db.clone());
    let (folder, tidied, emptied) = (parts.exports.clone(), parts.exports.clone(), parts.exports.clone());
    let (pictured, files, brought) = (parts.web.clone(), parts.web.clone(), parts.web.clone());
    let in_line = || {
        let (db, search, ready) = (parts.web.db().clone(), parts.search.clone(), parts.search.clone());
        (move || ready.may_write(), move |jobs: &[Job]| keep_in_line::run(&db, search.engine().as_ref(), jobs))
    };
    let ((may_write, topics), (may_write_too, posts)) = (in_line(), in_line());
    let (indexed, search) = (db.clone(), parts.search.clone());
    keeping_order(Registry::new(), parts)
        .handle_together(&keep_in_line::TOPIC, may_write, topics)
        .handle_together(&keep_in_line::POST, may_write_too, posts)
        .handle(&rebuild::REBUILD, move |job| rebuild::run(&indexed, search.engine().as_ref(), job))
        .handle(&sign_up::MAIL, mailing(sign_up::send_mail))
        .handle(&reset::MAIL, mailing(reset::send_mail))
        .handle(&address::MAIL, mailing(address::send_mail))
        .handle(&address::CHANGED_MAIL, mailing(address::send_changed_mail))
        .handle(&hand_over::MAIL, mailing(hand_over::send_mail))
        .handle(&reset::CHANGED_MAIL, mailing(reset::send_changed_mail))
        .handle(&rerender::NAMED, rendering(rerender::named))
        .handle(&quotations::SEEN, rendering(quotations::seen))
        .handle(&quotations::ERASED, rendering(quotations::erased))
        .handle(&quotations::ACCESS, rendering(quotations::access))
        .handle(&rerender::PICTURES, move |job| rerender::pictures(pictured.db(), job))
        .handle(&feature::ANONYMISE, move |job| {
            feature::anonymise(left.db(), left.origin(), FEATURES, job)?;
            own_data::remove_files(left.db(), &emptied)
        })
        .handle(&own_data::MAKE, move |job| own_data::make(&handed, brought.storage().as_ref(), FEATURES, &folder, job))
        .handle(&own_data::MAIL, mailing(own_data::send_mail))
        .handle(&rerender::BADGES, move |job| rerender::badges(badges.db(), job))
        .handle(&tags::edit::MERGE, move |job| tags::edit::move_topics(&merged, job))
        .handle(&notice_mail::MAIL, move |job| notice_mail::send(&replied.web, &replied.mailer, &replied.forum, job))
        .handle(&digests::MAIL, move |job| digests::send(&told_together.web, &told_together.mailer, &told_together.forum, job))
        .handle(&digests::RUN, telling(digests::run))
        .every(digests::EVERY, &digests::RUN)
        .handle_together(&notices::NEW_POST, || true, move |jobs| notices::new_posts(&told_of.0, &told_of.1, jobs))
        .handle(&notices::FLAGGED, telling(notices::flagged))
        .handle(&notices::NAMED, telling(notices::named))
        .handle(&notices::ANSWERED, telling(notices::answered))
        .handle(&notices::VOTED, telling(notices::voted))
        .handle(&notices::MODERATED, telling(notices::moderated))
        .handle(&notices::REMIND, telling(notices::remind))
        .every(notices::EVERY, &notices::REMIND)
        .handle(&notices::STATE, move |job| notices::state_changed(&noticed, job))
        .handle(&answered::TELL_WAITING, move |job| answered::tell_waiting(found.web.db(), &found.forum, job))
        .handle(&look_again::LOOK_AGAIN, move |_| look_again::run(looked.web.db(), &looked.search, &looked.forum))
        .every(look_again::EVERY, &look_again::LOOK_AGAIN)
        .handle(&answered::TELL, move |job| answered::send(&told.web, &told.mailer, &told.forum, job))
        .handle(&feature::TIDY, move |_| feature::tidy(&db, FEATURES).and_then(|()| own_data::remove_files(&db, &tidied)))
        .every(Duration::from_secs(3_600), &feature::TIDY)
        .handle(&wipe::WIPE, move |_| wipe::wipe(&wiped, TABLES_OF_PERSONS))
        .handle(&storage::TIDY, move |_| storage::tidy(files.db(), files.storage().as_ref()))
        .every(Duration::from_secs(3_600), &storage::TIDY)
        .handle(&periods::REFRESH, move |_| periods::refresh(&ranked, Share::Quarter))
        .every(periods::EVERY, &periods::REFRESH)
        .handle(&members::figures::REFRESH, move |_| members::figures::refresh(&heavy, Share::Quarter))
        .every(members::figures::EVERY, &members::figures::REFRESH)
}

/// What keeps order.
fn keeping_order(registry: Registry, parts: &Parts) -> Registry {
    let with_memory = |work: fn(&Web, &Arc<ForumMemory>, &Job) -> anyhow::Result<()>| {
        let (web, memory) = (parts.web.clone(), parts.forum.clone());
        move |job: &Job| work(&web, &memory, job)
    };
    let telling = |work: fn(&Db, &Arc<ForumMemory>, &Job) -> anyhow::Result<()>| {
        let (web, memory) = (parts.web.clone(), parts.forum.clone());
        move |job: &Job| work(web.db(), &memory, job)
    };
    let learning = parts.web.clone();
    registry
        .handle(&weigh::WEIGH, with_memory(weigh::weigh))
        .handle(&weigh::REOPEN, telling(weigh::reopen))
        .handle(&consider::CONSIDER, with_memory(consider::consider))
        .handle(&clean::CLEAN, telling(clean::clean))
        .handle_together(&classifier::LEARN, || true, move |jobs| classifier::run(&learning, jobs))
        .every(Duration::from_secs(3_600), &classifier::LEARN)
}
