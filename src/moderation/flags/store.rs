//! The rows of flags.

use diesel::prelude::*;
use guildhall_schema::{flags, posts};

use super::policy::Record;
use super::{About, FlagReason, FlagState, NewFlag, What};
use crate::accounts::MemberId;
use crate::columns;
use crate::forum::{PostId, TopicId};
use crate::moderation::FlagId;
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};

/// A flag as it stands.
#[derive(Clone, Debug, Queryable)]
pub struct FlagRow {
    /// Its number.
    pub id: FlagId,
    /// Who put it.
    pub member: MemberId,
    /// What of.
    pub what: What,
    /// The post, unless it is about a profile.
    pub post: Option<PostId>,
    /// The profile, else.
    pub profile: Option<MemberId>,
    /// Whom it is about.
    pub author: MemberId,
    /// Why.
    pub reason: FlagReason,
    /// In the flagger's words.
    pub message: String,
    /// In hundredths.
    pub weight: i64,
    /// What became of it.
    pub state: FlagState,
    /// When it was put.
    pub created_at: Timestamp,
}

columns! {
    /// The columns of a [`FlagRow`].
    pub COLUMNS = flags::id, flags::member, flags::what, flags::post, flags::profile, flags::author, flags::reason, flags::message, flags::weight,
        flags::state, flags::created_at;
}

/// The flag that a member put there, if they did.
pub fn own(conn: &mut Connection, member: MemberId, about: About) -> Result<Option<FlagRow>> {
    let flags = flags::table.filter(flags::member.eq(member)).select(COLUMNS);
    Ok(match about {
        About::Post(post) => flags.filter(flags::post.eq(post)).first(conn).optional()?,
        About::Profile(profile) => flags.filter(flags::profile.eq(profile)).first(conn).optional()?,
    })
}

/// How earlier flags of a member were found.
pub fn record(conn: &mut Connection, member: MemberId) -> Result<Record> {
    let settled = |state: FlagState| flags::table.filter(flags::member.eq(member)).filter(flags::state.eq(state)).count();
    Ok(Record { agreed: settled(FlagState::Agreed).get_result(conn)?, disagreed: settled(FlagState::Disagreed).get_result(conn)? })
}

/// How many a member has put since a moment, those among them that were taken back.
pub fn count_since(conn: &mut Connection, member: MemberId, since: Timestamp) -> Result<i64> {
    Ok(flags::table.filter(flags::member.eq(member)).filter(flags::created_at.gt(since)).count().get_result(conn)?)
}

/// A flag with what was found out about it.
pub struct Put<'a> {
    /// Who puts it.
    pub member: MemberId,
    /// The flag.
    pub flag: &'a NewFlag,
    /// Whom it is about.
    pub author: MemberId,
    /// Where the post stands.
    pub topic: Option<TopicId>,
    /// In hundredths.
    pub weight: i64,
}

/// Writes a flag. Of two forms sent at once the second runs again, and finds the first.
pub fn insert(tx: &mut Tx<'_>, put: &Put<'_>) -> Result<FlagId> {
    let now = tx.now();
    let (post, profile) = match put.flag.about {
        About::Post(post) => (Some(post), None),
        About::Profile(member) => (None, Some(member)),
    };
    let inserted = diesel::insert_into(flags::table)
        .values((
            (flags::member.eq(put.member), flags::what.eq(put.flag.what), flags::post.eq(post), flags::profile.eq(profile)),
            (flags::topic.eq(put.topic), flags::author.eq(put.author), flags::reason.eq(put.flag.reason), flags::message.eq(&put.flag.message)),
            (flags::weight.eq(put.weight), flags::created_at.eq(now)),
        ))
        .returning(flags::id)
        .get_result(tx.conn());
    or_again(inserted)
}

/// Puts a flag again that was taken back.
pub fn put_again(tx: &mut Tx<'_>, flag: FlagId, put: &Put<'_>) -> Result<FlagId> {
    let now = tx.now();
    diesel::update(flags::table.find(flag))
        .set((
            flags::what.eq(put.flag.what),
            flags::reason.eq(put.flag.reason),
            flags::message.eq(&put.flag.message),
            flags::weight.eq(put.weight),
            flags::state.eq(FlagState::Open),
            flags::created_at.eq(now),
            flags::settled_at.eq(None::<Timestamp>),
        ))
        .execute(tx.conn())?;
    Ok(flag)
}

/// Writes what became of flags.
pub fn settle(tx: &mut Tx<'_>, ids: &[FlagId], state: FlagState) -> Result<()> {
    let settled_at = Some(tx.now()).filter(|_| state != FlagState::Open);
    diesel::update(flags::table.filter(flags::id.eq_any(ids.to_vec()))).set((flags::state.eq(state), flags::settled_at.eq(settled_at))).execute(tx.conn())?;
    Ok(())
}

/// Says of the flags of a topic's posts in which topic they stand.
pub fn put_into(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let standing = posts::table.filter(posts::topic.eq(topic)).select(posts::id.nullable());
    let rows = flags::table.filter(flags::post.eq_any(standing)).filter(flags::topic.ne(topic));
    diesel::update(rows).set(flags::topic.eq(topic)).execute(tx.conn())?;
    Ok(())
}

/// Takes out what a member who left wrote to moderators.
pub fn forget_messages(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::update(flags::table.filter(flags::member.eq(member))).set(flags::message.eq("")).execute(tx.conn())?;
    Ok(())
}
