//! The rows of topics.

use diesel::prelude::*;
use guildhall_schema::{topic_counts, topic_tags, topics};
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::forum::events::TopicChanged;
use crate::forum::visibility::TopicFacts;
use crate::forum::{Audience, CategoryId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, News, PreparedDsl, Result, Timestamp, Tx};
use crate::{columns, each_backend};

/// A topic whose row this transaction holds: its version is one higher already, unless only staff see what changes.
#[derive(Clone, Debug, Queryable)]
pub struct TopicRow {
    /// Its number.
    pub id: TopicId,
    /// Where it lives.
    pub category: CategoryId,
    /// Who opened it.
    pub author: MemberId,
    /// What it is.
    pub kind: TopicKind,
    /// Its state: that of its first post.
    pub state: PostState,
    /// Takes no replies.
    pub closed: bool,
    /// On top of its lists.
    pub pinned: bool,
    /// Its title.
    pub title: String,
    /// Its slug.
    pub slug: String,
    /// Its language.
    pub lang: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Grows with every change of what its page shows.
    pub version: i64,
}

impl TopicRow {
    /// What decides who sees it.
    pub fn facts(&self) -> TopicFacts {
        TopicFacts { category: self.category, state: self.state, author: self.author }
    }
}

columns! {
    /// The columns of a [`TopicRow`].
    COLUMNS = topics::id, topics::category, topics::author, topics::kind, topics::state, topics::closed, topics::pinned, topics::title, topics::slug,
        topics::lang, topics::created_at, topics::version;
}

/// Locks a topic: whatever changes what its page shows begins here. On PostgreSQL this is the row lock.
pub fn lock_topic(tx: &mut Tx<'_>, topic: TopicId) -> Result<Option<TopicRow>> {
    let row = diesel::update(topics::table.find(topic))
        .set(topics::version.eq(topics::version + 1))
        .returning(COLUMNS)
        .prepared()
        .get_result(tx.conn())
        .optional()?;
    if row.is_some() {
        tx.record(&TopicChanged(topic))?;
        tx.tell(News::Topic(topic.0));
    }
    Ok(row)
}

/// Locks a topic for a change of what only some see.
pub fn lock_for(tx: &mut Tx<'_>, topic: TopicId, audience: Audience) -> Result<Option<TopicRow>> {
    if audience == Audience::Staff { lock_among_staff(tx, topic) } else { lock_topic(tx, topic) }
}

/// Locks a topic of which nothing changes but what staff alone see: pages that others have open hear nothing, and those that
/// were made for them stay as they are.
fn lock_among_staff(tx: &mut Tx<'_>, topic: TopicId) -> Result<Option<TopicRow>> {
    let row =
        diesel::update(topics::table.find(topic)).set(topics::version.eq(topics::version)).returning(COLUMNS).prepared().get_result(tx.conn()).optional()?;
    if row.is_some() {
        diesel::update(topic_counts::table.find(topic)).set(topic_counts::staff_version.eq(topic_counts::staff_version + 1)).prepared().execute(tx.conn())?;
        tx.record(&TopicChanged(topic))?;
    }
    Ok(row)
}

/// How often topics changed: one number more for each change of what their page shows.
pub fn versions(conn: &mut Connection, wanted: &[TopicId]) -> Result<Vec<Option<i64>>> {
    // SQLite is in this process: a statement that it knows already is faster than another for each number of questions.
    if matches!(conn, Connection::Sqlite(_)) || wanted.len() == 1 {
        return wanted.iter().map(|topic| version(conn, *topic)).collect();
    }
    let query = topics::table.filter(topics::id.eq_any(wanted)).select((topics::id, topics::version));
    let found: HashMap<TopicId, i64> = query.load(conn)?.into_iter().collect();
    Ok(wanted.iter().map(|topic| found.get(topic).copied()).collect())
}

/// The same for one topic.
pub fn version(conn: &mut Connection, topic: TopicId) -> Result<Option<i64>> {
    let query = topics::table.find(topic).select(topics::version);
    Ok(each_backend!(conn, conn => query.first(conn)).optional()?)
}

/// A topic, for reading.
pub fn find(conn: &mut Connection, topic: TopicId) -> Result<Option<TopicRow>> {
    Ok(topics::table.find(topic).select(COLUMNS).first(conn).optional()?)
}

/// A topic about to be written.
pub struct NewTopic<'a> {
    /// Where it will live.
    pub category: CategoryId,
    /// Who opens it.
    pub author: MemberId,
    /// What it is.
    pub kind: TopicKind,
    /// Its title.
    pub title: &'a str,
    /// Its slug.
    pub slug: &'a str,
    /// Its language.
    pub lang: &'a str,
    /// Visible or held.
    pub state: PostState,
}

/// Writes a topic with empty counts.
pub fn insert(tx: &mut Tx<'_>, topic: &NewTopic<'_>) -> Result<TopicId> {
    let now = tx.now();
    let id: TopicId = diesel::insert_into(topics::table)
        .values((
            topics::category.eq(topic.category),
            topics::author.eq(topic.author),
            topics::kind.eq(topic.kind),
            topics::title.eq(topic.title),
            topics::slug.eq(topic.slug),
            topics::lang.eq(topic.lang),
            topics::state.eq(topic.state),
            topics::created_at.eq(now),
            topics::bumped_at.eq(now),
        ))
        .returning(topics::id)
        .get_result(tx.conn())?;
    let counts = (topic_counts::topic.eq(id), topic_counts::last_at.eq(now), topic_counts::lang.eq(topic.lang));
    diesel::insert_into(topic_counts::table).values(counts).execute(tx.conn())?;
    tx.record(&TopicChanged(id))?;
    tx.tell(News::Topic(id.0));
    Ok(id)
}

/// Changes title and language.
pub fn set_title(tx: &mut Tx<'_>, topic: TopicId, title: &str, slug: &str, lang: &str) -> Result<()> {
    diesel::update(topics::table.find(topic)).set((topics::title.eq(title), topics::slug.eq(slug), topics::lang.eq(lang))).execute(tx.conn())?;
    copy_lang(tx, topic, lang)
}

/// Copies a topic's language to where lists in one language look for it.
pub fn copy_lang(tx: &mut Tx<'_>, topic: TopicId, lang: &str) -> Result<()> {
    diesel::update(topic_counts::table.find(topic)).set(topic_counts::lang.eq(lang)).execute(tx.conn())?;
    diesel::update(topic_tags::table.filter(topic_tags::topic.eq(topic))).set(topic_tags::lang.eq(lang)).execute(tx.conn())?;
    Ok(())
}

/// Closes or reopens.
pub fn set_closed(tx: &mut Tx<'_>, topic: TopicId, closed: bool) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::closed.eq(closed)).execute(tx.conn())?;
    Ok(())
}

/// Pins or unpins.
pub fn set_pinned(tx: &mut Tx<'_>, topic: TopicId, pinned: bool) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::pinned.eq(pinned)).execute(tx.conn())?;
    Ok(())
}

/// Replies by others than the asker, hidden ones too: whether a question may still be deleted by its author.
pub fn others_replied(conn: &mut Connection, topic: TopicId, asker: MemberId) -> Result<bool> {
    use guildhall_schema::posts;
    let row: Option<i64> = posts::table
        .filter(posts::topic.eq(topic))
        .filter(posts::author.ne(asker))
        .filter(posts::audience.eq("everyone"))
        .select(posts::id)
        .first(conn)
        .optional()?;
    Ok(row.is_some())
}
