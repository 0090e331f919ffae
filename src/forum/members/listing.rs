//! The queries of a profile.

use diesel::dsl::sql;
use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{posts, topics};

use super::{Figures, NEWEST, ReplyLine};
use crate::accounts::MemberId;
use crate::forum::visibility::{Sight, visible_posts};
use crate::platform::db::{Connection, Result};

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

/// What a member did, as far as the viewer sees it: counted anew, since the stored figures count closed categories too.
pub fn figures(conn: &mut Connection, sight: &Sight, member: MemberId) -> Result<Figures> {
    let (topics, replies, comments, accepted, helpful) = posts::table
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
    Ok(Figures { topics, replies, comments, accepted, helpful })
}

/// A member's newest replies that the viewer sees.
pub fn replies(conn: &mut Connection, sight: &Sight, author: MemberId) -> Result<Vec<ReplyLine>> {
    let rows = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::author.eq(author))
        .filter(posts::position.is_not_null())
        .order(posts::id.desc())
        .limit(NEWEST)
        .select((topics::id, topics::title, topics::slug, topics::lang, posts::number, posts::state, posts::created_at))
        .load(conn)?;
    let line = |(topic, title, slug, lang, number, state, created_at)| ReplyLine { topic, title, slug, lang, number, state, created_at };
    Ok(rows.into_iter().map(line).collect())
}
