//! What is shown of a member in many places: rendered again, counted again, piece by piece, when it changed.

mod store;

use serde::Deserialize;
use std::sync::Arc;

use super::events::ForumEvent;
use super::texts::{self, Rerendered};
use super::topics::store::lock_topic;
use super::{PostId, TopicId, categories, counts, quotations};
use crate::accounts::{Acting, MemberId};
use crate::platform::community_pages;
use crate::platform::db::{Connection, Db, Result, Tx, in_pieces, read_in_pieces};
use crate::platform::jobs::{Job, Kind, Lane};

/// After a member was renamed: texts that name or quote them, topics that show them.
pub static NAMED: Kind = Kind::long("forum.rerender-named", Lane::FanOut);
/// After a member took another picture: topics that show it.
pub static PICTURES: Kind = Kind::long("forum.topics-with-picture", Lane::FanOut);
/// After roles were given or taken: topics they wrote in, whose answers by the company's people are counted.
pub static BADGES: Kind = Kind::long("forum.recount-badges", Lane::FanOut);

/// Read or rendered together.
const BATCH: i64 = 100;

#[derive(Deserialize)]
struct About {
    member: MemberId,
}

/// Renders the posts again that name or quote a member, and tells readers of their topics that something changed.
pub fn named(db: &Db, base_url: &str, job: &Job) -> anyhow::Result<()> {
    of_member(db, base_url, job.read::<About>()?.member)
}

/// The same, for whoever knows the member.
pub fn of_member(db: &Db, base_url: &str, member: MemberId) -> anyhow::Result<()> {
    let posts = db.read_blocking(move |conn| texts::store::posts_naming(conn, member))?;
    for posts in posts.chunks(BATCH as usize) {
        render_again(db, base_url, posts)?;
    }
    quotations::of_author(db, base_url, member)?;
    each_topic(db, member, |tx, topic| lock_topic(tx, *topic).map(|_| ()))
}

/// Tells readers of the topics that a member wrote in that something changed.
pub fn pictures(db: &Db, job: &Job) -> anyhow::Result<()> {
    let member = job.read::<About>()?.member;
    each_topic(db, member, |tx, topic| lock_topic(tx, *topic).map(|_| ()))
}

/// Counts the topics again that a member wrote in.
pub fn badges(db: &Db, job: &Job) -> anyhow::Result<()> {
    let member = job.read::<About>()?.member;
    each_topic(db, member, |tx, topic| {
        lock_topic(tx, *topic)?;
        counts::refresh_topic(tx, *topic).map(|_| ())
    })
}

/// Brings texts up to this program's renderer; answers how many.
pub fn outdated(db: &Db, base_url: &str) -> Result<u64> {
    let (mut after, mut number) = (PostId(i64::MIN), outdated_pages(db, base_url)?);
    loop {
        let posts = db.read_blocking(move |conn| store::outdated(conn, after, BATCH))?;
        let Some((last, _)) = posts.last() else { return Ok(number) };
        after = *last;
        number += posts.len() as u64;
        render_again(db, base_url, &posts)?;
        quotations::note_earlier(db, base_url, &posts)?;
    }
}

/// The same for the pages about the community: a few.
fn outdated_pages(db: &Db, base_url: &str) -> Result<u64> {
    let pages = db.read_blocking(community_pages::store::outdated)?;
    let rendered: Vec<_> = pages.into_iter().map(|(page, source)| (page, community_pages::rendered(&source, base_url), source)).collect();
    let written = in_pieces(db, Acting::System, rendered, |tx, (page, html, source)| community_pages::store::put_html(tx, *page, source, html))?;
    Ok(written.len() as u64)
}

/// Renders posts again, each in its topic: a few hundred at most.
pub(super) fn render_again(db: &Db, base_url: &str, posts: &[(PostId, TopicId)]) -> Result<()> {
    if posts.is_empty() {
        return Ok(());
    }
    let (categories, base_url) = (Arc::new(db.read_blocking(categories::store::load)?), base_url.to_owned());
    let again = move |conn: &mut Connection, &(post, topic): &(PostId, TopicId)| Ok((post, topic, texts::compose_again(conn, &base_url, &categories, post)?));
    let rendered: Vec<(PostId, TopicId, Rerendered)> = read_in_pieces(db, posts.to_vec(), again)?;
    in_pieces(db, Acting::System, rendered, |tx, (post, topic, text)| {
        lock_topic(tx, *topic)?;
        texts::store::put_html(tx, *post, text)?;
        tx.record(&ForumEvent::Reworded(*topic, *post))
    })?;
    Ok(())
}

fn each_topic(db: &Db, member: MemberId, work: impl Fn(&mut Tx<'_>, &TopicId) -> Result<()> + Clone + Send + 'static) -> anyhow::Result<()> {
    let mut after = TopicId(i64::MIN);
    loop {
        let topics = db.read_blocking(move |conn| store::topics_of(conn, member, after, BATCH))?;
        let Some(last) = topics.last() else { return Ok(()) };
        after = *last;
        in_pieces(db, Acting::System, topics, work.clone())?;
    }
}
