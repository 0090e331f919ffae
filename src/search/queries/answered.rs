//! "There is an answer to your search": a mail to everybody who asked to be told, once, if they may read it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

use super::{SearchId, store};
use crate::accounts::mails::mail_kind;
use crate::accounts::{Acting, MemberId, deliveries, store as members};
use crate::forum::topics::{self, post_url, store::TopicRow, topic_url};
use crate::forum::visibility::{Sight, can_see_topic};
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, PostState};
use crate::platform::db::{Connection, Db, Result, Tx, in_pieces, read_in_pieces};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
use crate::platform::mail::{Context, Mail, Mailer};
use crate::platform::web::Web;
use crate::search::listing as posts;

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

/// Who is to be told of what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ToTell {
    pub search: SearchId,
    pub member: MemberId,
    /// The post that may be what they looked for; none where an admin said which topic answers it.
    #[serde(default)]
    pub post: Option<PostId>,
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
        in_pieces(db, Acting::System, told.into_iter().flatten().collect(), move |tx, member| promise(tx, &ToTell { search, member: *member, post: None }))?;
    }
}

/// The row goes in the transaction that writes the mail's job: each is told once.
pub(super) fn promise(tx: &mut Tx<'_>, told: &ToTell) -> Result<()> {
    if !store::stop_waiting(tx, told.search, told.member)? {
        return Ok(());
    }
    tx.enqueue(&NewJob::now(&TELL, format!("{}-{}", told.search, told.member), json!(told)))
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

/// The words of a search, and where somebody now finds what may answer it.
struct Answer {
    query: String,
    title: String,
    path: String,
}

/// The topic that an admin named, while the member may read it.
fn named(conn: &mut Connection, sight: &Sight, search: SearchId) -> Result<Option<Answer>> {
    let answer = answer(conn, search)?.filter(|(_, topic)| can_see_topic(sight, &topic.facts()));
    Ok(answer.map(|(query, topic)| Answer { query, path: topic_url(&topic.slug, topic.id), title: topic.title }))
}

/// The post that was found, while the member may read it.
fn found(conn: &mut Connection, sight: &Sight, search: SearchId, post: PostId) -> Result<Option<Answer>> {
    let Some(row) = store::find(conn, search)? else { return Ok(None) };
    let Some(post) = posts::visible(conn, sight, &[post])?.remove(&post) else { return Ok(None) };
    let topic = topics::store::find(conn, post.topic)?.filter(|topic| topic.state == PostState::Visible);
    Ok(topic.map(|topic| Answer { query: row.query, path: post_url(&topic.slug, topic.id, post.number), title: topic.title }))
}

/// What the mail says, and to whom.
struct News {
    mailbox: members::Mailbox,
    answer: Answer,
    community: String,
}

/// Mails it, if the answer is still there for the member.
pub fn send(web: &Web, mailer: &Mailer, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let told: ToTell = job.read()?;
    let is_found = told.post.is_some();
    let (reader, memory) = (web.clone(), memory.clone());
    let Some(news) = web.db().read_blocking(move |conn| news(conn, &reader, &memory, &told))? else { return Ok(()) };
    let Answer { query, title, path } = news.answer;
    let mut context = Context::new();
    context.insert("query", &query);
    context.insert("title", &title);
    context.insert("url", &web.absolute(&path));
    context.insert("found", &is_found);
    let mail = Mail {
        to: &news.mailbox.address,
        lang: news.mailbox.lang,
        name: "search-answer",
        community: &news.community,
        context,
        subject: &[("query", query.as_str().into())],
        // Asked for, and the only one: there is nothing to end.
        stop_url: None,
        further_stops: &[],
        thread: None,
    };
    deliveries::send_plain(web.db(), mailer, job, &mail)
}

/// What there is to tell now: hidden meanwhile, moved out of sight or account left, and there is nothing.
fn news(conn: &mut Connection, web: &Web, memory: &ForumMemory, told: &ToTell) -> Result<Option<News>> {
    let viewer = members::viewer(conn, told.member, web.db().now())?;
    let sight = Sight::of(&viewer, &*memory.categories.get(web.db(), conn)?);
    let answer = match told.post {
        Some(post) => found(conn, &sight, told.search, post)?,
        None => named(conn, &sight, told.search)?,
    };
    let Some(answer) = answer.filter(|_| viewer.id().is_some()) else { return Ok(None) };
    let Some(mailbox) = members::mailbox(conn, told.member)? else { return Ok(None) };
    Ok(Some(News { mailbox, answer, community: web.settings(conn)?.name.clone() }))
}
