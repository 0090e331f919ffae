//! The rows of tags: names, synonyms, translations, and which topics carry them.

use diesel::prelude::*;
use guildhall_schema::{tag_names, tag_synonyms, tags, topic_tags, topics};
use std::collections::HashMap;

use super::counts;
pub use super::counts::{change_count, move_counts, move_counts_to, recount, wrong_counts};
use crate::forum::{CategoryId, PostState, TopicId};
use crate::platform::db::{Connection, Db, Generation, Kept, Result, Timestamp, Tx, or_again};
use crate::platform::i18n::Lang;
use crate::{each_backend, id};

id! {
    /// The number of a tag.
    TagId
}

/// A tag that is in use under its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Main {
    /// Its number.
    pub id: TagId,
    /// Its name, in addresses too.
    pub name: String,
}

/// The tag that a name leads to: its own, a synonym's, a translation's, or that of a tag which was merged into it.
pub fn resolve(conn: &mut Connection, name: &str) -> Result<Option<Main>> {
    let own: Option<(TagId, Option<TagId>)> = tags::table.filter(tags::name.eq(name)).select((tags::id, tags::merged_into)).first(conn).optional()?;
    match own {
        Some((id, None)) => return Ok(Some(Main { id, name: name.to_owned() })),
        Some((_, Some(into))) => return main(conn, into),
        None => {}
    }
    let synonym = tag_synonyms::table.find(name).select(tag_synonyms::tag).first(conn).optional()?;
    let translated = || tag_names::table.filter(tag_names::name.eq(name)).order(tag_names::tag).select(tag_names::tag);
    let found: Option<TagId> = match synonym {
        Some(tag) => Some(tag),
        None => translated().first(conn).optional()?,
    };
    found.map_or(Ok(None), |tag| main(conn, tag))
}

fn main(conn: &mut Connection, id: TagId) -> Result<Option<Main>> {
    Ok(name(conn, id)?.map(|name| Main { id, name }))
}

/// The tag that a name leads to; see [`resolve`].
pub fn find(conn: &mut Connection, name: &str) -> Result<Option<TagId>> {
    Ok(resolve(conn, name)?.map(|main| main.id))
}

