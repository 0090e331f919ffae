//! Flags as they are read: one's own, and those that count.

use diesel::prelude::*;
use guildhall_schema::{flags, log};

use super::FlagState;
use super::store::{COLUMNS, FlagRow};
use crate::accounts::MemberId;
use crate::forum::{PostId, PostState, TopicId};
use crate::moderation::FlagId;
use crate::platform::db::{Backend, Connection, Result, Timestamp};

/// Flags on a page of one's own.
pub const PER_PAGE: usize = 25;

/// A member's own flags, the newest first, those before one; and whether more follow.
pub fn of_member(conn: &mut Connection, member: MemberId, before: Option<FlagId>) -> Result<(Vec<FlagRow>, bool)> {
    let mut query = flags::table.filter(flags::member.eq(member)).order(flags::id.desc()).limit(PER_PAGE as i64 + 1).select(COLUMNS).into_boxed::<Backend>();
    if let Some(before) = before {
        query = query.filter(flags::id.lt(before));
    }
    let mut rows: Vec<FlagRow> = query.load(conn)?;
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    Ok((rows, more))
}

/// The open flags of a post. One that a moderator looked at and brought back is judged by what was put since.
pub fn open_of_post(conn: &mut Connection, post: PostId) -> Result<Vec<FlagRow>> {
    let since = brought_back(conn, post)?;
    let open = flags::table.filter(flags::post.eq(post)).filter(flags::state.eq(FlagState::Open)).filter(flags::created_at.gt(since));
    Ok(open.order(flags::id).select(COLUMNS).load(conn)?)
}

/// Every open flag of a post, those too that were put before a moderator brought it back.
pub fn all_open_of_post(conn: &mut Connection, post: PostId) -> Result<Vec<FlagRow>> {
    let open = flags::table.filter(flags::post.eq(post)).filter(flags::state.eq(FlagState::Open));
    Ok(open.order(flags::id).select(COLUMNS).load(conn)?)
}

/// Every flag of a post but those that were taken back.
pub fn of_post(conn: &mut Connection, post: PostId) -> Result<Vec<FlagRow>> {
    let all = flags::table.filter(flags::post.eq(post)).filter(flags::state.ne(FlagState::Withdrawn));
    Ok(all.order(flags::id).select(COLUMNS).load(conn)?)
}

/// Every flag of a profile but those that were taken back.
pub fn of_profile(conn: &mut Connection, profile: MemberId) -> Result<Vec<FlagRow>> {
    let all = flags::table.filter(flags::author.eq(profile)).filter(flags::profile.is_not_null()).filter(flags::state.ne(FlagState::Withdrawn));
    Ok(all.order(flags::id).select(COLUMNS).load(conn)?)
}

/// The open flags of a profile.
pub fn open_of_profile(conn: &mut Connection, profile: MemberId) -> Result<Vec<FlagRow>> {
    let open = flags::table.filter(flags::author.eq(profile)).filter(flags::profile.is_not_null()).filter(flags::state.eq(FlagState::Open));
    Ok(open.order(flags::id).select(COLUMNS).load(conn)?)
}

/// What the flags of a post came to where a moderator acted on its own page: true where it went, false where it was brought
/// back, none where nobody but the program or its author did anything since a moment. Of what was erased nothing is left to look
/// at, whenever that was.
pub fn settled_elsewhere(conn: &mut Connection, post: PostId, state: PostState, since: Timestamp) -> Result<Option<bool>> {
    let acts = log::table.filter(log::subject_kind.eq("post")).filter(log::subject.eq(post.0)).filter(log::act.ne("post.edit")).filter(log::at.gt(since));
    let last: Option<(Option<i64>, String)> = acts.order(log::id.desc()).select((log::actor, log::act)).first(conn).optional()?;
    Ok(match (last, state) {
        (Some((Some(_), act)), PostState::Visible) if act == "post.restore" || act == "post.approve" => Some(false),
        (_, PostState::Erased) => Some(true),
        (Some((Some(_), _)), PostState::Hidden | PostState::Deleted) => Some(true),
        _ => None,
    })
}

/// The open flags of all posts of a topic.
pub fn open_of_topic(conn: &mut Connection, topic: TopicId) -> Result<Vec<FlagRow>> {
    let open = flags::table.filter(flags::topic.eq(topic)).filter(flags::state.eq(FlagState::Open));
    Ok(open.order(flags::id).select(COLUMNS).load(conn)?)
}

/// The open flags of all that a member wrote, and of their profile.
pub fn open_of_author(conn: &mut Connection, author: MemberId) -> Result<Vec<FlagRow>> {
    let open = flags::table.filter(flags::author.eq(author)).filter(flags::state.eq(FlagState::Open));
    Ok(open.order(flags::id).select(COLUMNS).load(conn)?)
}

/// When a moderator last brought a post back or approved it; long ago where none did.
fn brought_back(conn: &mut Connection, post: PostId) -> Result<Timestamp> {
    let acts = log::table.filter(log::subject_kind.eq("post")).filter(log::subject.eq(post.0)).filter(log::actor.is_not_null());
    let acts = acts.filter(log::act.eq_any(["post.restore", "post.approve"]));
    Ok(acts.order(log::id.desc()).select(log::at).first(conn).optional()?.unwrap_or(Timestamp(i64::MIN)))
}
