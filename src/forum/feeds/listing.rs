//! The queries of feeds: which posts, newest first, and what they say.

use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{members, post_texts, posts, topics};
use std::collections::HashMap;

use super::{Author, FeedPost, PER_PAGE};
use crate::accounts::{MemberId, MemberState, profile_url};
use crate::forum::visibility::{PostFacts, Presence, Sight, TopicFacts, presence, visible_posts};
use crate::forum::{Audience, PostId, PostState, TopicId};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::text::PostHtml;

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

/// The posts that open these topics.
pub fn openings(conn: &mut Connection, sight: &Sight, wanted: &[TopicId]) -> Result<HashMap<TopicId, FeedPost>> {
    let ids: Vec<PostId> = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::topic.eq_any(wanted.to_vec()).and(posts::number.eq(1_i64)))
        .select(posts::id)
        .load(conn)?;
    Ok(whole(conn, &ids)?.into_iter().map(|post| (post.topic, post)).collect())
}

/// The newest posts of a topic, of those before a number if one is given; and the number before which older ones stand.
pub fn newest(conn: &mut Connection, sight: &Sight, topic: TopicId, facts: TopicFacts, before: Option<i64>) -> Result<(Vec<FeedPost>, Option<i64>)> {
    let mut found: Vec<(PostId, i64, Option<PostId>)> = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::topic.eq(topic).and(posts::number.lt(before.unwrap_or(i64::MAX))))
        .order(posts::number.desc())
        .limit(PER_PAGE as i64 + 1)
        .select((posts::id, posts::number, posts::parent))
        .load(conn)?;
    let more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let older = found.last().map(|(_, number, _)| *number).filter(|_| more);
    let stems = stems(conn, sight, facts, found.iter().filter_map(|(_, _, parent)| *parent).collect())?;
    let has_place = |parent: &Option<PostId>| parent.is_none_or(|parent| stems.contains(&parent));
    let ids: Vec<PostId> = found.iter().filter(|(_, _, parent)| has_place(parent)).map(|(id, _, _)| *id).collect();
    let mut posts = whole(conn, &ids)?;
    posts.sort_unstable_by_key(|post| std::cmp::Reverse(post.number));
    Ok((posts, older))
}

/// Those of the posts above comments of which at least a line stands: a comment is shown only below one.
fn stems(conn: &mut Connection, sight: &Sight, topic: TopicFacts, mut wanted: Vec<PostId>) -> Result<Vec<PostId>> {
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(wanted);
    }
    let rows: Vec<(PostId, PostState, Audience, MemberId)> =
        posts::table.filter(posts::id.eq_any(wanted)).select((posts::id, posts::state, posts::audience, posts::author)).load(conn)?;
    let stands = |state, audience, author| presence(sight, &PostFacts { topic, state, audience, author }, true) != Presence::Nothing;
    Ok(rows.into_iter().filter(|(_, state, audience, author)| stands(*state, *audience, *author)).map(|(id, ..)| id).collect())
}

type PostRow = ((PostId, TopicId, i64, Option<PostId>), (String, Timestamp, Option<Timestamp>), (String, String, MemberState), Option<String>);

/// What these posts say.
fn whole(conn: &mut Connection, ids: &[PostId]) -> Result<Vec<FeedPost>> {
    let rows: Vec<PostRow> = posts::table
        .inner_join(members::table)
        .left_join(post_texts::table)
        .filter(posts::id.eq_any(ids.to_vec()))
        .select((
            (posts::id, posts::topic, posts::number, posts::parent),
            (posts::lang, posts::created_at, posts::edited_at),
            (members::name, members::username, members::state),
            post_texts::html.nullable(),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(feed_post).collect())
}

fn feed_post(((id, topic, number, parent), (lang, created_at, edited_at), (name, username, state), html): PostRow) -> FeedPost {
    let page = if state == MemberState::Closed { String::new() } else { profile_url(&username) };
    let html = PostHtml::from_store(html.unwrap_or_default());
    FeedPost { id, topic, number, is_comment: parent.is_some(), author: Author { name, page }, lang, created_at, edited_at, html }
}
