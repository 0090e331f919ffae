//! How much each moderator decided, and how much of it was appealed and undone.

use diesel::dsl::count_star;
use diesel::prelude::*;
use guildhall_schema::{appeals, decisions};
use std::collections::BTreeMap;

use crate::accounts::MemberId;
use crate::moderation::appeals::AppealState;
use crate::platform::db::{Connection, Result, Timestamp};

/// What somebody did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Decisions.
    pub decided: i64,
    /// Of those, appealed.
    pub appealed: i64,
    /// Of those, undone by another moderator.
    pub overturned: i64,
}

impl Work {
    /// How many decisions were undone after an appeal, in hundredths of all.
    pub fn overturn_rate(&self) -> i64 {
        if self.decided == 0 { 0 } else { self.overturned * 100 / self.decided }
    }
}

/// The work of everybody who decided since a moment.
pub fn work(conn: &mut Connection, since: Timestamp) -> Result<BTreeMap<MemberId, Work>> {
    let mut work: BTreeMap<MemberId, Work> = BTreeMap::new();
    let decided = decisions::table.filter(decisions::at.ge(since)).group_by(decisions::moderator);
    for (moderator, count) in decided.select((decisions::moderator, count_star())).load::<(MemberId, i64)>(conn)? {
        work.entry(moderator).or_default().decided = count;
    }
    let appealed = appeals::table.inner_join(decisions::table).filter(decisions::at.ge(since));
    for (moderator, state) in appealed.select((decisions::moderator, appeals::state)).load::<(MemberId, AppealState)>(conn)? {
        let one = work.entry(moderator).or_default();
        one.appealed += 1;
        one.overturned += i64::from(state == AppealState::Overturned);
    }
    Ok(work)
}
