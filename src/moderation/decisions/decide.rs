//! Deciding a case.

use std::collections::BTreeSet;

use super::{Before, Verdict, apply, clean, store};
use crate::accounts::MemberId;
use crate::accounts::rights::Denied;
use crate::accounts::standing::StandingError;
use crate::forum::duplicates::DuplicateError;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::{CategoryId, TopicId};
use crate::moderation::cases::claim::locked;
use crate::moderation::cases::gather::refresh;
use crate::moderation::cases::store::Item;
use crate::moderation::cases::{CaseError, CaseRow, CaseState, store as cases, waits};
use crate::moderation::events::Decided;
use crate::moderation::flags::{FlagReason, listing as flags, store as flag_rows};
use crate::moderation::letters::Letters;
use crate::moderation::{CaseId, DecisionId, FlagId};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::log::Act;

/// A decision about to be made; the words are cleaned and short enough.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Of which case.
    pub case: CaseId,
    /// The version of the case that the page was made from.
    pub version: i64,
    /// What is decided.
    pub verdict: Verdict,
    /// The rule that the author reads.
    pub rule: FlagReason,
    /// The moderator's own words to the author.
    pub words: String,
    /// For how many days; 0 is for ever.
    pub days: i64,
    /// What the topic repeats.
    pub original: Option<TopicId>,
    /// Whom of those in the case it is about; everybody without it. The others stay in the case.
    pub only: Option<Vec<MemberId>>,
    /// Where the topic belongs.
    pub category: Option<CategoryId>,
    /// Which of a spammer's origins are blocked, as [`store::name_of`] has them; all without it.
    pub blocks: Option<BTreeSet<String>>,
    /// The host of the community: links to it say nothing of a spammer.
    pub own_host: String,
}

/// Why nothing is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecideError {
    /// As with every case.
    Case(CaseError),
    /// Not for so many days.
    Term,
    /// The moderator gave no reason that the author could read.
    NoWords,
    /// There is no post, or topic, to which that could be done.
    NoPost,
    /// Nobody was chosen.
    Nobody,
    /// The original cannot be one.
    Original(DuplicateError),
    /// The topic cannot go there.
    Category,
    /// The member cannot be restricted.
    Standing(StandingError),
}

impl DomainError for DecideError {}

impl From<Refusal> for Failure<DecideError> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(DecideError::Case(CaseError::Refused(refusal)))
    }
}

impl From<Failure<CaseError>> for Failure<DecideError> {
    fn from(failure: Failure<CaseError>) -> Self {
        failure.map(DecideError::Case)
    }
}

impl From<Failure<Refusal>> for Failure<DecideError> {
    fn from(failure: Failure<Refusal>) -> Self {
        failure.map(|refusal| DecideError::Case(CaseError::Refused(refusal)))
    }
}

/// Decides a case: of two moderators at once the second is told. About each author in it there is a decision of its own, which
/// they read in their own language, may appeal by themselves, and which is undone by itself. Gives the numbers of these.
pub fn decide(tx: &mut Tx<'_>, who: &Participant, what: &Decide, letters: &Letters) -> Result<Vec<DecisionId>, Failure<DecideError>> {
    let case = locked(tx, who, what.case)?;
    let open = cases::open_items(tx.conn(), case.id)?;
    let moderator = allowed(tx, who, &case, &open, what)?;
    let (items, left) = open.into_iter().partition(|item| what.only.as_ref().is_none_or(|only| only.contains(&item.author)));
    let desk = Desk { who, moderator, case: &case, what, letters };
    let mut decided = Vec::new();
    for (author, items) in by_author(case.author, items) {
        decided.push(desk.decide_about(tx, author, &items, decided.is_empty())?);
    }
    match decided.is_empty() {
        true if what.only.is_some() => return Err(DecideError::Nobody.into()),
        true => decided.push(desk.decide_about(tx, case.author, &[], true)?),
        false => {}
    }
    close_or_keep(tx, &case, &left)?;
    log(tx, &case, what)?;
    Ok(decided)
}

/// The authors in a case with what is theirs: first the one it is named after, then as they came.
fn by_author(first: MemberId, items: Vec<Item>) -> Vec<(MemberId, Vec<Item>)> {
    let mut authors: Vec<(MemberId, Vec<Item>)> = Vec::new();
    for item in items {
        match authors.iter_mut().find(|(author, _)| *author == item.author) {
            Some((_, own)) => own.push(item),
            None => authors.push((item.author, vec![item])),
        }
    }
    authors.sort_by_key(|(author, _)| *author != first);
    authors
}

