//! Finding what is to be rendered or counted again.

use diesel::prelude::*;
use guildhall_schema::{post_texts, posts};

use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result};
use crate::platform::text::RENDERER;

/// The next topics that a member wrote in.
pub fn topics_of(conn: &mut Connection, member: MemberId, after: TopicId, limit: i64) -> Result<Vec<TopicId>> {
    let rows = posts::table.filter(posts::author.eq(member)).filter(posts::topic.gt(after));
    Ok(rows.select(posts::topic).distinct().order(posts::topic).limit(limit).load(conn)?)
}

/// The next posts that an older renderer rendered.
pub fn outdated(conn: &mut Connection, after: PostId, limit: i64) -> Result<Vec<(PostId, TopicId)>> {
    Ok(post_texts::table
        .inner_join(posts::table)
        .filter(post_texts::post.gt(after))
        .filter(post_texts::renderer.lt(RENDERER))
        .order(post_texts::post)
        .limit(limit)
        .select((posts::id, posts::topic))
        .load(conn)?)
}
