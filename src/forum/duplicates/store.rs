//! The rows of duplicates.

use diesel::prelude::*;
use guildhall_schema::{duplicates, topics};

use crate::forum::TopicId;
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes that a topic repeats another.
pub fn insert(tx: &mut Tx<'_>, topic: TopicId, original: TopicId, at: Timestamp) -> Result<()> {
    diesel::insert_into(duplicates::table)
        .values((duplicates::topic.eq(topic), duplicates::original.eq(original), duplicates::created_at.eq(at)))
        .execute(tx.conn())?;
    touch(tx, topic)
}

/// What the pages of a topic's duplicates say of it changed: its title, or who sees it.
pub fn touch_repeating(tx: &mut Tx<'_>, original: TopicId) -> Result<()> {
    let repeating = duplicates::table.filter(duplicates::original.eq(original)).select(duplicates::topic);
    diesel::update(topics::table.filter(topics::id.eq_any(repeating))).set(topics::version.eq(topics::version + 1)).execute(tx.conn())?;
    Ok(())
}

fn touch(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::version.eq(topics::version + 1)).execute(tx.conn())?;
    Ok(())
}
