//! The rows of tags.

use diesel::prelude::*;
use guildhall_schema::{tags, topic_tags, topics};

use crate::forum::TopicId;
use crate::id;
use crate::platform::db::{Connection, Error, Result, Timestamp, Tx};

id! {
    /// The number of a tag.
    TagId
}

/// The tag of a name.
pub fn find(conn: &mut Connection, name: &str) -> Result<Option<TagId>> {
    Ok(tags::table.filter(tags::name.eq(name)).select(tags::id).first(conn).optional()?)
}

/// Makes a tag. Of two at once the second transaction runs again and finds it.
pub fn insert(tx: &mut Tx<'_>, name: &str) -> Result<TagId> {
    let now = tx.now();
    let inserted = diesel::insert_into(tags::table).values((tags::name.eq(name), tags::created_at.eq(now))).returning(tags::id).get_result(tx.conn());
    match inserted.map_err(Error::from) {
        Err(Error::Unique(_)) => Err(Error::Retry),
        other => other,
    }
}

/// Sets the tags of a topic.
pub fn replace_of_topic(tx: &mut Tx<'_>, topic: TopicId, ids: &[TagId], bumped_at: Timestamp) -> Result<()> {
    let lang: String = topics::table.find(topic).select(topics::lang).first(tx.conn())?;
    diesel::delete(topic_tags::table.filter(topic_tags::topic.eq(topic))).execute(tx.conn())?;
    for id in ids {
        let row = (topic_tags::topic.eq(topic), topic_tags::tag.eq(*id), topic_tags::bumped_at.eq(bumped_at), topic_tags::lang.eq(&lang));
        diesel::insert_into(topic_tags::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// The names of a topic's tags, in alphabetical order.
pub fn of_topic(conn: &mut Connection, topic: TopicId) -> Result<Vec<String>> {
    Ok(topic_tags::table.inner_join(tags::table).filter(topic_tags::topic.eq(topic)).order(tags::name).select(tags::name).load(conn)?)
}
