//! Members as the administration lists them.

use diesel::prelude::*;
use guildhall_schema::members;
use std::collections::HashMap;

use crate::accounts::store::present_state;
use crate::accounts::{MemberId, MemberState};
use crate::columns;
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::text::names::{skeleton, username_key};

/// Members on one page.
pub const PAGE: i64 = 50;

/// How a member is called.
#[derive(Clone, Debug)]
pub struct Person {
    /// For addresses.
    pub username: String,
    /// As shown.
    pub name: String,
}

/// Names by number.
pub type Names = HashMap<MemberId, Person>;

/// The names of some members.
pub fn names(conn: &mut Connection, ids: &[MemberId]) -> Result<Names> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(MemberId, String, String)> =
        members::table.filter(members::id.eq_any(ids)).select((members::id, members::username, members::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, username, name)| (id, Person { username, name })).collect())
}

/// A member in the list.
#[derive(Clone, Debug, Queryable)]
pub struct MemberLine {
    /// The member.
    pub id: MemberId,
    /// For addresses.
    pub username: String,
    /// As shown.
    pub name: String,
    /// As stored.
    pub state: MemberState,
    /// When a silence or suspension ends.
    pub until: Option<Timestamp>,
    /// 0 to 4.
    pub trust: i32,
    /// Since when.
    pub created_at: Timestamp,
    /// Last seen; 0 when never.
    pub seen_at: Timestamp,
    /// The public id of the picture; empty when there is none.
    pub picture: String,
}

columns! {
    COLUMNS = members::id, members::username, members::name, members::state, members::state_until, members::trust, members::created_at, members::seen_at,
        members::picture;
}

impl MemberLine {
    /// The state now: what ran out is over.
    pub fn state_at(&self, now: Timestamp) -> MemberState {
        present_state(self.state, self.until, now)
    }
}

/// Where a page goes on: after the member who joined then and has this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// When the last one joined.
    pub created_at: Timestamp,
    /// The last one's number.
    pub id: MemberId,
}

impl std::fmt::Display for Before {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.created_at.0, self.id)
    }
}

impl Before {
    /// Reads what a page's link says.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { created_at: Timestamp(at.parse().ok()?), id: MemberId(id.parse().ok()?) })
    }
}

/// The newest members whose username or shown name begins with `typed`, and where the next page begins.
/// Names are compared folded: `Bjørn`, `BJØRN` and what only looks like it are one.
pub fn page(conn: &mut Connection, typed: &str, before: Option<Before>) -> Result<(Vec<MemberLine>, Option<Before>)> {
    let mut query = members::table.select(COLUMNS).order((members::created_at.desc(), members::id.desc())).limit(PAGE + 1).into_boxed();
    if !typed.is_empty() {
        let (key, look) = (username_key(typed), skeleton(typed));
        let by_username = members::username_key.ge(key.clone()).and(members::username_key.lt(end_of(&key)));
        let by_name = members::name_skeleton.ge(look.clone()).and(members::name_skeleton.lt(end_of(&look)));
        query = query.filter(by_username.or(by_name));
    }
    if let Some(Before { created_at, id }) = before {
        query = query.filter(members::created_at.le(created_at).and(members::created_at.lt(created_at).or(members::id.lt(id))));
    }
    let mut lines: Vec<MemberLine> = query.load(conn)?;
    let has_more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let next = lines.last().filter(|_| has_more).map(|last| Before { created_at: last.created_at, id: last.id });
    Ok((lines, next))
}

/// No text that begins with `prefix` sorts behind this.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// One member.
pub fn find(conn: &mut Connection, id: MemberId) -> Result<Option<MemberLine>> {
    Ok(members::table.find(id).select(COLUMNS).first(conn).optional()?)
}
