//! Quotations follow what they quote: rendered again when others may see it than before, and cut where its words were
//! destroyed. Piece by piece, in jobs that are written only where something is quoted.

mod cut;
pub mod store;

use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

use super::posts::{self, PostRow};
use super::{CategoryId, PostId, PostState, TopicId, categories, rerender, texts};
use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Connection, Db, Result, Tx, in_pieces};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
pub use store::Of;

/// After a post that is quoted was hidden, deleted, brought back: texts that quote it, or another post of the topic it opens.
pub static SEEN: Kind = Kind::long("forum.rerender-quoting", Lane::FanOut);
/// After a post or one of its revisions was erased: words that others quoted of it.
pub static ERASED: Kind = Kind::long("forum.cut-quotations", Lane::FanOut);
/// After other people may read a category: texts that quote out of it, or into it.
pub static ACCESS: Kind = Kind::long("forum.rerender-quoting-across", Lane::FanOut);

/// After posts were moved: texts that quote them, and what they quote themselves.
pub static MOVED: Kind = Kind::long("forum.rerender-moved", Lane::FanOut);

/// Read or rendered together.
const BATCH: i64 = 100;
/// Quotations whose categories are compared together.
const COMPARED: i64 = 500;

#[derive(Deserialize)]
struct AboutPost {
    post: PostId,
}

#[derive(Deserialize)]
struct AboutTopic {
    topic: TopicId,
}

#[derive(Deserialize)]
struct AboutCategory {
    category: CategoryId,
}

/// Others may see a post than before, or its words were destroyed: writes the job, if somebody quotes it.
pub fn changed(tx: &mut Tx<'_>, post: &PostRow, state: PostState) -> Result<()> {
    let is_quoted = store::is_quoted(tx.conn(), Of::Post(post.id))? || post.opens_topic() && store::is_quoted(tx.conn(), Of::Topic(post.topic))?;
    if is_quoted { again(tx, post.id, state) } else { Ok(()) }
}

/// Words of a post were destroyed, the post is there still: writes the job, if somebody quotes it.
pub fn words_erased(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    if store::is_quoted(tx.conn(), Of::Post(post))? { again(tx, post, PostState::Erased) } else { Ok(()) }
}

/// Writes the job for a post that is quoted.
pub fn again(tx: &mut Tx<'_>, post: PostId, state: PostState) -> Result<()> {
    let kind = if state == PostState::Erased { &ERASED } else { &SEEN };
    tx.enqueue(&NewJob::now(kind, post.to_string(), json!({ "v": 1, "post": post })))
}

/// Others may read a category than before: writes the job, if anything is quoted at all.
pub fn access_changed(tx: &mut Tx<'_>, category: CategoryId) -> Result<()> {
    if !store::is_quoted(tx.conn(), Of::Any)? {
        return Ok(());
    }
    tx.enqueue(&NewJob::now(&ACCESS, category.to_string(), json!({ "v": 1, "category": category })))
}

/// Others read the posts of a topic than before: writes the job, if they quote or are quoted.
pub fn topic_moved(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let is_about = store::is_quoted(tx.conn(), Of::Topic(topic))? || !store::quoting_in(tx.conn(), topic, PostId(i64::MIN), 1)?.is_empty();
    if !is_about {
        return Ok(());
    }
    tx.enqueue(&NewJob::now(&MOVED, topic.to_string(), json!({ "v": 1, "topic": topic })))
}

/// Renders texts again that quote posts of a topic, and those in it that quote others.
pub fn moved(db: &Db, base_url: &str, job: &Job) -> anyhow::Result<()> {
    let topic = job.read::<AboutTopic>()?.topic;
    each(db, base_url, Of::Topic(topic), |_| true)?;
    let mut after = PostId(i64::MIN);
    loop {
        let quoting = db.read_blocking(move |conn| store::quoting_in(conn, topic, after, BATCH))?;
        let Some((last, _)) = quoting.last() else { return Ok(()) };
        after = *last;
        rerender::render_again(db, base_url, &quoting)?;
    }
}

