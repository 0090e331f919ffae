//! Reading what is stored twice, and storing it anew.

pub mod post_facts;

use diesel::dsl::{max, not};
use diesel::prelude::*;
use guildhall_schema::{accepted, categories, category_access, groups, members, post_removals, posts, topic_counts, topic_tags, topic_titles, topics};

use crate::accounts::MemberId;
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::forum::desk;
use crate::forum::tags;
use crate::forum::topics::store::copy_lang;
use crate::forum::topics::titles::{fold_title, store_title};
use crate::forum::{CategoryId, PostId, PostState, TopicId};
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// The next categories.
pub fn categories(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(categories::table.filter(categories::id.gt(after)).order(categories::id).limit(limit).select(categories::id).load(conn)?)
}

/// The next posts.
pub fn posts(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(posts::table.filter(posts::id.gt(after)).order(posts::id).limit(limit).select(posts::id).load(conn)?)
}

/// The next topics.
pub fn topics(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(topics::table.filter(topics::id.gt(after)).order(topics::id).limit(limit).select(topics::id).load(conn)?)
}

/// The next members.
pub fn members(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(members::table.filter(members::id.gt(after)).order(members::id).limit(limit).select(members::id).load(conn)?)
}

/// The address of a category.
pub struct Path {
    /// As stored.
    pub stored: String,
    /// Of the slugs.
    pub computed: String,
    /// There is one level below the top, no second.
    pub too_deep: bool,
}

/// A category's address, as stored and as it should be.
pub fn path(conn: &mut Connection, id: CategoryId) -> Result<Path> {
    type Row = (Option<CategoryId>, String, String);
    let columns = (categories::parent, categories::slug, categories::path);
    let (parent, slug, stored): Row = categories::table.find(id).select(columns).first(conn)?;
    let Some(parent) = parent else { return Ok(Path { stored, computed: slug, too_deep: false }) };
    let (above, parent_slug, _): Row = categories::table.find(parent).select(columns).first(conn)?;
    Ok(Path { stored, computed: format!("{parent_slug}/{slug}"), too_deep: above.is_some() })
}

/// Stores a category's address.
pub fn save_path(tx: &mut Tx<'_>, id: CategoryId, path: &str) -> Result<()> {
    diesel::update(categories::table.find(id)).set(categories::path.eq(path)).execute(tx.conn())?;
    Ok(())
}

/// Groups that have rights in a category, but are neither computed nor have a row.
pub fn strangers(conn: &mut Connection, id: CategoryId) -> Result<Vec<String>> {
    let known: Vec<String> = groups::table.select(groups::slug).load(conn)?;
    let rows = category_access::table.filter(category_access::category.eq(id)).order(category_access::grantee);
    let grantees: Vec<String> = rows.select(category_access::grantee).load(conn)?;
    Ok(grantees.into_iter().filter(|grantee| !COMPUTED_GROUPS.contains(&grantee.as_str()) && !known.contains(grantee)).collect())
}

/// Takes their rights.
pub fn delete_strangers(tx: &mut Tx<'_>, id: CategoryId) -> Result<()> {
    let strangers = strangers(tx.conn(), id)?;
    diesel::delete(category_access::table.filter(category_access::category.eq(id)).filter(category_access::grantee.eq_any(strangers))).execute(tx.conn())?;
    Ok(())
}

/// Gives a reply the next position of its topic, or takes one away that is none's.
pub fn mend_position(tx: &mut Tx<'_>, id: PostId, is_reply: bool) -> Result<()> {
    let topic: TopicId = posts::table.find(id).select(posts::topic).first(tx.conn())?;
    let position = is_reply.then_some(highest(tx.conn(), topic)?.1 + 1);
    diesel::update(posts::table.find(id)).set(posts::position.eq(position)).execute(tx.conn())?;
    raise_next(tx, topic)
}

/// Forgets who took a post away.
pub fn forget_remover(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    diesel::update(post_removals::table.find(id)).set(post_removals::actor.eq(None::<MemberId>)).execute(tx.conn())?;
    Ok(())
}

/// Takes marks away that cannot be.
pub fn delete_accepted_elsewhere(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    let replies = posts::table.filter(posts::id.eq(id)).filter(posts::number.gt(1_i64)).filter(posts::parent.is_null());
    let topic: Option<TopicId> = replies.select(posts::topic).first(tx.conn()).optional()?;
    let marks = accepted::table.filter(accepted::post.eq(id));
    match topic {
        Some(topic) => diesel::delete(marks.filter(accepted::topic.ne(topic))).execute(tx.conn())?,
        None => diesel::delete(marks).execute(tx.conn())?,
    };
    Ok(())
}

/// What a topic copies from its first post.
#[derive(Debug, PartialEq, Eq, Queryable)]
pub struct Opening {
    /// Whether it is there for others.
    pub state: PostState,
    /// Who wrote it.
    pub author: MemberId,
    /// Its language.
    pub lang: String,
}

