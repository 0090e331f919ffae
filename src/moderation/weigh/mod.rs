//! What the program does by itself when flags are put: hides a post, closes a topic for some hours, silences a new member, all
//! of it until a moderator looks. A job after each flag reads what is open then: fifty flags at once hide once.

pub mod policy;
mod store;
mod words;

use serde::Deserialize;
use std::sync::Arc;

use self::words::Words;
use super::cases::gather::{gather_account, gather_post};
use super::cases::{Why, store as cases};
use super::flags::listing as flags;
use super::thresholds::{Threshold, Thresholds};
use crate::accounts::{Acting, MemberId, MemberState, Viewer, roles, standing, store as members};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::{self, PostRow, change_state::StateChange, change_state::change_state};
use crate::forum::topics::close_topic::close_topic;
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, PostState, TopicId, topics};
use crate::platform::db::{Db, Durability, Failure, Timestamp, Tx};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
use crate::platform::web::Web;

/// The job after each flag.
pub static WEIGH: Kind = Kind::usual("moderation.weigh", Lane::Notices);
/// The job that opens a topic again.
pub static REOPEN: Kind = Kind::usual("moderation.reopen", Lane::Upkeep);

#[derive(Deserialize)]
struct About {
    post: Option<PostId>,
    member: Option<MemberId>,
}

#[derive(Deserialize)]
struct AboutTopic {
    topic: TopicId,
}

/// Looks at the flags of a post or a profile, and does what follows.
pub fn weigh(web: &Web, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let about: About = job.read()?;
    let words = Words::of(web.i18n());
    let host = web.base_url().host_str().unwrap_or_default().to_owned();
    as_system(web.db(), memory, move |tx, who| {
        let thresholds = Thresholds::load(tx.conn())?;
        let author = match (about.post, about.member) {
            (Some(post), _) => weigh_post(tx, who, post, &thresholds, &words, &host)?,
            (None, member) => weigh_profile(tx, member)?,
        };
        author.map_or(Ok(()), |author| weigh_author(tx, &who.viewer, author, &thresholds, &words))
    })
}

/// Runs a use case as the program itself. What is not there any more needs nothing done.
pub(super) fn as_system<F>(db: &Db, memory: &Arc<ForumMemory>, mut work: F) -> anyhow::Result<()>
where
    F: FnMut(&mut Tx<'_>, &Participant) -> Result<(), Failure<Refusal>> + Send + 'static,
{
    let (reader, memory) = (db.clone(), memory.clone());
    let done = db.write_blocking(Acting::System, Durability::Full, move |tx, viewer| {
        let who = Participant::new(&memory, &reader, tx.conn(), viewer)?;
        work(tx, &who)
    });
    match done {
        Ok(()) | Err(Failure::Refused(Refusal::NotFound)) => Ok(()),
        Err(Failure::Refused(refusal)) => Err(anyhow::anyhow!("refused: {refusal:?}")),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// Hides the post if its flags weigh enough, and looks at its topic. Gives its author.
fn weigh_post(
    tx: &mut Tx<'_>,
    who: &Participant,
    post: PostId,
    thresholds: &Thresholds,
    words: &Words,
    host: &str,
) -> Result<Option<MemberId>, Failure<Refusal>> {
    let Some(row) = posts::store::find(tx.conn(), post)? else { return Ok(None) };
    let open = flags::open_of_post(tx.conn(), post)?;
    if row.state == PostState::Visible && policy::hides(policy::weighed(&open), thresholds) {
        let lang = members::language(tx.conn(), row.author)?;
        change_state(tx, who, post, StateChange::Hide, words.hidden(policy::main_reason(&open), lang.as_deref()))?;
    }
    weigh_topic(tx, who, &row, thresholds)?;
    if row.state != PostState::Erased && (!open.is_empty() || cases::open_item_of_post(tx.conn(), post)?.is_some()) {
        gather_post(tx, &row, Why::Flags, host)?;
    }
    Ok(Some(row.author))
}

/// A profile is for moderators alone to judge: nothing of it goes by itself.
fn weigh_profile(tx: &mut Tx<'_>, member: Option<MemberId>) -> Result<Option<MemberId>, Failure<Refusal>> {
    let Some(member) = member else { return Ok(None) };
    if !flags::open_of_profile(tx.conn(), member)?.is_empty() {
        gather_account(tx, member, Why::Flags)?;
    }
    Ok(Some(member))
}

fn weigh_topic(tx: &mut Tx<'_>, who: &Participant, row: &PostRow, thresholds: &Thresholds) -> Result<(), Failure<Refusal>> {
    let open = flags::open_of_topic(tx.conn(), row.topic)?;
    if row.topic_closed || !policy::closes(policy::weighed(&open), thresholds) {
        return Ok(());
    }
    close_topic(tx, who, row.topic, true)?;
    let until = tx.now().plus(thresholds.get(Threshold::CloseHours) * Timestamp::HOUR);
    store::put_heated(tx, row.topic, until)?;
    let payload = serde_json::json!({ "topic": row.topic });
    Ok(tx.enqueue(&NewJob { run_at: Some(until), ..NewJob::now(&REOPEN, row.topic.to_string(), payload) })?)
}

/// Silences a new member whom several flagged: what they write from now on waits for a moderator.
fn weigh_author(tx: &mut Tx<'_>, system: &Viewer, author: MemberId, thresholds: &Thresholds, words: &Words) -> Result<(), Failure<Refusal>> {
    let Some(row) = members::find(tx.conn(), author)? else { return Ok(()) };
    let is_new = row.trust == 0 && members::present_state(row.state, row.state_until, tx.now()) == MemberState::Active;
    if !is_new || !roles::store::of_member(tx.conn(), author)?.is_empty() {
        return Ok(());
    }
    let open = flags::open_of_author(tx.conn(), author)?;
    if !policy::silences(policy::weighed(&open), thresholds) {
        return Ok(());
    }
    let lang = members::language(tx.conn(), author)?;
    match standing::silence(tx, system, author, None, words.silenced(lang.as_deref())) {
        Ok(()) => Ok(gather_account(tx, author, Why::Suspect).map(|_| ())?),
        Err(Failure::Refused(_)) => Ok(()),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// Opens a topic again that flags closed, unless somebody closed it since, or opened it already.
pub fn reopen(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let topic = job.read::<AboutTopic>()?.topic;
    as_system(db, memory, move |tx, who| {
        let now = tx.now();
        if !store::take_heated(tx, topic, now)? {
            return Ok(());
        }
        let is_closed = topics::store::find(tx.conn(), topic)?.is_some_and(|topic| topic.closed);
        if is_closed && store::was_closed_by_program(tx.conn(), topic)? {
            close_topic(tx, who, topic, false)?;
        }
        Ok(())
    })
}
