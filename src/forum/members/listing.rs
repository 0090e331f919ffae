//! The queries of a profile.

use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{member_counts, posts, topics};

use super::{Figures, NEWEST, ReplyLine};
use crate::accounts::MemberId;
use crate::forum::visibility::{Sight, visible_posts};
use crate::platform::db::{Connection, Result};

/// What a member did.
pub fn figures(conn: &mut Connection, member: MemberId) -> Result<Figures> {
    let row = member_counts::table
        .find(member)
        .select((member_counts::topics, member_counts::replies, member_counts::comments, member_counts::accepted, member_counts::helpful))
        .first(conn)
        .optional()?;
    Ok(row.map(|(topics, replies, comments, accepted, helpful)| Figures { topics, replies, comments, accepted, helpful }).unwrap_or_default())
}

/// A member's newest replies that the viewer sees.
pub fn replies(conn: &mut Connection, sight: &Sight, author: MemberId) -> Result<Vec<ReplyLine>> {
    let rows = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<InnerJoinQuerySource<posts::table, topics::table>>(sight))
        .filter(posts::author.eq(author))
        .filter(posts::position.is_not_null())
        .order(posts::id.desc())
        .limit(NEWEST)
        .select((topics::id, topics::title, topics::slug, topics::lang, posts::number, posts::state, posts::created_at))
        .load(conn)?;
    let line = |(topic, title, slug, lang, number, state, created_at)| ReplyLine { topic, title, slug, lang, number, state, created_at };
    Ok(rows.into_iter().map(line).collect())
}