/// What the topic says of its first post, and what that says itself.
pub fn opening(conn: &mut Connection, topic: TopicId) -> Result<Option<(Opening, Opening)>> {
    let copied: Opening = topics::table.find(topic).select((topics::state, topics::author, topics::lang)).first(conn)?;
    let own = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(1_i64));
    let own: Option<Opening> = own.select((posts::state, posts::author, posts::lang)).first(conn).optional()?;
    Ok(own.map(|own| (copied, own)))
}

/// The first post of a topic was moved, and nothing stands there any more.
pub fn is_emptied(conn: &mut Connection, topic: TopicId) -> Result<bool> {
    let erased: Option<TopicId> = topics::table.find(topic).filter(topics::state.eq("erased")).select(topics::id).first(conn).optional()?;
    Ok(erased.is_some() && desk::store::moved(conn, topic, 1)?.is_some())
}

/// Copies it again.
pub fn copy_opening(tx: &mut Tx<'_>, topic: TopicId, opening: &Opening) -> Result<()> {
    tags::store::move_counts(tx, topic, opening.state)?;
    diesel::update(topics::table.find(topic))
        .set((topics::state.eq(opening.state), topics::author.eq(opening.author), topics::lang.eq(&opening.lang)))
        .execute(tx.conn())?;
    copy_lang(tx, topic, &opening.lang)
}

/// The next number and position; none when the topic has no counts.
pub fn next(conn: &mut Connection, topic: TopicId) -> Result<Option<(i64, i64)>> {
    Ok(topic_counts::table.find(topic).select((topic_counts::next_number, topic_counts::next_position)).first(conn).optional()?)
}

/// The highest number and position there are.
pub fn highest(conn: &mut Connection, topic: TopicId) -> Result<(i64, i64)> {
    let rows = || posts::table.filter(posts::topic.eq(topic));
    let number: Option<i64> = rows().select(max(posts::number)).first(conn)?;
    let position: Option<i64> = rows().select(max(posts::position)).first(conn)?;
    Ok((number.unwrap_or(0), position.unwrap_or(0)))
}

/// Writes counts for a topic that has none.
pub fn ensure_counts(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    if next(tx.conn(), topic)?.is_none() {
        diesel::insert_into(topic_counts::table).values(topic_counts::topic.eq(topic)).execute(tx.conn())?;
    }
    Ok(())
}

/// Lifts the next number and position above the highest; a higher one is kept, numbers are never used again.
pub fn raise_next(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let (number, position) = highest(tx.conn(), topic)?;
    let row = || topic_counts::table.find(topic);
    diesel::update(row().filter(topic_counts::next_number.le(number))).set(topic_counts::next_number.eq(number + 1)).execute(tx.conn())?;
    diesel::update(row().filter(topic_counts::next_position.le(position))).set(topic_counts::next_position.eq(position + 1)).execute(tx.conn())?;
    Ok(())
}

/// A topic's title as it is searched, and as it should be.
pub fn title(conn: &mut Connection, topic: TopicId) -> Result<(Option<String>, String)> {
    let stored = topic_titles::table.find(topic).select(topic_titles::folded).first(conn).optional()?;
    let title: String = topics::table.find(topic).select(topics::title).first(conn)?;
    Ok((stored, fold_title(&title)))
}

/// Writes it again.
pub fn mend_title(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let title: String = topics::table.find(topic).select(topics::title).first(tx.conn())?;
    store_title(tx, topic, &title)
}

/// Tags that say another time of the topic than it does itself: tag, as stored, as it should be.
pub fn stale_tags(conn: &mut Connection, topic: TopicId) -> Result<Vec<(i64, Timestamp, Timestamp)>> {
    Ok(topic_tags::table
        .inner_join(topics::table)
        .filter(topic_tags::topic.eq(topic))
        .filter(not(topic_tags::bumped_at.eq(topics::bumped_at)))
        .order(topic_tags::tag)
        .select((topic_tags::tag, topic_tags::bumped_at, topics::bumped_at))
        .load(conn)?)
}

/// The language that lists look for a topic by, wherever it differs from the topic's: as stored, as it should be.
pub fn stale_langs(conn: &mut Connection, topic: TopicId) -> Result<Vec<(String, String)>> {
    let wanted: String = topics::table.find(topic).select(topics::lang).first(conn)?;
    let mut stored: Vec<String> = topic_counts::table.find(topic).select(topic_counts::lang).load(conn)?;
    stored.extend(topic_tags::table.filter(topic_tags::topic.eq(topic)).select(topic_tags::lang).load::<String>(conn)?);
    Ok(stored.into_iter().filter(|lang| *lang != wanted).map(|lang| (lang, wanted.clone())).collect())
}

/// Writes it anew.
pub fn mend_langs(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let lang: String = topics::table.find(topic).select(topics::lang).first(tx.conn())?;
    copy_lang(tx, topic, &lang)
}
