//! The rows of appeals.

use diesel::prelude::*;
use guildhall_schema::appeals;

use super::AppealState;
use crate::accounts::MemberId;
use crate::columns;
use crate::moderation::{CaseId, DecisionId};
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};

/// An appeal as it stands.
#[derive(Clone, Debug, Queryable)]
pub struct AppealRow {
    /// The case in which it is looked at.
    pub case: CaseId,
    /// Of which decision.
    pub decision: DecisionId,
    /// By whom.
    pub member: MemberId,
    /// In their words.
    pub body: String,
    /// Until when it is to be decided.
    pub due_at: Timestamp,
    /// What became of it.
    pub state: AppealState,
    /// What the member reads.
    pub answer: String,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

columns! {
    /// The columns of an [`AppealRow`].
    COLUMNS = appeals::case_id, appeals::decision, appeals::member, appeals::body, appeals::due_at, appeals::state, appeals::answer, appeals::decided_at;
}

/// Writes an appeal. Of two forms sent at once the second runs again, and finds the first.
pub fn insert(tx: &mut Tx<'_>, row: &AppealRow) -> Result<()> {
    let now = tx.now();
    let inserted = diesel::insert_into(appeals::table)
        .values((
            appeals::decision.eq(row.decision),
            appeals::case_id.eq(row.case),
            appeals::member.eq(row.member),
            appeals::body.eq(&row.body),
            appeals::at.eq(now),
            appeals::due_at.eq(row.due_at),
        ))
        .execute(tx.conn());
    or_again(inserted)?;
    Ok(())
}

/// The appeal that a case is about.
pub fn of_case(conn: &mut Connection, case: CaseId) -> Result<Option<AppealRow>> {
    Ok(appeals::table.filter(appeals::case_id.eq(case)).select(COLUMNS).first(conn).optional()?)
}

/// The appeal of a decision.
pub fn of_decision(conn: &mut Connection, decision: DecisionId) -> Result<Option<AppealRow>> {
    Ok(appeals::table.filter(appeals::decision.eq(decision)).select(COLUMNS).first(conn).optional()?)
}

/// Writes what became of an appeal.
pub fn decide(tx: &mut Tx<'_>, decision: DecisionId, moderator: MemberId, state: AppealState, answer: &str) -> Result<()> {
    let now = tx.now();
    diesel::update(appeals::table.filter(appeals::decision.eq(decision)))
        .set((appeals::state.eq(state), appeals::moderator.eq(Some(moderator)), appeals::answer.eq(answer), appeals::decided_at.eq(Some(now))))
        .execute(tx.conn())?;
    Ok(())
}

/// Takes out what a member who left wrote.
pub fn forget_bodies(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::update(appeals::table.filter(appeals::member.eq(member))).set(appeals::body.eq("")).execute(tx.conn())?;
    Ok(())
}
