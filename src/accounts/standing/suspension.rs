//! Until when a member is suspended, and why: told to them, and to nobody else.

use crate::accounts::{MemberId, store as members};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::log;

/// A suspension that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// When it ends; none where a moderator has to lift it.
    pub until: Option<Timestamp>,
    /// Why, in the words of whoever did it; empty where none were written.
    pub reason: String,
}

/// The suspension of a member who is suspended now: the act in the log that did it last says why.
pub fn suspension(conn: &mut Connection, member: MemberId) -> Result<Suspension> {
    let until = members::find(conn, member)?.and_then(|row| row.state_until);
    let reason = log::store::last_reason(conn, "member.suspend", "member", member.0)?;
    Ok(Suspension { until, reason })
}
