//! What follows from each other in cases, decisions, appeals and flags: named where it does not, and put right.

mod store;

use super::appeals::{AppealState, store as appeals};
use super::cases::{CaseRow, CaseState, store as cases};
use super::decisions::store as decisions;
use super::flags::store as flags;
use super::{CaseId, DecisionId};
use crate::forum::PostState;
use crate::platform::check::Check;
use crate::platform::db::{Connection, Result, Tx};

/// Cases with what stands in them.
pub struct Cases;

/// How a case differs from what follows from the rest.
#[derive(Default)]
struct Found {
    /// Open, and nothing in it is; an appeal is about a decision, whatever else.
    is_empty: bool,
    /// Decided, and these items are open.
    left_open: Vec<i64>,
    /// Open items of posts of which nothing is left to look at.
    erased: Vec<i64>,
    /// Decided, and when is not known; or not decided, and it is.
    has_wrong_time: bool,
    /// Decided, and somebody is still at it, or asked about it.
    is_busy: bool,
    /// Its appeal says otherwise than it does.
    differs_from_appeal: Option<CaseState>,
}

fn found(conn: &mut Connection, case: &CaseRow) -> Result<Found> {
    let open = cases::open_items(conn, case.id)?;
    let is_open = case.state == CaseState::Open;
    let erased: Vec<i64> = open.iter().filter(|item| item.post.is_some_and(|(_, state)| state == PostState::Erased)).map(|item| item.id).collect();
    let appeal = appeals::of_case(conn, case.id)?;
    let wanted = appeal.as_ref().map(|appeal| if appeal.state == AppealState::Open { CaseState::Open } else { CaseState::Decided });
    Ok(Found {
        is_empty: is_open && appeal.is_none() && open.is_empty(),
        left_open: if is_open { Vec::new() } else { open.iter().map(|item| item.id).collect() },
        erased: if is_open { erased } else { Vec::new() },
        has_wrong_time: is_open == case.decided_at.is_some(),
        is_busy: !is_open && (case.claimed_by.is_some() || case.second_for.is_some()),
        differs_from_appeal: wanted.filter(|wanted| *wanted != case.state),
    })
}

impl Found {
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |is_wrong: bool, text: String| words.extend(is_wrong.then_some(text));
        add(self.is_empty, "open, and nothing in it is".into());
        add(!self.left_open.is_empty(), format!("decided, and {} of its items are open", self.left_open.len()));
        add(!self.erased.is_empty(), format!("{} of its open items are posts that were erased", self.erased.len()));
        add(self.has_wrong_time, "the time of its decision does not go with its state".into());
        add(self.is_busy, "decided, and somebody is still at it".into());
        add(self.differs_from_appeal == Some(CaseState::Open), "decided, and its appeal is open".into());
        add(self.differs_from_appeal == Some(CaseState::Decided), "open, and its appeal is decided".into());
        words
    }
}

impl Check for Cases {
    fn name(&self) -> &'static str {
        "case"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::cases(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        match cases::find(conn, CaseId(id))? {
            Some(case) => Ok(found(conn, &case)?.words()),
            None => Ok(Vec::new()),
        }
    }

    /// A member who appealed is heard: theirs is opened. Of all else nothing waits that nobody would ever find.
    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let Some(case) = cases::lock(tx, CaseId(id))? else { return Ok(()) };
        let found = found(tx.conn(), &case)?;
        cases::set_items_open(tx, &found.erased, false)?;
        let is_appeal = appeals::of_case(tx.conn(), case.id)?.is_some();
        let open: Vec<i64> = cases::open_items(tx.conn(), case.id)?.iter().map(|item| item.id).collect();
        let is_over = case.state == CaseState::Open && !is_appeal && open.is_empty();
        let wanted = found.differs_from_appeal.unwrap_or(if is_over { CaseState::Decided } else { case.state });
        if wanted == CaseState::Decided {
            cases::set_items_open(tx, &open, false)?;
        }
        if wanted != case.state || found.has_wrong_time || found.is_busy {
            cases::set_state(tx, case.id, wanted)?;
        }
        Ok(())
    }
}

/// Decisions with the flags that they settled.
pub struct Decisions;

impl Check for Decisions {
    fn name(&self) -> &'static str {
        "decision"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::decisions(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let Some(decision) = decisions::find(conn, DecisionId(id))? else { return Ok(Vec::new()) };
        let mut wrong = Vec::new();
        let open = store::open_among(conn, &decision.before.flags)?.len();
        if decision.undone_by.is_none() && open > 0 {
            wrong.push(format!("it stands, and {open} of the flags that it settled are open"));
        }
        if decision.done > decision.total {
            wrong.push(format!("done {}, of {}", decision.done, decision.total));
        }
        Ok(wrong)
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let Some(decision) = decisions::lock(tx, DecisionId(id))? else { return Ok(()) };
        if decision.undone_by.is_none() {
            let open = store::open_among(tx.conn(), &decision.before.flags)?;
            flags::settle(tx, &open, decision.verdict.flags())?;
        }
        if decision.done > decision.total {
            decisions::set_done(tx, decision.id, decision.total)?;
        }
        Ok(())
    }
}
