//! "There is an answer to your search": a mail to everybody who asked to be told, once, if they may read it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

use super::{SearchId, store};
use crate::accounts::mails::mail_kind;
use crate::accounts::{Acting, MemberId, store as members};
use crate::forum::PostState;
use crate::forum::topics::{self, store::TopicRow, topic_url};
use crate::forum::visibility::{Sight, can_see_topic};
use crate::forum::visit::ForumMemory;
use crate::platform::db::{Connection, Db, Result, Tx, in_pieces, read_in_pieces};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
use crate::platform::mail::{Context, Mail, Mailer};
use crate::platform::web::Web;

/// The job that goes through those who wait. What it writes leaves the machine, and so it does not run on a restored
/// database by itself either.
pub static TELL_WAITING: Kind = Kind { leaves_machine: true, ..Kind::long("search.tell-waiting", Lane::FanOut) };
/// The job that mails one of them.
pub static TELL: Kind = mail_kind("search.tell");

/// Those who wait are looked at in parts of so many.
const PART: i64 = 200;

#[derive(Deserialize)]
struct Answered {
    search: SearchId,
}

#[derive(Serialize, Deserialize)]
struct ToTell {
    search: SearchId,
    member: MemberId,
}

/// Writes the job that tells those who wait, after a search got its answer.
pub fn tell_waiting_soon(tx: &mut Tx<'_>, search: SearchId) -> Result<()> {
    tx.enqueue(&NewJob::now(&TELL_WAITING, search.to_string(), json!({ "search": search })))
}

/// Writes a mail's job for everybody who waits and may read the answer. Whoever may not read it goes on waiting.
pub fn tell_waiting(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let search = job.read::<Answered>()?.search;
    let Some((_, topic)) = db.read_blocking(move |conn| answer(conn, search))? else { return Ok(()) };
    let topic = Arc::new(topic);
    let mut after = MemberId(i64::MIN);
    loop {
        let some = db.read_blocking(move |conn| store::waiting(conn, search, after, PART))?;
        let Some(last) = some.last() else { return Ok(()) };
        after = *last;
        let (reader, memory, topic) = (db.clone(), memory.clone(), topic.clone());
        let told = read_in_pieces(db, some, move |conn, member| Ok(may_read(conn, &reader, &memory, *member, &topic)?.then_some(*member)))?;
        in_pieces(db, Acting::System, told.into_iter().flatten().collect(), move |tx, member| promise(tx, search, *member))?;
    }
}

/// The row goes in the transaction that writes the mail's job: each is told once.
fn promise(tx: &mut Tx<'_>, search: SearchId, member: MemberId) -> Result<()> {
    if !store::stop_waiting(tx, search, member)? {
        return Ok(());
    }
    tx.enqueue(&NewJob::now(&TELL, format!("{search}-{member}"), json!(ToTell { search, member })))
}

/// A search's words and the topic that answers it, while everybody there can see that.
fn answer(conn: &mut Connection, search: SearchId) -> Result<Option<(String, TopicRow)>> {
    let Some(row) = store::find(conn, search)? else { return Ok(None) };
    let Some(topic) = row.answer else { return Ok(None) };
    let topic = topics::store::find(conn, topic)?.filter(|topic| topic.state == PostState::Visible);
    Ok(topic.map(|topic| (row.query, topic)))
}

fn may_read(conn: &mut Connection, db: &Db, memory: &ForumMemory, member: MemberId, topic: &TopicRow) -> Result<bool> {
    let viewer = members::viewer(conn, member, db.now())?;
    let categories = memory.categories.get(db, conn)?;
    Ok(viewer.id().is_some() && can_see_topic(&Sight::of(&viewer, &categories), &topic.facts()))
}

/// What the mail says, and to whom.
struct News {
    mailbox: members::Mailbox,
    query: String,
    title: String,
    path: String,
    community: String,
}

/// Mails it, if the answer is still there for the member.
pub fn send(web: &Web, mailer: &Mailer, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let ToTell { search, member } = job.read()?;
    let (reader, memory) = (web.clone(), memory.clone());
    let Some(news) = web.db().read_blocking(move |conn| news(conn, &reader, &memory, search, member))? else { return Ok(()) };
    let mut context = Context::new();
    context.insert("query", &news.query);
    context.insert("title", &news.title);
    context.insert("url", &web.absolute(&news.path));
    let mail = Mail {
        to: &news.mailbox.address,
        lang: news.mailbox.lang,
        name: "search-answer",
        community: &news.community,
        context,
        subject: &[("query", news.query.as_str().into())],
        // Asked for, and the only one: there is nothing to end.
        stop_url: None,
    };
    Ok(mailer.send_once(&mail)?)
}

/// What there is to tell now: hidden meanwhile, moved out of sight or account left, and there is nothing.
fn news(conn: &mut Connection, web: &Web, memory: &ForumMemory, search: SearchId, member: MemberId) -> Result<Option<News>> {
    let Some((query, topic)) = answer(conn, search)? else { return Ok(None) };
    if !may_read(conn, web.db(), memory, member, &topic)? {
        return Ok(None);
    }
    let Some(mailbox) = members::mailbox(conn, member)? else { return Ok(None) };
    let path = topic_url(&topic.slug, topic.id);
    Ok(Some(News { mailbox, query, title: topic.title, path, community: web.settings(conn)?.name.clone() }))
}
