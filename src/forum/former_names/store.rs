//! Where the name of a member who left can stand.

use diesel::prelude::*;
use guildhall_schema::{post_texts, posts, revisions, topics};

use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result, Tx};

/// Topic and number of every post that a member wrote.
pub fn places_of(conn: &mut Connection, member: MemberId) -> Result<Vec<(i64, i64)>> {
    Ok(posts::table.filter(posts::author.eq(member)).select((posts::topic, posts::number)).load(conn)?)
}

/// Texts are looked at in stretches of so many numbers: a read ends soon, however few of them could name anybody.
const STRETCH: i64 = 1_000;

/// Of the next texts those with something in them that could be a mention, the address of a page or a quotation: signs
/// alone, which both databases compare alike. With the last number that was looked at; none where there are no more.
#[allow(clippy::type_complexity, reason = "rows of a few columns")]
pub fn texts(conn: &mut Connection, after: PostId) -> Result<Option<(PostId, Vec<(PostId, TopicId, String)>)>> {
    let next: Option<PostId> = post_texts::table.filter(post_texts::post.gt(after)).order(post_texts::post).select(post_texts::post).first(conn).optional()?;
    let Some(first) = next else { return Ok(None) };
    let last = PostId(first.0 + STRETCH - 1);
    let could_name = post_texts::source.like("%@%").or(post_texts::source.like("%/u/%")).or(post_texts::source.like("%](%/t/%"));
    let stretch = post_texts::table.inner_join(posts::table).filter(post_texts::post.between(first, last));
    let found = stretch.filter(could_name).order(post_texts::post).select((posts::id, posts::topic, post_texts::source)).load(conn)?;
    Ok(Some((last, found)))
}

/// The words of a revision.
#[derive(Clone, Debug, Queryable)]
pub struct RevisionWords {
    /// Its number among all.
    pub id: i64,
    /// The text as it was.
    pub source: String,
    /// The title as it was, for post 1.
    pub title: Option<String>,
    /// Why it was edited.
    pub reason: String,
}

/// Of the next revisions those in which a name could stand, with the last number that was looked at.
pub fn revisions(conn: &mut Connection, after: i64) -> Result<Option<(i64, Vec<RevisionWords>)>> {
    let next: Option<i64> = revisions::table.filter(revisions::id.gt(after)).order(revisions::id).select(revisions::id).first(conn).optional()?;
    let Some(first) = next else { return Ok(None) };
    let last = first + STRETCH - 1;
    let in_source = revisions::source.like("%@%").or(revisions::source.like("%/u/%")).or(revisions::source.like("%](%/t/%"));
    let beside = revisions::title.like("%@%").or(revisions::title.like("%/u/%"));
    let in_reason = revisions::reason.like("%@%").or(revisions::reason.like("%/u/%"));
    let stretch = revisions::table.filter(revisions::id.between(first, last)).filter(in_source.or(in_reason).nullable().or(beside));
    let found = stretch.order(revisions::id).select((revisions::id, revisions::source, revisions::title, revisions::reason)).load(conn)?;
    Ok(Some((last, found)))
}

/// Writes the words of a revision anew.
pub fn put_revision(tx: &mut Tx<'_>, words: &RevisionWords) -> Result<()> {
    diesel::update(revisions::table.find(words.id))
        .set((revisions::source.eq(&words.source), revisions::title.eq(&words.title), revisions::reason.eq(&words.reason)))
        .execute(tx.conn())?;
    Ok(())
}

/// Of the next topics those in whose title a name could stand, with their language, and the last number that was looked at.
#[allow(clippy::type_complexity, reason = "rows of a few columns")]
pub fn titles(conn: &mut Connection, after: TopicId) -> Result<Option<(TopicId, Vec<(TopicId, String, String)>)>> {
    let next: Option<TopicId> = topics::table.filter(topics::id.gt(after)).order(topics::id).select(topics::id).first(conn).optional()?;
    let Some(first) = next else { return Ok(None) };
    let last = TopicId(first.0 + STRETCH - 1);
    let could_name = topics::title.like("%@%").or(topics::title.like("%/u/%"));
    let stretch = topics::table.filter(topics::id.between(first, last)).filter(could_name);
    Ok(Some((last, stretch.order(topics::id).select((topics::id, topics::title, topics::lang)).load(conn)?)))
}
