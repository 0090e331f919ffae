//! How many there are of what.

use diesel::prelude::*;
use guildhall_schema::{jobs, members, posts, topics};

use crate::platform::db::{Connection, Result, Timestamp};

/// Counts of the whole community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Members who have not closed their account.
    pub members: i64,
    /// Of those, who joined in the last seven days.
    pub new_members: i64,
    /// Visible topics.
    pub topics: i64,
    /// Of those, unsolved questions.
    pub unsolved: i64,
    /// Visible posts, but for notes among staff.
    pub posts: i64,
    /// Posts that wait for a moderator.
    pub held: i64,
    /// Jobs that were given up or held back.
    pub parked: i64,
}

/// Counts everything.
pub fn counts(conn: &mut Connection, now: Timestamp) -> Result<Counts> {
    let present = || members::table.filter(members::state.ne("closed"));
    let visible = || topics::table.filter(topics::state.eq("visible"));
    Ok(Counts {
        members: present().count().get_result(conn)?,
        new_members: present().filter(members::created_at.gt(now.plus(-7 * Timestamp::DAY))).count().get_result(conn)?,
        topics: visible().count().get_result(conn)?,
        unsolved: visible().filter(topics::kind.eq("question")).filter(topics::solved.eq(false)).count().get_result(conn)?,
        // An admin need not be of the staff: notes among them are not counted.
        posts: posts::table.filter(posts::state.eq("visible")).filter(posts::audience.ne("staff")).count().get_result(conn)?,
        held: posts::table.filter(posts::state.eq("held")).count().get_result(conn)?,
        parked: jobs::table.filter(jobs::state.eq("parked")).count().get_result(conn)?,
    })
}
