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

/// The next texts with something in them that could be a mention, the address of a page or a quotation: signs alone,
/// which both databases compare alike.
pub fn texts(conn: &mut Connection, after: PostId, limit: i64) -> Result<Vec<(PostId, TopicId, String)>> {
    let could_name = post_texts::source.like("%@%").or(post_texts::source.like("%/u/%")).or(post_texts::source.like("%](%):%"));
    Ok(post_texts::table
        .inner_join(posts::table)
        .filter(post_texts::post.gt(after))
        .filter(could_name)
        .order(post_texts::post)
        .limit(limit)
        .select((posts::id, posts::topic, post_texts::source))
        .load(conn)?)
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

/// The next revisions in which a name could stand.
pub fn revisions(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<RevisionWords>> {
    let in_source = revisions::source.like("%@%").or(revisions::source.like("%/u/%")).or(revisions::source.like("%](%):%"));
    let beside = revisions::title.like("%@%").or(revisions::title.like("%/u/%"));
    let in_reason = revisions::reason.like("%@%").or(revisions::reason.like("%/u/%"));
    Ok(revisions::table
        .filter(revisions::id.gt(after))
        .filter(in_source.or(in_reason).nullable().or(beside))
        .order(revisions::id)
        .limit(limit)
        .select((revisions::id, revisions::source, revisions::title, revisions::reason))
        .load(conn)?)
}

/// Writes the words of a revision anew.
pub fn put_revision(tx: &mut Tx<'_>, words: &RevisionWords) -> Result<()> {
    diesel::update(revisions::table.find(words.id))
        .set((revisions::source.eq(&words.source), revisions::title.eq(&words.title), revisions::reason.eq(&words.reason)))
        .execute(tx.conn())?;
    Ok(())
}

/// The next topics in whose title a name could stand, with their language.
pub fn titles(conn: &mut Connection, after: TopicId, limit: i64) -> Result<Vec<(TopicId, String, String)>> {
    Ok(topics::table
        .filter(topics::id.gt(after))
        .filter(topics::title.like("%@%").or(topics::title.like("%/u/%")))
        .order(topics::id)
        .limit(limit)
        .select((topics::id, topics::title, topics::lang))
        .load(conn)?)
}
