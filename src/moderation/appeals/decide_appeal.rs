//! Another moderator decides an appeal.

use super::{AppealError, AppealState, store};
use crate::forum::PostState;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::{self, change_state::StateChange, change_state::change_state};
use crate::moderation::CaseId;
use crate::moderation::cases::claim::locked;
use crate::moderation::cases::{CaseError, CaseState, store as cases, waits};
use crate::moderation::decisions::store::{self as decisions, DecisionRow};
use crate::moderation::decisions::{Verdict, reverse};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// Leaves a decision as it is, or undoes it, with an answer to the member. Nobody decides about their own decision.
pub fn decide_appeal(tx: &mut Tx<'_>, who: &Participant, id: CaseId, version: i64, overturn: bool, answer: &str) -> Result<(), Failure<AppealError>> {
    let moderator = who.member().map_err(|refusal| AppealError::Case(CaseError::Refused(refusal)))?;
    let case = locked(tx, who, id)?;
    let row = store::of_case(tx.conn(), id)?.ok_or(AppealError::Case(CaseError::Refused(Refusal::NotFound)))?;
    if case.state != CaseState::Open || case.version != version || row.state != AppealState::Open {
        return Err(AppealError::Case(CaseError::Changed).into());
    }
    if case.not_for == Some(moderator) || case.author == moderator {
        return Err(AppealError::Case(CaseError::Partial).into());
    }
    if let Some(other) = case.claimant(tx.now()).filter(|claimant| *claimant != moderator) {
        return Err(AppealError::Case(CaseError::Claimed(other)).into());
    }
    if waits(tx, &case, moderator)? {
        return Err(AppealError::Case(CaseError::Alone).into());
    }
    if answer.is_empty() {
        return Err(AppealError::NoAnswer.into());
    }
    let decision = decisions::lock(tx, row.decision)?.ok_or(AppealError::NotFound)?;
    let state = if overturn { AppealState::Overturned } else { AppealState::Upheld };
    if overturn && decision.undone_by.is_none() {
        reverse(tx, who, &decision)?;
        show_again(tx, who, &decision)?;
    }
    store::decide(tx, row.decision, moderator, state, answer)?;
    let items: Vec<i64> = cases::open_items(tx.conn(), id)?.iter().map(|item| item.id).collect();
    cases::set_items_open(tx, &items, false)?;
    cases::set_state(tx, id, CaseState::Decided)?;
    let category = case.category.map(|id| id.0);
    let after = state.as_str().to_owned();
    Ok(tx.log(&Act { act: "case.appeal", subject_kind: "case", subject: id.0, category, reason: answer, after, ..Act::default() })?)
}

/// What flags had hidden before it was decided is there for others again, too: that was what the decision kept.
fn show_again(tx: &mut Tx<'_>, who: &Participant, decision: &DecisionRow) -> Result<(), Failure<AppealError>> {
    if decision.verdict == Verdict::Spammer {
        return Ok(());
    }
    let refused = |failure: Failure<Refusal>| failure.map(|refusal| AppealError::Case(CaseError::Refused(refusal)));
    for (post, ..) in &decision.before.posts {
        let change = match posts::store::find(tx.conn(), *post)?.map(|row| row.state) {
            Some(PostState::Hidden) => StateChange::Restore,
            Some(PostState::Held) => StateChange::Approve,
            _ => continue,
        };
        change_state(tx, who, *post, change, "").map_err(refused)?;
    }
    Ok(())
}