/// The tags that some names lead to; names that lead nowhere become tags, in their order.
pub fn find_or_make<'a>(tx: &mut Tx<'_>, names: &[&'a str]) -> Result<HashMap<&'a str, TagId>> {
    let own: HashMap<String, TagId> =
        tags::table.filter(tags::name.eq_any(names)).filter(tags::merged_into.is_null()).select((tags::name, tags::id)).load(tx.conn())?.into_iter().collect();
    let mut found = HashMap::new();
    for &name in names {
        if found.contains_key(name) {
            continue;
        }
        let id = match own.get(name) {
            Some(id) => *id,
            None => find(tx.conn(), name)?.map_or_else(|| insert(tx, name), Ok)?,
        };
        found.insert(name, id);
    }
    Ok(found)
}

/// Makes a tag. Of two at once the second transaction runs again and finds it.
pub fn insert(tx: &mut Tx<'_>, name: &str) -> Result<TagId> {
    let now = tx.now();
    let inserted = diesel::insert_into(tags::table).values((tags::name.eq(name), tags::created_at.eq(now))).returning(tags::id).get_result(tx.conn());
    or_again(inserted)
}

/// Sets the tags of a topic.
pub fn replace_of_topic(tx: &mut Tx<'_>, topic: TopicId, ids: &[TagId], bumped_at: Timestamp) -> Result<()> {
    let place = place(tx.conn(), topic)?;
    let present: Vec<TagId> = topic_tags::table.filter(topic_tags::topic.eq(topic)).select(topic_tags::tag).load(tx.conn())?;
    let mut changes: Vec<(TagId, bool)> = present.iter().filter(|tag| !ids.contains(tag)).map(|tag| (*tag, false)).collect();
    changes.extend(ids.iter().filter(|tag| !present.contains(tag)).map(|tag| (*tag, true)));
    // In one order everywhere, so that two writers never wait for one another.
    changes.sort_unstable();
    changes.dedup();
    for (tag, is_added) in changes {
        if is_added {
            insert_of_topic(tx, topic, tag, bumped_at, &place)?;
        } else {
            diesel::delete(topic_tags::table.find((topic, tag))).execute(tx.conn())?;
        }
        counts::add(tx, tag, &place, if is_added { 1 } else { -1 })?;
    }
    Ok(())
}

/// What of a topic its tags copy, or are counted by.
#[derive(Clone)]
pub(super) struct Place {
    pub lang: String,
    pub category: CategoryId,
    pub state: PostState,
}

pub(super) fn place(conn: &mut Connection, topic: TopicId) -> Result<Place> {
    let (lang, category, state) = topics::table.find(topic).select((topics::lang, topics::category, topics::state)).first(conn)?;
    Ok(Place { lang, category, state })
}

fn insert_of_topic(tx: &mut Tx<'_>, topic: TopicId, tag: TagId, bumped_at: Timestamp, place: &Place) -> Result<()> {
    let row = (topic_tags::topic.eq(topic), topic_tags::tag.eq(tag), topic_tags::bumped_at.eq(bumped_at), topic_tags::lang.eq(&place.lang));
    diesel::insert_into(topic_tags::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Gives a topic the tag that its own was merged into.
pub fn move_of_topic(tx: &mut Tx<'_>, topic: TopicId, from: TagId) -> Result<()> {
    let Some(into) = merged_into(tx.conn(), from)? else { return Ok(()) };
    let row = topic_tags::table.find((topic, from));
    let Some(bumped_at): Option<Timestamp> = row.select(topic_tags::bumped_at).first(tx.conn()).optional()? else { return Ok(()) };
    let place = place(tx.conn(), topic)?;
    diesel::delete(row).execute(tx.conn())?;
    counts::add(tx, from, &place, -1)?;
    let has_it: Option<TopicId> = topic_tags::table.find((topic, into)).select(topic_tags::topic).first(tx.conn()).optional()?;
    if has_it.is_none() {
        insert_of_topic(tx, topic, into, bumped_at, &place)?;
        counts::add(tx, into, &place, 1)?;
    }
    Ok(())
}

/// The next topics that carry a tag.
pub fn topics_with(conn: &mut Connection, tag: TagId, limit: i64) -> Result<Vec<TopicId>> {
    Ok(topic_tags::table.filter(topic_tags::tag.eq(tag)).order(topic_tags::topic).limit(limit).select(topic_tags::topic).load(conn)?)
}

/// Gives a topic the tags of another.
pub fn copy_tags(tx: &mut Tx<'_>, from: TopicId, to: TopicId) -> Result<()> {
    let carried: Vec<TagId> = topic_tags::table.filter(topic_tags::topic.eq(from)).select(topic_tags::tag).load(tx.conn())?;
    let bumped_at: Timestamp = topics::table.find(to).select(topics::bumped_at).first(tx.conn())?;
    replace_of_topic(tx, to, &carried, bumped_at)
}

/// The names of a topic's tags, in alphabetical order.
pub fn of_topic(conn: &mut Connection, topic: TopicId) -> Result<Vec<String>> {
    let query = topic_tags::table.inner_join(tags::table).filter(topic_tags::topic.eq(topic)).order(tags::name).select(tags::name);
    Ok(each_backend!(conn, conn => query.load(conn))?)
}

/// Locks a tag that is nobody else's part; gives its name.
pub fn lock(tx: &mut Tx<'_>, tag: TagId) -> Result<Option<String>> {
    let row = tags::table.find(tag).filter(tags::merged_into.is_null());
    Ok(diesel::update(row).set(tags::created_at.eq(tags::created_at)).returning(tags::name).get_result(tx.conn()).optional()?)
}

/// A tag's own name.
pub fn name(conn: &mut Connection, tag: TagId) -> Result<Option<String>> {
    Ok(tags::table.find(tag).select(tags::name).first(conn).optional()?)
}

/// Gives a tag another name.
pub fn set_name(tx: &mut Tx<'_>, tag: TagId, name: &str) -> Result<()> {
    or_again(diesel::update(tags::table.find(tag)).set(tags::name.eq(name)).execute(tx.conn()))?;
    tx.bump(Generation::Tags)?;
    Ok(())
}

/// The names that lead to a tag, in alphabetical order.
pub fn synonyms(conn: &mut Connection, tag: TagId) -> Result<Vec<String>> {
    Ok(tag_synonyms::table.filter(tag_synonyms::tag.eq(tag)).order(tag_synonyms::name).select(tag_synonyms::name).load(conn)?)
}

/// Lets a name lead to a tag.
pub fn insert_synonym(tx: &mut Tx<'_>, name: &str, tag: TagId) -> Result<()> {
    let now = tx.now();
    let row = (tag_synonyms::name.eq(name), tag_synonyms::tag.eq(tag), tag_synonyms::created_at.eq(now));
    or_again(diesel::insert_into(tag_synonyms::table).values(row).execute(tx.conn()))?;
    Ok(())
}

/// Lets a name lead nowhere; false when it did not lead to this tag.
pub fn delete_synonym(tx: &mut Tx<'_>, name: &str, tag: TagId) -> Result<bool> {
    Ok(diesel::delete(tag_synonyms::table.find(name).filter(tag_synonyms::tag.eq(tag))).execute(tx.conn())? > 0)
}

/// A tag's names in other languages.
pub fn names(conn: &mut Connection, tag: TagId) -> Result<Vec<(String, String)>> {
    Ok(tag_names::table.filter(tag_names::tag.eq(tag)).order(tag_names::lang).select((tag_names::lang, tag_names::name)).load(conn)?)
}

/// Sets a tag's names in other languages.
pub fn replace_names(tx: &mut Tx<'_>, tag: TagId, names: &[(Lang, String)]) -> Result<()> {
    diesel::delete(tag_names::table.filter(tag_names::tag.eq(tag))).execute(tx.conn())?;
    for (lang, name) in names {
        let row = (tag_names::tag.eq(tag), tag_names::lang.eq(lang.tag()), tag_names::name.eq(name));
        diesel::insert_into(tag_names::table).values(row).execute(tx.conn())?;
    }
    tx.bump(Generation::Tags)?;
    Ok(())
}

/// The tag that a tag is on its way into.
pub fn merged_into(conn: &mut Connection, tag: TagId) -> Result<Option<TagId>> {
    Ok(tags::table.find(tag).select(tags::merged_into).first::<Option<TagId>>(conn).optional()?.flatten())
}

/// The tags on their way into one, with their names.
pub fn merging_into(conn: &mut Connection, tag: TagId) -> Result<Vec<Main>> {
    let rows: Vec<(TagId, String)> = tags::table.filter(tags::merged_into.eq(tag)).order(tags::name).select((tags::id, tags::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| Main { id, name }).collect())
}

/// Sends a tag, and what led to it, into another: at once for whoever types or visits it, its topics follow.
pub fn begin_merge(tx: &mut Tx<'_>, from: TagId, into: TagId) -> Result<()> {
    let is_from = tags::id.eq(from).or(tags::merged_into.eq(from));
    diesel::update(tags::table.filter(is_from)).set(tags::merged_into.eq(Some(into))).execute(tx.conn())?;
    diesel::update(tag_synonyms::table.filter(tag_synonyms::tag.eq(from))).set(tag_synonyms::tag.eq(into)).execute(tx.conn())?;
    diesel::delete(tag_names::table.filter(tag_names::tag.eq(from))).execute(tx.conn())?;
    tx.bump(Generation::Tags)?;
    Ok(())
}

/// Leaves of a merged tag nothing but a synonym, once no topic carries it.
pub fn end_merge(tx: &mut Tx<'_>, from: TagId) -> Result<()> {
    let row: Option<(String, Option<TagId>)> = tags::table.find(from).select((tags::name, tags::merged_into)).first(tx.conn()).optional()?;
    let Some((name, Some(into))) = row else { return Ok(()) };
    counts::delete(tx, from)?;
    diesel::delete(tags::table.find(from)).execute(tx.conn())?;
    insert_synonym(tx, &name, into)?;
    tx.bump(Generation::Tags)?;
    Ok(())
}

/// What tags are called in other languages.
#[derive(Debug, Default)]
pub struct TagNames(HashMap<String, Vec<(String, String)>>);

impl TagNames {
    /// A tag's name in a language, else its own.
    pub fn shown<'a>(&'a self, name: &'a str, lang: Lang) -> &'a str {
        let translated = self.0.get(name).and_then(|names| names.iter().find(|(tag, _)| tag == lang.tag()));
        translated.map_or(name, |(_, shown)| shown)
    }
}

/// The names that staff gave to tags in other languages, in memory.
pub struct KeptTagNames(Kept<TagNames>);

impl Default for KeptTagNames {
    fn default() -> Self {
        Self(Kept::new(Generation::Tags))
    }
}

impl KeptTagNames {
    /// All of them, as this snapshot has them.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<std::sync::Arc<TagNames>> {
        self.0.get(db, conn, |conn| {
            let rows: Vec<(String, String, String)> =
                tag_names::table.inner_join(tags::table).select((tags::name, tag_names::lang, tag_names::name)).load(conn)?;
            let mut names = TagNames::default();
            for (name, lang, shown) in rows {
                names.0.entry(name).or_default().push((lang, shown));
            }
            Ok(names)
        })
    }
}
