//! The rows of bookmarks.

use diesel::prelude::*;
use guildhall_schema::bookmarks;

use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::insert_rows;
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes which member keeps which topic, and since when.
pub fn insert_many(tx: &mut Tx<'_>, kept: impl Iterator<Item = (MemberId, TopicId, Timestamp)>) -> Result<()> {
    let row = |(member, topic, at): (MemberId, TopicId, Timestamp)| (bookmarks::member.eq(member), bookmarks::topic.eq(topic), bookmarks::created_at.eq(at));
    insert_rows!(tx.conn(), bookmarks, kept.map(row));
    Ok(())
}

/// Deletes at most so many of a member's; answers how many.
pub fn delete_some(tx: &mut Tx<'_>, member: MemberId, limit: i64) -> Result<usize> {
    let kept: Vec<TopicId> = bookmarks::table.filter(bookmarks::member.eq(member)).limit(limit).select(bookmarks::topic).load(tx.conn())?;
    Ok(diesel::delete(bookmarks::table.filter(bookmarks::member.eq(member)).filter(bookmarks::topic.eq_any(kept))).execute(tx.conn())?)
}
