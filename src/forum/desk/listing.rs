//! What the pages of the desk read: the replies that may be chosen, what was done with a topic, and by whom.

use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{members, post_texts, posts, topic_counts, topic_moves, topics};
use std::collections::HashMap;

use super::store::{MoveId, MoveKind};
use crate::accounts::MemberId;
use crate::forum::visibility::{Sight, visible_posts, visible_topics};
use crate::forum::{PostId, PostState, TopicId};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::text::PostHtml;

/// Replies on a page on which some are chosen.
pub const PER_PAGE: i64 = 100;
/// Acts and moves that are shown.
const NEWEST: i64 = 15;

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

/// A reply that may be chosen.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The post.
    pub id: PostId,
    /// Its number in the topic.
    pub number: i64,
    /// Who wrote it.
    pub by: String,
    /// Whether it is there for others.
    pub state: PostState,
    /// Comments below it, which go where it goes.
    pub comments: i64,
    /// In which language.
    pub lang: String,
    /// When.
    pub at: Timestamp,
    /// Its text as shown.
    pub html: PostHtml,
}

/// The replies of a topic behind a number that the viewer sees, and whether more follow.
pub fn replies(conn: &mut Connection, topic: TopicId, sight: &Sight, after: i64) -> Result<(Vec<Reply>, bool)> {
    type Row = (PostId, i64, MemberId, PostState, i64, String, Timestamp);
    let seen = posts::table.inner_join(topics::table).filter(visible_posts::<PostsOfTopics>(sight)).filter(posts::topic.eq(topic));
    let mut rows: Vec<Row> = seen
        .filter(posts::position.is_not_null())
        .filter(posts::number.gt(after))
        .order(posts::number)
        .limit(PER_PAGE + 1)
        .select((posts::id, posts::number, posts::author, posts::state, posts::comments, posts::lang, posts::created_at))
        .load(conn)?;
    let more = rows.len() as i64 > PER_PAGE;
    rows.truncate(PER_PAGE as usize);
    let ids: Vec<PostId> = rows.iter().map(|row| row.0).collect();
    let texts = post_texts::table.filter(post_texts::post.eq_any(ids)).select((post_texts::post, post_texts::html));
    let mut texts: HashMap<PostId, String> = texts.load::<(PostId, String)>(conn)?.into_iter().collect();
    let names = names(conn, rows.iter().map(|row| row.2).collect())?;
    let reply = |(id, number, author, state, comments, lang, at): Row| Reply {
        id,
        number,
        by: names.get(&author).cloned().unwrap_or_default(),
        state,
        comments,
        lang,
        at,
        html: PostHtml::from_store(texts.remove(&id).unwrap_or_default()),
    };
    Ok((rows.into_iter().map(reply).collect(), more))
}

/// Names of members.
pub fn names(conn: &mut Connection, mut wanted: Vec<MemberId>) -> Result<HashMap<MemberId, String>> {
    wanted.sort_unstable();
    wanted.dedup();
    let rows = members::table.filter(members::id.eq_any(wanted)).select((members::id, members::name));
    Ok(rows.load::<(MemberId, String)>(conn)?.into_iter().collect())
}

/// A topic as a line names it.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its number.
    pub id: TopicId,
    /// The readable part of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The language of its title.
    pub lang: String,
    /// Its visible posts.
    pub posts: i64,
}

/// A topic that the viewer sees.
pub fn named(conn: &mut Connection, topic: TopicId, sight: &Sight) -> Result<Option<Named>> {
    type Counted = InnerJoinQuerySource<topics::table, topic_counts::table>;
    let seen = topics::table.inner_join(topic_counts::table).filter(visible_topics::<Counted>(sight)).filter(topics::id.eq(topic));
    let row: Option<(TopicId, String, String, String, i64)> =
        seen.select((topics::id, topics::slug, topics::title, topics::lang, topic_counts::posts)).first(conn).optional()?;
    Ok(row.map(|(id, slug, title, lang, posts)| Named { id, slug, title, lang, posts }))
}

/// Posts that came or went together.
#[derive(Clone, Debug)]
pub struct MoveLine {
    /// Its number.
    pub id: MoveId,
    /// How.
    pub kind: MoveKind,
    /// The other topic.
    pub other: TopicId,
    /// They came from there.
    pub came: bool,
    /// By whom.
    pub moderator: Option<MemberId>,
    /// How many.
    pub posts: i64,
    /// When.
    pub at: Timestamp,
    /// They are back.
    pub is_undone: bool,
}

/// The newest moves out of a topic and into it, newest first.
pub fn moves(conn: &mut Connection, topic: TopicId) -> Result<Vec<MoveLine>> {
    type Row = (MoveId, MoveKind, TopicId, TopicId, Option<MemberId>, i64, Timestamp, Option<Timestamp>);
    let columns = (
        (topic_moves::id, topic_moves::kind, topic_moves::source, topic_moves::target),
        (topic_moves::moderator, topic_moves::posts, topic_moves::at, topic_moves::undone_at),
    );
    type Parts = ((MoveId, MoveKind, TopicId, TopicId), (Option<MemberId>, i64, Timestamp, Option<Timestamp>));
    let newest = || topic_moves::table.order(topic_moves::id.desc()).limit(NEWEST).select(columns);
    let mut rows: Vec<Parts> = newest().filter(topic_moves::source.eq(topic)).load(conn)?;
    rows.extend(newest().filter(topic_moves::target.eq(topic)).load::<Parts>(conn)?);
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.0.0));
    rows.truncate(NEWEST as usize);
    let line = |(id, kind, source, target, moderator, posts, at, undone_at): Row| {
        let came = target == topic;
        MoveLine { id, kind, other: if came { source } else { target }, came, moderator, posts, at, is_undone: undone_at.is_some() }
    };
    Ok(rows.into_iter().map(|((a, b, c, d), (e, f, g, h))| line((a, b, c, d, e, f, g, h))).collect())
}
