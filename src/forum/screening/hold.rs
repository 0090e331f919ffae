//! What of the findings concerns an author, and whether a post waits for approval.

use super::{Filter, Finding, Screened, store};
use crate::accounts::{Role, Viewer};
use crate::forum::PostState;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::PostRow;
use crate::forum::texts::Composed;
use crate::platform::db::{Failure, Result, Tx};
use crate::platform::limits::Limit;

/// From this trust on a member is not looked at for how they write, only for what may not stand here.
const TRUSTED: i32 = 2;

/// More posts than this are no burst that anybody would look for: whoever lifts the limits so far means that there is none.
const COUNTED_AT_MOST: i64 = 1_000;

/// What concerns this author of a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Findings.
    pub findings: Vec<Finding>,
    /// The text before words in it were masked; empty where none were.
    pub original: String,
}

impl Found {
    /// Does the post wait for approval?
    pub fn holds(&self) -> bool {
        self.findings.iter().any(|finding| finding.filter.holds())
    }
}

/// Does a filter concern a viewer? Words and domains concern everybody; how somebody writes, only those who are new; whoever has a
/// role, or the trust of the community, is not suspected.
pub fn concerns(filter: Filter, viewer: &Viewer) -> bool {
    let is_known = [Role::Staff, Role::Moderator, Role::Admin, Role::Expert].into_iter().any(|role| viewer.is(role)) || !viewer.moderated().is_empty();
    let Some(account) = viewer.account() else { return false };
    match filter {
        Filter::Word | Filter::Masked | Filter::Domain | Filter::Limit => true,
        Filter::Pace | Filter::Link => !is_known && account.trust == 0,
        Filter::Trap | Filter::Origin | Filter::Burst | Filter::Alike | Filter::Learnt => !is_known && account.trust < TRUSTED,
    }
}

/// Counts a new post, and gives what of its text concerns its author. What is beyond the limit of somebody who is not trusted yet
/// waits for approval; others are told to wait themselves. Texts that nobody looked at come from the program.
pub fn found(tx: &mut Tx<'_>, who: &Participant, text: &Composed, limit: Limit) -> Result<Found, Failure<Refusal>> {
    let Some(screened) = &text.screened else {
        who.take(tx, limit)?;
        return Ok(Found::default());
    };
    let mut found = concerning(screened, who);
    if who.take_or_hold(tx, limit)? {
        found.findings.push(Finding::new(Filter::Limit, ""));
    }
    let burst = screened.burst;
    if (1..=COUNTED_AT_MOST).contains(&burst.posts) && concerns(Filter::Burst, &who.viewer) {
        let first = store::written_at(tx.conn(), who.member()?, burst.posts)?;
        if first.is_some_and(|at| at > tx.now().plus(-burst.within)) {
            found.findings.push(Finding::new(Filter::Burst, (burst.posts + 1).to_string()));
        }
    }
    Ok(found)
}

/// What of a changed text concerns whoever changed it. Whoever edits what somebody else wrote keeps order here; what is not there
/// for others is looked at anyway; what a moderator approved stays approved while it says the same.
pub fn found_in_edit(tx: &mut Tx<'_>, who: &Participant, post: &PostRow, text: &Composed) -> Result<Found> {
    let Some(screened) = text.screened.as_ref().filter(|_| post.state == PostState::Visible && who.viewer.id() == Some(post.author)) else {
        return Ok(Found { original: text.screened.as_ref().map(|screened| screened.original.clone()).unwrap_or_default(), ..Found::default() });
    };
    let mut found = concerning(screened, who);
    if screened.is_small_edit && store::was_held(tx.conn(), post.id)? {
        found.findings.retain(|finding| !finding.filter.holds());
    }
    Ok(found)
}

fn concerning(screened: &Screened, who: &Participant) -> Found {
    let findings = screened.findings.iter().filter(|finding| concerns(finding.filter, &who.viewer)).cloned().collect();
    Found { findings, original: screened.original.clone() }
}
