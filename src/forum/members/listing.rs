//! The queries of a profile.

use diesel::dsl::sql;
use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{post_texts, posts, topics};

use super::{EXCERPT, ReplyLine};
use crate::accounts::MemberId;
use crate::forum::counts::MemberFigures;
use crate::forum::counts::store::Sums;
use crate::forum::visibility::{Sight, visible_posts};
use crate::forum::{PostId, PostState, TopicId};
use crate::platform::db::{Backend, Connection, Result, Timestamp, Walk, Walked};
use crate::platform::text::PostHtml;
use crate::platform::text::excerpt::excerpt_of_html;

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

/// What a member did, as far as the viewer sees it, counted anew.
pub fn figures(conn: &mut Connection, sight: &Sight, member: MemberId) -> Result<MemberFigures> {
    let sums: Sums = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::author.eq(member))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .select((
            sql::<BigInt>("CAST(COUNT(CASE WHEN posts.number = 1 THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(posts.position) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(posts.parent) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(CASE WHEN EXISTS (SELECT 1 FROM accepted WHERE accepted.post = posts.id) THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(posts.votes + posts.vote_base), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    Ok(sums.into())
}

/// Replies of a member that the viewer sees, newest first: `limit` of them, found by the number of a post.
pub fn replies(conn: &mut Connection, sight: &Sight, author: MemberId, walk: Walk<i64>, limit: usize) -> Result<Walked<ReplyLine>> {
    let query = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::author.eq(author))
        .filter(posts::position.is_not_null())
        .limit(limit as i64 + 1)
        .into_boxed::<Backend>();
    let query = match walk {
        Walk::First => query.order(posts::id.desc()),
        Walk::After(post) => query.filter(posts::id.lt(post)).order(posts::id.desc()),
        Walk::Before(post) => query.filter(posts::id.gt(post)).order(posts::id.asc()),
    };
    type Row = (PostId, TopicId, String, String, String, i64, PostState, Timestamp, Option<String>);
    let text = post_texts::table.filter(post_texts::post.eq(posts::id)).select(post_texts::html).single_value();
    let columns = (posts::id, topics::id, topics::title, topics::slug, topics::lang, posts::number, posts::state, posts::created_at, text);
    let rows: Vec<Row> = query.select(columns).load(conn)?;
    let line = |(post, topic, title, slug, lang, number, state, created_at, text): Row| {
        let excerpt = text.map(|html| excerpt_of_html(&PostHtml::from_store(html), EXCERPT)).unwrap_or_default();
        ReplyLine { post, excerpt, topic, title, slug, lang, number, state, created_at }
    };
    Ok(walk.page(rows.into_iter().map(line).collect(), limit))
}
