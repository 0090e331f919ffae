//! The rows of sessions.

use diesel::prelude::*;
use guildhall_schema::{members, sessions};

use std::collections::HashMap;

use super::{IDLE, IDLE_WITH_ROLE, LONGEST, hash_token};
use crate::accounts::origins::{self, Origin};
use crate::accounts::store::FoundSession;
use crate::accounts::{MemberId, Viewer, store};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::{accounts::Role, id};

id! {
    /// The number of a session; the secret itself is nowhere.
    SessionId
}

/// A session that is in force, and whose it is.
#[derive(Clone, Debug)]
pub struct Open {
    /// Its number.
    pub id: SessionId,
    /// When a request last said so.
    pub seen_at: Timestamp,
    /// Whose.
    pub viewer: Viewer,
}

/// The session of a cookie's token, unless it ended.
pub fn open(conn: &mut Connection, token: &str, now: Timestamp) -> Result<Option<Open>> {
    Ok(store::viewer_of_session(conn, &hash_token(token), now)?.and_then(|found| in_force_now(found, now)))
}

/// The same for some at once, by the hashes of their tokens.
pub fn open_all(conn: &mut Connection, token_hashes: &[&str], now: Timestamp) -> Result<HashMap<String, Open>> {
    let found = store::viewers_of_sessions(conn, token_hashes, now)?;
    Ok(found.into_iter().filter_map(|(hash, found)| Some((hash, in_force_now(found, now)?))).collect())
}

fn in_force_now((id, seen_at, expires_at, viewer): FoundSession, now: Timestamp) -> Option<Open> {
    (expires_at > now && lasts(&viewer, seen_at, now)).then_some(Open { id, seen_at, viewer })
}

/// Does a session last that was used then? Not where its member has left.
fn lasts(viewer: &Viewer, seen_at: Timestamp, now: Timestamp) -> bool {
    let has_role = [Role::Staff, Role::Moderator, Role::Admin].into_iter().any(|role| viewer.is(role)) || !viewer.moderated().is_empty();
    let idle = if has_role { IDLE_WITH_ROLE } else { IDLE };
    let is_closed = viewer.account().is_none_or(|account| account.state == crate::accounts::MemberState::Closed);
    seen_at.plus(idle) > now && !is_closed
}

/// Which of these sessions are in force, some hundred at once, and whose they are.
pub fn in_force(conn: &mut Connection, these: &[SessionId], now: Timestamp) -> Result<Vec<(SessionId, Viewer)>> {
    let query = sessions::table.filter(sessions::id.eq_any(these.to_vec())).filter(sessions::expires_at.gt(now));
    let rows: Vec<(SessionId, MemberId, Timestamp)> = query.select((sessions::id, sessions::member, sessions::seen_at)).load(conn)?;
    let mut members: Vec<MemberId> = rows.iter().map(|(_, member, _)| *member).collect();
    members.sort_unstable();
    members.dedup();
    let viewers = store::viewers(conn, &members, now)?;
    let whose =
        |(id, member, seen_at): (SessionId, MemberId, Timestamp)| Some((id, viewers.get(&member).filter(|viewer| lasts(viewer, seen_at, now))?.clone()));
    Ok(rows.into_iter().filter_map(whose).collect())
}

/// Writes a session, and where the sign-in came from.
pub fn insert(tx: &mut Tx<'_>, token: &str, member: MemberId, network: &str, browser: &str) -> Result<()> {
    let now = tx.now();
    origins::store::insert(tx, member, None, &Origin { network: network.to_owned(), browser: browser.to_owned() })?;
    diesel::update(members::table.find(member)).set(members::seen_at.eq(now)).execute(tx.conn())?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash_token(token)),
            sessions::member.eq(member),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now.plus(LONGEST)),
            sessions::network.eq(network),
            sessions::browser.eq(browser),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Notes when sessions were last used; an older note never replaces a newer one.
pub fn note_seen(tx: &mut Tx<'_>, seen: &[(SessionId, Timestamp)]) -> Result<()> {
    for (id, at) in seen {
        note_member(tx, *id, *at)?;
        diesel::update(sessions::table.filter(sessions::id.eq(*id)).filter(sessions::seen_at.lt(*at))).set(sessions::seen_at.eq(*at)).execute(tx.conn())?;
    }
    Ok(())
}

/// A member was here: noted once a day, in their own row.
fn note_member(tx: &mut Tx<'_>, session: SessionId, at: Timestamp) -> Result<()> {
    let member = sessions::table.filter(sessions::id.eq(session)).select(sessions::member);
    let row = members::table.filter(members::id.eq_any(member)).filter(members::seen_at.lt(at.plus(-Timestamp::DAY)));
    diesel::update(row).set(members::seen_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// Ends the session of a token.
pub fn end(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash_token(token)))).execute(tx.conn())?;
    Ok(())
}

/// Ends all sessions of a member but the one of `keep`.
pub fn end_others(tx: &mut Tx<'_>, member: MemberId, keep: Option<&str>) -> Result<usize> {
    let mut rows = diesel::delete(sessions::table.filter(sessions::member.eq(member))).into_boxed();
    if let Some(token) = keep {
        rows = rows.filter(sessions::token_hash.ne(hash_token(token)));
    }
    Ok(rows.execute(tx.conn())?)
}

/// One line of "where you are signed in".
#[derive(Clone, Debug, Queryable)]
pub struct SessionRow {
    /// Its number.
    pub id: SessionId,
    /// The hash of its token: tells which one is this session.
    pub token_hash: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Last used.
    pub seen_at: Timestamp,
    /// From which network it began.
    pub network: String,
    /// With which browser.
    pub browser: String,
}

/// A member's sessions, newest first.
pub fn of_member(conn: &mut Connection, member: MemberId) -> Result<Vec<SessionRow>> {
    Ok(sessions::table
        .filter(sessions::member.eq(member))
        .order(sessions::id.desc())
        .limit(100)
        .select((sessions::id, sessions::token_hash, sessions::created_at, sessions::seen_at, sessions::network, sessions::browser))
        .load(conn)?)
}

/// Deletes sessions that ended; run by upkeep.
pub fn delete_ended(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.le(now).or(sessions::seen_at.le(now.plus(-IDLE))))).execute(tx.conn())?)
}

/// Is the member signed in from this network?
pub fn is_from(conn: &mut Connection, member: MemberId, network: &str) -> Result<bool> {
    let sessions: i64 = sessions::table.filter(sessions::member.eq(member)).filter(sessions::network.eq(network)).count().get_result(conn)?;
    Ok(sessions > 0)
}

/// Ends one session of a member; false when there is none.
pub fn end_one(tx: &mut Tx<'_>, member: MemberId, session: SessionId) -> Result<bool> {
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq(session)).filter(sessions::member.eq(member))).execute(tx.conn())? > 0)
}
