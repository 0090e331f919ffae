//! Who quotes whom.

use diesel::prelude::*;
use guildhall_schema::{post_texts, posts, quotes, revisions, topics};
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::forum::{CategoryId, PostId, TopicId};
use crate::platform::db::{Backend, Connection, Result, Tx};

/// What is quoted.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Anything.
    Any,
    /// This post.
    Post(PostId),
    /// A post of this topic.
    Topic(TopicId),
    /// A post by this member.
    Author(MemberId),
}

/// Is there a quotation of it?
pub fn is_quoted(conn: &mut Connection, of: Of) -> Result<bool> {
    Ok(!numbers(conn, of, PostId(i64::MIN), 1)?.is_empty())
}

/// The next posts that quote it, now or in an earlier text, with their topics.
pub fn quoting(conn: &mut Connection, of: Of, after: PostId, limit: i64) -> Result<Vec<(PostId, TopicId)>> {
    let found = numbers(conn, of, after, limit)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    Ok(posts::table.filter(posts::id.eq_any(found)).order(posts::id).select((posts::id, posts::topic)).load(conn)?)
}

fn numbers(conn: &mut Connection, of: Of, after: PostId, limit: i64) -> Result<Vec<PostId>> {
    let query = quotes::table
        .inner_join(posts::table.on(posts::id.eq(quotes::quoted)))
        .filter(quotes::post.gt(after))
        .select(quotes::post)
        .distinct()
        .order(quotes::post)
        .limit(limit)
        .into_boxed::<Backend>();
    let query = match of {
        Of::Any => query,
        Of::Post(post) => query.filter(quotes::quoted.eq(post)),
        Of::Topic(topic) => query.filter(posts::topic.eq(topic)),
        Of::Author(author) => query.filter(posts::author.eq(author)),
    };
    Ok(query.load(conn)?)
}

/// The next posts of a topic that quote something.
pub fn quoting_in(conn: &mut Connection, topic: TopicId, after: PostId, limit: i64) -> Result<Vec<(PostId, TopicId)>> {
    let quoting = quotes::table.inner_join(posts::table.on(posts::id.eq(quotes::post))).filter(posts::topic.eq(topic)).filter(quotes::post.gt(after));
    Ok(quoting.select((posts::id, posts::topic)).distinct().order(posts::id).limit(limit).load(conn)?)
}

/// The next quotations: who quotes whom.
pub fn pairs(conn: &mut Connection, (post, quoted): (PostId, PostId), limit: i64) -> Result<Vec<(PostId, PostId)>> {
    let query = quotes::table.filter(quotes::post.ge(post).and(quotes::post.gt(post).or(quotes::quoted.gt(quoted))));
    Ok(query.order((quotes::post, quotes::quoted)).limit(limit).select((quotes::post, quotes::quoted)).load(conn)?)
}

/// Topic and category of posts.
pub fn places(conn: &mut Connection, of: Vec<PostId>) -> Result<HashMap<PostId, (TopicId, CategoryId)>> {
    let rows: Vec<(PostId, TopicId, CategoryId)> =
        posts::table.inner_join(topics::table).filter(posts::id.eq_any(of)).select((posts::id, posts::topic, topics::category)).load(conn)?;
    Ok(rows.into_iter().map(|(post, topic, category)| (post, (topic, category))).collect())
}

/// The texts of posts, each with its topic.
pub fn texts(conn: &mut Connection, of: &[PostId]) -> Result<Vec<(PostId, TopicId, String)>> {
    let query = post_texts::table.inner_join(posts::table).filter(post_texts::post.eq_any(of.to_vec())).order(post_texts::post);
    Ok(query.select((posts::id, posts::topic, post_texts::source)).load(conn)?)
}

/// The earlier texts of posts, each by its number among all revisions.
pub fn earlier_texts(conn: &mut Connection, of: &[PostId]) -> Result<Vec<(i64, PostId, String)>> {
    let query = revisions::table.filter(revisions::post.eq_any(of.to_vec())).order(revisions::id);
    Ok(query.select((revisions::id, revisions::post, revisions::source)).load(conn)?)
}

/// Writes an earlier text anew.
pub fn put_earlier_text(tx: &mut Tx<'_>, revision: i64, source: &str) -> Result<()> {
    diesel::update(revisions::table.find(revision)).set(revisions::source.eq(source)).execute(tx.conn())?;
    Ok(())
}