/// With nothing left a case is decided; else it is named after whose posts are left, and waits.
fn close_or_keep(tx: &mut Tx<'_>, case: &CaseRow, left: &[Item]) -> Result<(), crate::platform::db::Error> {
    match left.first() {
        None => cases::set_state(tx, case.id, CaseState::Decided),
        Some(item) => {
            cases::set_author(tx, case.id, item.author)?;
            refresh(tx, case.id)
        }
    }
}

/// A moderator who decides a case.
struct Desk<'a> {
    who: &'a Participant,
    moderator: MemberId,
    case: &'a CaseRow,
    what: &'a Decide,
    letters: &'a Letters,
}

impl Desk<'_> {
    /// Decides about one author. What becomes of the topic becomes of it once, with the `first`.
    fn decide_about(&self, tx: &mut Tx<'_>, author: MemberId, items: &[Item], first: bool) -> Result<DecisionId, Failure<DecideError>> {
        let Self { who, moderator, case, what, letters } = *self;
        let letter = letters.letter(tx, author, what.rule, &what.words)?;
        let mut before = Before { v: 1, items: items.iter().map(|item| item.id).collect(), ..Before::default() };
        if first {
            apply::to_topic(tx, who, items, what, &mut before)?;
        }
        apply::to_posts(tx, who, items, what.verdict, &letter, &mut before)?;
        apply::to_member(tx, who, case, author, what, &letter, &mut before)?;
        before.flags = open_flags(tx, items)?;
        flag_rows::settle(tx, &before.flags, what.verdict.flags())?;
        cases::set_items_open(tx, &before.items, false)?;
        let decision = store::insert(tx, &store::New { case, member: author, moderator, what, letter: &letter, before: &before })?;
        if what.verdict == Verdict::Spammer {
            store::block_origins(tx, decision, author, &before, what)?;
            tx.enqueue(&NewJob::now(&clean::CLEAN, decision.to_string(), serde_json::json!({ "v": 1, "decision": decision })))?;
        }
        tx.record(&Decided(decision))?;
        Ok(decision)
    }
}

/// The open flags of what stands in a case.
fn open_flags(tx: &mut Tx<'_>, items: &[Item]) -> Result<Vec<FlagId>, crate::platform::db::Error> {
    let mut found = Vec::new();
    for item in items {
        let open = match item.post {
            Some((post, _)) => flags::all_open_of_post(tx.conn(), post)?,
            None => flags::open_of_profile(tx.conn(), item.author)?,
        };
        found.extend(open.into_iter().map(|flag| flag.id));
    }
    Ok(found)
}

fn log(tx: &mut Tx<'_>, case: &CaseRow, what: &Decide) -> Result<(), crate::platform::db::Error> {
    let after = format!("{}: {}", what.verdict.as_str(), what.rule.as_str());
    tx.log(&Act {
        act: "case.decide",
        subject_kind: "case",
        subject: case.id.0,
        category: case.category.map(|id| id.0),
        reason: &what.words,
        after,
        ..Act::default()
    })
}

/// Looks whether this moderator may decide this case so, now.
fn allowed(tx: &mut Tx<'_>, who: &Participant, case: &CaseRow, items: &[Item], what: &Decide) -> Result<MemberId, Failure<DecideError>> {
    let refused = |error| Err(Failure::Refused(DecideError::Case(error)));
    let moderator = who.member()?;
    if case.state != CaseState::Open || case.version != what.version {
        return refused(CaseError::Changed);
    }
    if case.author == moderator || items.iter().any(|item| item.author == moderator) || case.not_for.is_some() {
        return refused(CaseError::Partial);
    }
    if let Some(other) = case.claimant(tx.now()).filter(|claimant| *claimant != moderator) {
        return refused(CaseError::Claimed(other));
    }
    if waits(tx, case, moderator)? {
        return refused(CaseError::Alone);
    }
    if what.verdict.is_for_all() && !who.viewer.is(crate::accounts::Role::Moderator) {
        return refused(CaseError::Refused(Refusal::Denied(Denied::NotYourRole)));
    }
    if !what.verdict.terms().is_empty() && !what.verdict.terms().contains(&what.days) {
        return Err(DecideError::Term.into());
    }
    if what.verdict.is_against() && what.words.is_empty() {
        return Err(DecideError::NoWords.into());
    }
    Ok(moderator)
}
