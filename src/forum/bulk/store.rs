//! Rows with a past.

mod many;
mod rows;
mod whole;

pub use many::{insert_links, insert_posts, insert_revisions, insert_topics};
pub use whole::{insert_whole, next_numbers};

use diesel::dsl::max;
use diesel::prelude::*;
use guildhall_schema::{accepted, categories, category_access, category_names, me_too, post_removals, posts, topic_counts, topics, votes};

use super::{PastPost, PastTopic};
use crate::accounts::{MemberId, Right};
use crate::forum::topics::titles::store_title;
use crate::forum::{AcceptedBy, CategoryId, PostId, TopicId};
use crate::platform::db::numbers::{lock_for_numbers, reserve};
use crate::platform::db::{Connection, Generation, Result, Timestamp, Tx};
use crate::platform::text::slug::slug;

/// Is there a topic already?
pub fn has_topics(conn: &mut Connection) -> Result<bool> {
    Ok(topics::table.select(topics::id).first::<TopicId>(conn).optional()?.is_some())
}

/// How many topics there are.
pub fn how_many_topics(conn: &mut Connection) -> Result<u64> {
    Ok(topics::table.count().get_result::<i64>(conn)? as u64)
}

/// How many posts there are; reads through all of them.
pub fn how_many_posts(conn: &mut Connection) -> Result<u64> {
    Ok(posts::table.count().get_result::<i64>(conn)? as u64)
}

/// A category about to be.
pub struct NewCategory<'a> {
    /// The one above, with its address.
    pub parent: Option<(CategoryId, &'a str)>,
    /// The last part of its address.
    pub slug: &'a str,
    /// The name of its icon.
    pub icon: &'a str,
    /// Name and description for each language tag.
    pub names: &'a [(String, String, String)],
    /// Which group has which right.
    pub access: &'a [(String, Right)],
}

/// Writes a category behind those that are there.
pub fn insert_category(tx: &mut Tx<'_>, new: &NewCategory<'_>) -> Result<CategoryId> {
    let now = tx.now();
    let last: Option<i32> = categories::table.select(max(categories::position)).first(tx.conn())?;
    let path = new.parent.map_or_else(|| new.slug.to_owned(), |(_, above)| format!("{above}/{}", new.slug));
    let id: CategoryId = diesel::insert_into(categories::table)
        .values((
            categories::parent.eq(new.parent.map(|(id, _)| id)),
            categories::slug.eq(new.slug),
            categories::path.eq(path),
            categories::icon.eq(new.icon),
            categories::position.eq(last.unwrap_or(0) + 1),
            categories::created_at.eq(now),
        ))
        .returning(categories::id)
        .get_result(tx.conn())?;
    for (lang, name, description) in new.names {
        diesel::insert_into(category_names::table)
            .values((
                category_names::category.eq(id),
                category_names::lang.eq(lang),
                category_names::name.eq(name),
                category_names::description.eq(description),
            ))
            .execute(tx.conn())?;
    }
    for (group, right) in new.access {
        diesel::insert_into(category_access::table)
            .values((category_access::category.eq(id), category_access::grantee.eq(group), category_access::may.eq(*right)))
            .execute(tx.conn())?;
    }
    tx.bump(Generation::Categories)?;
    Ok(id)
}

/// The category at an address.
pub fn category_at(conn: &mut Connection, path: &str) -> Result<Option<CategoryId>> {
    Ok(categories::table.filter(categories::path.eq(path)).select(categories::id).first(conn).optional()?)
}

/// Writes a topic with empty counts.
pub fn insert_topic(tx: &mut Tx<'_>, topic: &PastTopic) -> Result<TopicId> {
    let values = (
        topics::category.eq(topic.category),
        topics::author.eq(topic.author),
        topics::kind.eq(topic.kind),
        topics::title.eq(&topic.title),
        topics::slug.eq(slug(&topic.title)),
        topics::lang.eq(&topic.lang),
        topics::state.eq(topic.state),
        topics::closed.eq(topic.closed),
        topics::pinned.eq(topic.pinned),
        topics::created_at.eq(topic.created_at),
        topics::bumped_at.eq(topic.created_at),
    );
    let id: TopicId = match topic.id {
        Some(id) => diesel::insert_into(topics::table).values((topics::id.eq(id), values)).returning(topics::id).get_result(tx.conn())?,
        None => diesel::insert_into(topics::table).values(values).returning(topics::id).get_result(tx.conn())?,
    };
    let counts = (topic_counts::topic.eq(id), topic_counts::last_at.eq(topic.created_at), topic_counts::lang.eq(&topic.lang));
    diesel::insert_into(topic_counts::table).values(counts).execute(tx.conn())?;
    store_title(tx, id, &topic.title)?;
    Ok(id)
}

