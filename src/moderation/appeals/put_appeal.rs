//! A member appeals.

use super::store::{self, AppealRow};
use super::{AppealError, AppealState};
use crate::accounts::MemberId;
use crate::forum::participant::Participant;
use crate::moderation::DecisionId;
use crate::moderation::cases::gather::refresh;
use crate::moderation::cases::{Why, store as cases};
use crate::moderation::decisions::store as decisions;
use crate::moderation::decisions::store::DecisionRow;
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{Failure, Timestamp, Tx};

/// May the member appeal the decision? Whoever it is about, once, while it stands.
pub fn can_appeal(decision: &DecisionRow, before: Option<&AppealRow>, member: MemberId) -> bool {
    decision.member == member && decision.verdict.is_against() && decision.undone_by.is_none() && before.is_none()
}

/// Appeals a decision: a case of its own, for anybody but who decided. Suspended members may.
pub fn appeal(tx: &mut Tx<'_>, who: &Participant, id: DecisionId, body: &str) -> Result<(), Failure<AppealError>> {
    let member = who.viewer.account().map(|account| account.id).ok_or(AppealError::NotFound)?;
    let decision = decisions::lock(tx, id)?.filter(|decision| decision.member == member).ok_or(AppealError::NotFound)?;
    let before = store::of_decision(tx.conn(), id)?;
    if before.is_some() {
        return Err(AppealError::Already.into());
    }
    if !can_appeal(&decision, None, member) {
        return Err(AppealError::NotYours.into());
    }
    let case = cases::insert(tx, member, decision.category, Why::Appeal, Some(decision.moderator))?;
    for (post, ..) in decision.before.posts.iter().take(20) {
        if cases::open_item_of_post(tx.conn(), *post)?.is_none() {
            cases::insert_item(tx, &cases::NewItem { case, author: member, post: Some(*post), why: Why::Appeal })?;
        }
    }
    refresh(tx, case)?;
    cases::set_urgency(tx, case, Why::Appeal, 3)?;
    let days = Thresholds::load(tx.conn())?.get(Threshold::AppealDays);
    let due_at = tx.now().plus(days * Timestamp::DAY);
    Ok(store::insert(
        tx,
        &AppealRow { case, decision: id, member, body: body.to_owned(), due_at, state: AppealState::Open, answer: String::new(), decided_at: None },
    )?)
}
