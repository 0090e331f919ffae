//! The rows of bookmarks.

use diesel::prelude::*;
use guildhall_schema::bookmarks;

use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes that a member keeps a topic.
pub fn insert(tx: &mut Tx<'_>, member: MemberId, topic: TopicId, at: Timestamp) -> Result<()> {
    diesel::insert_into(bookmarks::table)
        .values((bookmarks::member.eq(member), bookmarks::topic.eq(topic), bookmarks::created_at.eq(at)))
        .execute(tx.conn())?;
    Ok(())
}

/// Deletes at most so many of a member's; answers how many.
pub fn delete_some(tx: &mut Tx<'_>, member: MemberId, limit: i64) -> Result<usize> {
    let kept: Vec<TopicId> = bookmarks::table.filter(bookmarks::member.eq(member)).limit(limit).select(bookmarks::topic).load(tx.conn())?;
    Ok(diesel::delete(bookmarks::table.filter(bookmarks::member.eq(member)).filter(bookmarks::topic.eq_any(kept))).execute(tx.conn())?)
}