/// Writes a post without its text.
pub fn insert_post(tx: &mut Tx<'_>, post: &PastPost) -> Result<PostId> {
    let values = (
        posts::topic.eq(post.topic),
        posts::number.eq(post.number),
        posts::parent.eq(post.parent),
        posts::position.eq(post.position),
        posts::author.eq(post.author),
        posts::state.eq(post.state),
        posts::audience.eq(post.audience),
        posts::lang.eq(&post.lang),
        posts::created_at.eq(post.created_at),
        posts::edited_at.eq(post.edited_at),
        posts::version.eq(post.version),
        posts::vote_base.eq(post.vote_base),
    );
    Ok(match post.id {
        Some(id) => diesel::insert_into(posts::table).values((posts::id.eq(id), values)).returning(posts::id).get_result(tx.conn())?,
        None => diesel::insert_into(posts::table).values(values).returning(posts::id).get_result(tx.conn())?,
    })
}

/// Notes so many more visible comments under a post.
pub fn add_comments(tx: &mut Tx<'_>, post: PostId, more: i64) -> Result<()> {
    diesel::update(posts::table.find(post)).set(posts::comments.eq(posts::comments + more)).execute(tx.conn())?;
    Ok(())
}

/// Writes a vote.
pub fn insert_vote(tx: &mut Tx<'_>, post: PostId, member: MemberId, at: Timestamp) -> Result<()> {
    diesel::insert_into(votes::table)
        .values((votes::post.eq(post), votes::member.eq(member), votes::value.eq(1), votes::created_at.eq(at)))
        .execute(tx.conn())?;
    Ok(())
}

/// Writes an "I have this too".
pub fn insert_me_too(tx: &mut Tx<'_>, topic: TopicId, member: MemberId, at: Timestamp) -> Result<()> {
    diesel::insert_into(me_too::table).values((me_too::topic.eq(topic), me_too::member.eq(member), me_too::created_at.eq(at))).execute(tx.conn())?;
    Ok(())
}

/// Writes the mark of an accepted answer.
pub fn insert_accepted(tx: &mut Tx<'_>, topic: TopicId, by: AcceptedBy, post: PostId, member: MemberId, at: Timestamp) -> Result<()> {
    diesel::insert_into(accepted::table)
        .values((accepted::topic.eq(topic), accepted::by.eq(by), accepted::post.eq(post), accepted::member.eq(member), accepted::at.eq(at)))
        .execute(tx.conn())?;
    Ok(())
}

/// Writes who took a post away, when and why.
pub fn insert_removal(tx: &mut Tx<'_>, post: PostId, actor: MemberId, reason: &str, at: Timestamp) -> Result<()> {
    diesel::insert_into(post_removals::table)
        .values((post_removals::post.eq(post), post_removals::actor.eq(Some(actor)), post_removals::reason.eq(reason), post_removals::at.eq(at)))
        .execute(tx.conn())?;
    Ok(())
}

/// Takes numbers out of the counting, so that rows with given ids can be written while others go on writing: `topics` and
/// `posts` of them. Gives what is to be added to ids that begin with 1: nothing in a community without topics.
pub fn reserve_numbers(tx: &mut Tx<'_>, topics: i64, posts: i64) -> Result<(i64, i64)> {
    lock_for_numbers(tx.conn(), "topics")?;
    let keeps = !has_topics(tx.conn())?;
    Ok((reserve(tx.conn(), "topics", topics, keeps)?, reserve(tx.conn(), "posts", posts, keeps)?))
}
