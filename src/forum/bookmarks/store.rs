//! The rows of bookmarks.

use diesel::prelude::*;
use guildhall_schema::{bookmarks, post_bookmarks, posts};
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::insert_rows;
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes which member keeps which topic, and since when: each keeps the post that opens it.
pub fn insert_many(tx: &mut Tx<'_>, kept: impl Iterator<Item = (MemberId, TopicId, Timestamp)>) -> Result<()> {
    let kept: Vec<(MemberId, TopicId, Timestamp)> = kept.collect();
    let topics: Vec<TopicId> = kept.iter().map(|(_, topic, _)| *topic).collect();
    let opening = posts::table.filter(posts::topic.eq_any(topics)).filter(posts::number.eq(1_i64));
    let opening: HashMap<TopicId, PostId> = opening.select((posts::topic, posts::id)).load(tx.conn())?.into_iter().collect();
    let row = |(member, topic, at): (MemberId, TopicId, Timestamp)| {
        let post = opening.get(&topic)?;
        Some((post_bookmarks::member.eq(member), post_bookmarks::post.eq(*post), post_bookmarks::created_at.eq(at)))
    };
    insert_rows!(tx.conn(), post_bookmarks, kept.into_iter().filter_map(row));
    Ok(())
}

/// Deletes at most so many of a member's; answers how many. Those that an earlier release kept of topics go, too.
pub fn delete_some(tx: &mut Tx<'_>, member: MemberId, limit: i64) -> Result<usize> {
    let kept: Vec<PostId> = post_bookmarks::table.filter(post_bookmarks::member.eq(member)).limit(limit).select(post_bookmarks::post).load(tx.conn())?;
    let former: Vec<TopicId> = bookmarks::table.filter(bookmarks::member.eq(member)).limit(limit).select(bookmarks::topic).load(tx.conn())?;
    let former = bookmarks::table.filter(bookmarks::member.eq(member)).filter(bookmarks::topic.eq_any(former));
    let deleted = diesel::delete(former).execute(tx.conn())?;
    let kept = post_bookmarks::table.filter(post_bookmarks::member.eq(member)).filter(post_bookmarks::post.eq_any(kept));
    Ok(deleted + diesel::delete(kept).execute(tx.conn())?)
}
