//! What the team decided, as lessons; and the job that learns from them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::store;
use super::{Lesson, Model, learn, words};
use crate::accounts::Acting;
use crate::forum::PostId;
use crate::moderation::cases::likeness::{folded, links};
use crate::moderation::cases::listing::{CasePost, posts_of};
use crate::moderation::decisions::store::DecisionRow;
use crate::moderation::decisions::{Verdict, store as decisions};
use crate::moderation::flags::FlagReason;
use crate::platform::db::{Connection, Db, Durability, Result, Timestamp, read_in_pieces};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::log::store::{self as log, Wanted};
use crate::platform::text::excerpt::plain_text;
use crate::platform::text::without_pictures;
use crate::platform::web::Web;

/// Learns anew from all that was decided lately: what was undone, or erased, is not among it any more.
pub static LEARN: Kind = Kind::long("moderation.learn", Lane::Upkeep);

/// The newest decisions and approvals.
const LATELY: i64 = 2_000;
/// Whoever learnt from so many posts learns little from one more.
const MUCH: i64 = 300;
/// And waits so long.
const FRESH: i64 = 10 * Timestamp::MINUTE;
/// Posts of one decision: a spammer's five hundred say no more than some of them.
const OF_ONE: usize = 20;
/// Posts that are read together.
const TOGETHER: usize = 50;

/// Does so once for all jobs that wait. While many decide, not after each of them: the hourly job learns from all.
pub fn run(web: &Web, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
    let host = web.base_url().host_str().unwrap_or_default();
    let is_hourly = jobs.iter().any(|job| job.key.is_empty());
    let outcome = if_due(web.db(), host, is_hourly).map_err(|error| error.to_string());
    jobs.iter().map(|_| outcome.clone().map_err(|error| anyhow::anyhow!(error))).collect()
}

fn if_due(db: &Db, own_host: &str, is_hourly: bool) -> anyhow::Result<()> {
    let now = db.now();
    let knows_much =
        |stored: Option<String>| stored.and_then(|stored| serde_json::from_str::<Model>(&stored).ok()).is_some_and(|model| model.spam + model.good > MUCH);
    let is_fresh = db.read_blocking(store::learnt_at)?.is_some_and(|at| at > now.plus(-FRESH));
    if !is_hourly && is_fresh && knows_much(db.read_blocking(store::model)?) {
        return Ok(());
    }
    learn_anew(db, own_host)
}

fn learn_anew(db: &Db, own_host: &str) -> anyhow::Result<()> {
    let decided: Vec<(PostId, bool)> = db.read_blocking(decided)?.into_iter().collect();
    if decided.is_empty() && db.read_blocking(store::model)?.is_none() {
        return Ok(());
    }
    let model = learn(&lessons(db, own_host, decided)?);
    let written = written(&model)?;
    Ok(db.write_blocking(Acting::System, Durability::Full, move |tx, _| store::put_model(tx, &written))?)
}

fn written(model: &Model) -> anyhow::Result<String> {
    Ok(serde_json::to_string(model)?)
}

/// The words of posts that are not erased; the same text twice is one lesson.
fn lessons(db: &Db, own_host: &str, decided: Vec<(PostId, bool)>) -> Result<Vec<Lesson>> {
    let labels: BTreeMap<PostId, bool> = decided.iter().copied().collect();
    let together: Vec<Vec<PostId>> = decided.chunks(TOGETHER).map(|some| some.iter().map(|(post, _)| *post).collect()).collect();
    let posts = read_in_pieces(db, together, |conn, some| posts_of(conn, some.clone()))?;
    let mut seen = BTreeSet::new();
    let mut lessons = Vec::new();
    for post in posts.into_iter().flatten().filter(|post| !post.source.is_empty()) {
        let is_spam = labels.get(&post.id).copied().unwrap_or(false);
        if seen.insert((is_spam, folded(&post.source))) {
            lessons.push(Lesson { is_spam, words: words_of(&post, own_host) });
        }
    }
    Ok(lessons)
}

fn words_of(post: &CasePost, own_host: &str) -> BTreeSet<String> {
    let title = if post.number == 1 { post.topic.1.as_str() } else { "" };
    words(title, &plain_text(&post.source), &links(&without_pictures(&post.source), own_host))
}

/// What the team decided about posts: spam or not. What was decided later counts.
fn decided(conn: &mut Connection) -> Result<BTreeMap<PostId, bool>> {
    let approvals = Wanted { act: Some("post.approve".to_owned()), ..Wanted::default() };
    let approved = log::newest(conn, &approvals, LATELY)?.into_iter().filter(|entry| entry.actor.is_some());
    let mut found: BTreeMap<PostId, bool> = approved.map(|entry| (PostId(entry.subject), false)).collect();
    for decision in decisions::newest(conn, LATELY)?.into_iter().rev() {
        let Some(is_spam) = label(&decision) else { continue };
        found.extend(decision.before.posts.iter().take(OF_ONE).map(|(post, ..)| (*post, is_spam)));
    }
    Ok(found)
}

/// What a decision says of its posts; nothing where it was about something else than spam, or was undone.
fn label(decision: &DecisionRow) -> Option<bool> {
    if decision.undone_by.is_some() {
        return None;
    }
    let is_about_spam = matches!(decision.rule, FlagReason::Spam | FlagReason::Promotion);
    match decision.verdict {
        Verdict::Spammer => Some(true),
        Verdict::Delete | Verdict::Warn | Verdict::KeepHidden | Verdict::Silence | Verdict::Suspend => is_about_spam.then_some(true),
        Verdict::NoAction | Verdict::Noted => Some(false),
        Verdict::Edited | Verdict::Close | Verdict::Move | Verdict::Duplicate => None,
    }
}
