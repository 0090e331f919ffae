//! What the check of moderation goes through.

use diesel::prelude::*;
use guildhall_schema::{cases, decisions, flags};

use crate::moderation::flags::FlagState;
use crate::moderation::{CaseId, DecisionId, FlagId};
use crate::platform::db::{Connection, Result};

/// The next cases.
pub fn cases(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    let ids: Vec<CaseId> = cases::table.filter(cases::id.gt(CaseId(after))).order(cases::id).limit(limit).select(cases::id).load(conn)?;
    Ok(ids.into_iter().map(|case| case.0).collect())
}

/// The next decisions.
pub fn decisions(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    let ids: Vec<DecisionId> =
        decisions::table.filter(decisions::id.gt(DecisionId(after))).order(decisions::id).limit(limit).select(decisions::id).load(conn)?;
    Ok(ids.into_iter().map(|decision| decision.0).collect())
}

/// Which of these flags are open.
pub fn open_among(conn: &mut Connection, some: &[FlagId]) -> Result<Vec<FlagId>> {
    Ok(flags::table.filter(flags::id.eq_any(some.to_vec())).filter(flags::state.eq(FlagState::Open)).order(flags::id).select(flags::id).load(conn)?)
}