/// Renders texts again that quote a post whose state changed.
pub fn seen(db: &Db, base_url: &str, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    match db.read_blocking(move |conn| posts::store::find(conn, post))? {
        Some(row) => Ok(of_post(db, base_url, &row)?),
        None => Ok(()),
    }
}

/// Cuts quotations whose words were destroyed, and renders texts again that quote the post.
pub fn erased(db: &Db, base_url: &str, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let Some(row) = db.read_blocking(move |conn| posts::store::find(conn, post))? else { return Ok(()) };
    cut::destroyed(db, base_url, &row)?;
    Ok(of_post(db, base_url, &row)?)
}

/// Renders texts again that quote posts of a category from outside of it, or quote others from within.
pub fn access(db: &Db, base_url: &str, job: &Job) -> anyhow::Result<()> {
    let category = job.read::<AboutCategory>()?.category;
    let affected = db.read_blocking(move |conn| with_below(conn, category))?;
    let mut after = (PostId(i64::MIN), PostId(i64::MIN));
    loop {
        let affected = affected.clone();
        let (last, quoting) = db.read_blocking(move |conn| across(conn, &affected, after))?;
        rerender::render_again(db, base_url, &quoting)?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Texts that quote posts by a member show another name.
pub fn of_author(db: &Db, base_url: &str, member: MemberId) -> Result<()> {
    each(db, base_url, Of::Author(member), |_| true)
}

/// Notes what earlier texts of posts quote, which was forgotten once.
pub fn note_earlier(db: &Db, base_url: &str, posts: &[(PostId, TopicId)]) -> Result<()> {
    let ids: Vec<PostId> = posts.iter().map(|(post, _)| *post).collect();
    let found = db.read_blocking(move |conn| store::earlier_texts(conn, &ids))?;
    let quoting = found.into_iter().map(|(_, post, text)| (post, texts::quoted_places(&text, base_url))).filter(|(_, places)| !places.is_empty()).collect();
    in_pieces(db, Acting::System, quoting, |tx, (post, places)| texts::store::write_quotes(tx, *post, places).map(|_| ()))?;
    Ok(())
}

fn of_post(db: &Db, base_url: &str, post: &PostRow) -> Result<()> {
    each(db, base_url, Of::Post(post.id), |_| true)?;
    // Whoever reads a topic may read what its posts quote of one another.
    if post.opens_topic() { each(db, base_url, Of::Topic(post.topic), |topic| topic != post.topic) } else { Ok(()) }
}

fn each(db: &Db, base_url: &str, of: Of, is_meant: impl Fn(TopicId) -> bool) -> Result<()> {
    let mut after = PostId(i64::MIN);
    loop {
        let mut quoting = db.read_blocking(move |conn| store::quoting(conn, of, after, BATCH))?;
        let Some((last, _)) = quoting.last() else { return Ok(()) };
        after = *last;
        quoting.retain(|(_, topic)| is_meant(*topic));
        rerender::render_again(db, base_url, &quoting)?;
    }
}

/// A category and those below it: they are never wider.
fn with_below(conn: &mut Connection, category: CategoryId) -> Result<Vec<CategoryId>> {
    let categories = categories::store::load(conn)?;
    Ok(std::iter::once(category).chain(categories.below(category).map(|category| category.id)).collect())
}

type Pair = (PostId, PostId);
type InTopic = (PostId, TopicId);

/// Of the next quotations: the last, and the posts whose quotations reach from one category into another.
fn across(conn: &mut Connection, affected: &[CategoryId], after: Pair) -> Result<(Option<Pair>, Vec<InTopic>)> {
    let pairs = store::pairs(conn, after, COMPARED)?;
    let posts: BTreeSet<PostId> = pairs.iter().flat_map(|(post, quoted)| [*post, *quoted]).collect();
    let places = store::places(conn, posts.into_iter().collect())?;
    let mut quoting: Vec<InTopic> = Vec::new();
    for (post, quoted) in &pairs {
        let (Some((topic, from)), Some((_, to))) = (places.get(post), places.get(quoted)) else { continue };
        let is_meant = from != to && (affected.contains(from) || affected.contains(to));
        if is_meant && quoting.last() != Some(&(*post, *topic)) {
            quoting.push((*post, *topic));
        }
    }
    Ok((pairs.last().copied(), quoting))
}
