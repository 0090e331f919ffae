//! The rows of bookmarks.

use diesel::prelude::*;
use guildhall_schema::{bookmarks, post_bookmarks, posts};
use std::collections::HashMap;

use super::keep::Kept;
use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::insert_rows;
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};

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

/// What a member noted about a post that they keep; none where they do not.
pub fn of(conn: &mut Connection, member: MemberId, post: PostId) -> Result<Option<Kept>> {
    let row: Option<(String, Option<Timestamp>)> =
        post_bookmarks::table.find((member, post)).select((post_bookmarks::note, post_bookmarks::remind_at)).first(conn).optional()?;
    Ok(row.map(|(note, remind_at)| Kept { note, remind_at }))
}

/// Keeps a post, or writes another note and day. Another day reminds anew.
pub fn put(tx: &mut Tx<'_>, member: MemberId, post: PostId, kept: &Kept) -> Result<()> {
    let now = tx.now();
    let before = of(tx.conn(), member, post)?;
    let row = post_bookmarks::table.find((member, post));
    match before {
        None => {
            let row = (post_bookmarks::member.eq(member), post_bookmarks::post.eq(post), post_bookmarks::note.eq(&kept.note));
            let rest = (post_bookmarks::remind_at.eq(kept.remind_at), post_bookmarks::created_at.eq(now));
            or_again(diesel::insert_into(post_bookmarks::table).values((row.0, row.1, row.2, rest.0, rest.1)).execute(tx.conn()))?;
        }
        Some(before) if before.remind_at == kept.remind_at => {
            diesel::update(row).set(post_bookmarks::note.eq(&kept.note)).execute(tx.conn())?;
        }
        Some(_) => {
            let set = (post_bookmarks::note.eq(&kept.note), post_bookmarks::remind_at.eq(kept.remind_at), post_bookmarks::reminded.eq(false));
            diesel::update(row).set(set).execute(tx.conn())?;
        }
    }
    Ok(())
}

/// Keeps a post no longer; false when it was not kept.
pub fn delete(tx: &mut Tx<'_>, member: MemberId, post: PostId) -> Result<bool> {
    Ok(diesel::delete(post_bookmarks::table.find((member, post))).execute(tx.conn())? > 0)
}

/// Notes that reminders were given, unless somebody chose another day meanwhile.
pub fn set_reminded(tx: &mut Tx<'_>, given: &[(MemberId, PostId)]) -> Result<()> {
    let now = tx.now();
    for (member, post) in given {
        let row = post_bookmarks::table.find((*member, *post)).filter(post_bookmarks::remind_at.le(now));
        diesel::update(row).set(post_bookmarks::reminded.eq(true)).execute(tx.conn())?;
    }
    Ok(())
}
