//! The bookmarks of a member, as far as they still see what they keep.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{members, post_bookmarks, posts, topics};
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::forum::visibility::{PostFacts, Sight, TopicFacts, can_see};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId};
use crate::platform::db::{Backend, Connection, Result, Timestamp};

/// Bookmarks on a page.
pub const PER_PAGE: usize = 25;
/// Reminders that passed, above the others: more would hide what is new.
const OVERDUE_MOST: i64 = 50;

/// A post that somebody keeps.
#[derive(Clone, Debug)]
pub struct Line {
    /// The post.
    pub post: PostId,
    /// In the member's own words.
    pub note: String,
    /// When they want to be reminded, or wanted to be.
    pub remind_at: Option<Timestamp>,
    /// That moment has passed.
    pub is_overdue: bool,
    /// Since when it is kept.
    pub kept_at: Timestamp,
    /// Who wrote it.
    pub author: String,
    /// Title, slug and language of its topic.
    pub topic: (TopicId, String, String, String),
    /// Its number there.
    pub number: i64,
}

/// A place in the order, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Since when the post is kept.
    pub at: Timestamp,
    /// The post.
    pub post: PostId,
}

type Row = (
    (PostId, String, Option<Timestamp>, bool, Timestamp),
    (MemberId, PostState, Audience, i64),
    (TopicId, CategoryId, MemberId, PostState, String, String, String),
);

macro_rules! kept {
    ($member:expr) => {
        post_bookmarks::table
            .inner_join(posts::table.inner_join(topics::table))
            .filter(post_bookmarks::member.eq($member))
            .select((
                (post_bookmarks::post, post_bookmarks::note, post_bookmarks::remind_at, post_bookmarks::reminded, post_bookmarks::created_at),
                (posts::author, posts::state, posts::audience, posts::number),
                (topics::id, topics::category, topics::author, topics::state, topics::title, topics::slug, topics::lang),
            ))
            .into_boxed::<Backend>()
    };
}

/// Reminders that passed, the longest ago first.
pub fn overdue(conn: &mut Connection, sight: &Sight, member: MemberId) -> Result<Vec<Line>> {
    let query = kept!(member).filter(post_bookmarks::reminded.eq(true));
    let rows = query.order((post_bookmarks::remind_at, post_bookmarks::post)).limit(OVERDUE_MOST).load(conn)?;
    seen(conn, sight, rows)
}

/// The others after a place, the newest first; and where the next page begins.
pub fn page(conn: &mut Connection, sight: &Sight, member: MemberId, after: Option<Place>) -> Result<(Vec<Line>, Option<Place>)> {
    let mut query = kept!(member).filter(post_bookmarks::reminded.eq(false));
    if let Some(place) = after {
        let kept_at = post_bookmarks::created_at;
        query = query.filter(kept_at.le(place.at).and(kept_at.lt(place.at).or(post_bookmarks::post.lt(place.post))));
    }
    let query = query.order((post_bookmarks::created_at.desc(), post_bookmarks::post.desc())).limit(PER_PAGE as i64 + 1);
    let mut rows: Vec<Row> = query.load(conn)?;
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let next = rows.last().map(|(own, ..)| Place { at: own.4, post: own.0 }).filter(|_| more);
    Ok((seen(conn, sight, rows)?, next))
}

/// Those that the member still sees, with who wrote them.
fn seen(conn: &mut Connection, sight: &Sight, rows: Vec<Row>) -> Result<Vec<Line>> {
    let facts = |(_, post, topic): &Row| PostFacts {
        topic: TopicFacts { category: topic.1, state: topic.3, author: topic.2 },
        state: post.1,
        audience: post.2,
        author: post.0,
    };
    let rows: Vec<Row> = rows.into_iter().filter(|row| can_see(sight, &facts(row))).collect();
    let authors: Vec<MemberId> = rows.iter().map(|(_, post, _)| post.0).collect();
    let names: HashMap<MemberId, String> =
        members::table.filter(members::id.eq_any(authors)).select((members::id, members::name)).load::<(MemberId, String)>(conn)?.into_iter().collect();
    let line = |((post, note, remind_at, is_overdue, kept_at), (author, _, _, number), (topic, _, _, _, title, slug, lang)): Row| Line {
        author: names.get(&author).cloned().unwrap_or_default(),
        topic: (topic, title, slug, lang),
        post,
        note,
        remind_at,
        is_overdue,
        kept_at,
        number,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Reminders that are due and were not given yet, the oldest first: who is to be reminded of which post.
pub fn due(conn: &mut Connection, now: Timestamp, limit: i64) -> Result<Vec<(MemberId, PostId)>> {
    // Written as the index has it.
    let waits = if matches!(conn, Connection::Sqlite(_)) { "post_bookmarks.reminded = 0" } else { "post_bookmarks.reminded = FALSE" };
    let due = post_bookmarks::table.filter(post_bookmarks::remind_at.is_not_null()).filter(sql::<Bool>(waits)).filter(post_bookmarks::remind_at.le(now));
    Ok(due.order(post_bookmarks::remind_at).limit(limit).select((post_bookmarks::member, post_bookmarks::post)).load(conn)?)
}

/// The notes of a member about some posts.
pub fn notes(conn: &mut Connection, member: MemberId, wanted: Vec<PostId>) -> Result<HashMap<PostId, String>> {
    let rows = post_bookmarks::table.filter(post_bookmarks::member.eq(member)).filter(post_bookmarks::post.eq_any(wanted));
    Ok(rows.select((post_bookmarks::post, post_bookmarks::note)).load::<(PostId, String)>(conn)?.into_iter().collect())
}
