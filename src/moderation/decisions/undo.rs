//! Undoing a decision: everything is as it was, the case is open again.

use super::decide::DecideError;
use super::store::DecisionRow;
use super::{Verdict, apply, clean, store};
use crate::accounts::{MemberState, standing, store as members};
use crate::forum::desk::change_category::change_category;
use crate::forum::duplicates::unmark_duplicate;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics;
use crate::forum::topics::close_topic::close_topic;
use crate::moderation::cases::claim::locked;
use crate::moderation::cases::gather::refresh;
use crate::moderation::cases::{CaseError, CaseState, store as cases};
use crate::moderation::flags::{FlagState, store as flag_rows};
use crate::moderation::{CaseId, DecisionId};
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::log::Act;

/// Undoes a decision. Gives its case.
pub fn undo(tx: &mut Tx<'_>, who: &Participant, id: DecisionId) -> Result<CaseId, Failure<DecideError>> {
    let decision = found(tx, id)?;
    let case = locked(tx, who, decision.case)?;
    // Read again under the lock: of two who undo at once the second is told. A case may be open already, where another of its
    // decisions was undone.
    let decision = found(tx, id)?;
    if decision.undone_by.is_some() || case.not_for.is_some() {
        return Err(DecideError::Case(CaseError::Changed).into());
    }
    reverse(tx, who, &decision)?;
    flag_rows::settle(tx, &decision.before.flags, FlagState::Open)?;
    let free = cases::free_items(tx.conn(), &decision.before.items)?;
    // Where all of it is looked at elsewhere by now, nothing is left to do here.
    if free.is_empty() {
        return Ok(case.id);
    }
    cases::set_items_open(tx, &free, true)?;
    cases::set_state(tx, case.id, CaseState::Open)?;
    refresh(tx, case.id)?;
    Ok(case.id)
}

fn found(tx: &mut Tx<'_>, id: DecisionId) -> Result<DecisionRow, Failure<DecideError>> {
    Ok(store::find(tx.conn(), id)?.ok_or(CaseError::Refused(Refusal::NotFound)).map_err(DecideError::Case)?)
}

/// Takes back what a decision did to posts, topics and members, and writes who did so.
pub(in crate::moderation) fn reverse(tx: &mut Tx<'_>, who: &Participant, decision: &DecisionRow) -> Result<(), Failure<DecideError>> {
    let moderator = who.member()?;
    let before = &decision.before;
    if let Some((topic, original)) = before.duplicate {
        unmark_duplicate(tx, who, topic, original).map_err(|failure| failure.map(DecideError::Original))?;
    }
    if let Some((topic, from, to)) = before.moved {
        // Somebody may have moved it on since: theirs stays.
        if topics::store::find(tx.conn(), topic)?.is_some_and(|row| row.category == to) {
            change_category(tx, who, topic, from).map_err(|failure| failure.map(|_| DecideError::Category))?;
        }
    }
    if let Some(topic) = before.closed {
        close_topic(tx, who, topic, false)?;
    }
    if let Some((member, state, until)) = before.member {
        // Somebody may have changed it since: theirs stays.
        let is_as_decided = members::find(tx.conn(), member)?.is_some_and(|row| row.state == standing_after(decision.verdict));
        if is_as_decided {
            let changed = match state {
                MemberState::Silenced => standing::silence(tx, &who.viewer, member, until, ""),
                MemberState::Suspended => standing::suspend(tx, &who.viewer, member, until, ""),
                _ => standing::lift(tx, &who.viewer, member, ""),
            };
            changed.map_err(|failure| failure.map(DecideError::Standing))?;
        }
    }
    store::set_undone(tx, decision.id, moderator)?;
    if decision.verdict == Verdict::Spammer {
        tx.enqueue(&NewJob::now(&clean::CLEAN, format!("{} back", decision.id), serde_json::json!({ "v": 1, "decision": decision.id })))?;
    } else {
        for post in &before.posts {
            apply::back(tx, who, post)?;
        }
    }
    let category = decision.category.map(|id| id.0);
    let after = decision.verdict.as_str().to_owned();
    Ok(tx.log(&Act { act: "case.undo", subject_kind: "case", subject: decision.case.0, category, after, ..Act::default() })?)
}

fn standing_after(verdict: Verdict) -> MemberState {
    match verdict {
        Verdict::Silence => MemberState::Silenced,
        Verdict::Suspend | Verdict::Spammer => MemberState::Suspended,
        _ => MemberState::Active,
    }
}
