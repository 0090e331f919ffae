//! Cases: what moderators look at together. Flags, held posts, first posts and suspicious accounts of one member within a day,
//! and posts with the same text or link, are one case; always within one category, so that whoever keeps order there sees all
//! of it.

pub mod claim;
pub mod consider;
pub mod gather;
pub mod likeness;
pub mod listing;
pub mod moved;
mod note;
pub mod pages;
pub mod policy;
mod second;
pub mod store;

pub use claim::{claim, release};
pub use listing::Note;
pub use note::add_note;
pub use second::ask_second;
pub(in crate::moderation) use second::waits;

use crate::accounts::{CategoryId, MemberId, Role, Viewer};
use crate::forum::participant::Refusal;
use crate::forum::visibility::Sight;
use crate::moderation::CaseId;
use crate::platform::db::{DomainError, Failure, Timestamp};
use crate::text_enum;

text_enum! {
    /// Why something is looked at: what weighs most comes first.
    Why {
        /// A member does not agree with a decision.
        Appeal = "appeal",
        /// Members flagged it.
        Flags = "flags",
        /// Its author changed what flags had hidden.
        Amended = "amended",
        /// A new member was silenced by flags.
        Suspect = "suspect",
        /// It waits for approval.
        Held = "held",
        /// The first that somebody wrote.
        First = "first",
    }
}

text_enum! {
    /// Whether anything is to be done.
    CaseState {
        /// Waits for a decision.
        Open = "open",
        /// Was decided.
        Decided = "decided",
    }
}

impl Why {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Appeal => "moderation-why-appeal",
            Self::Flags => "moderation-why-flags",
            Self::Amended => "moderation-why-amended",
            Self::Suspect => "moderation-why-suspect",
            Self::Held => "moderation-why-held",
            Self::First => "moderation-why-first",
        }
    }
}

/// A case as it stands.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its number.
    pub id: CaseId,
    /// Whom it is about.
    pub author: MemberId,
    /// Where; none for accounts and profiles.
    pub category: Option<CategoryId>,
    /// What weighs most of what stands in it.
    pub why: Why,
    /// Open or decided.
    pub state: CaseState,
    /// 1 to 3.
    pub urgency: i64,
    /// When the first of it came.
    pub opened_at: Timestamp,
    /// Who looks at it.
    pub claimed_by: Option<MemberId>,
    /// Until when nobody else decides it.
    pub claimed_until: Option<Timestamp>,
    /// Who decided what is appealed: somebody else decides this.
    pub not_for: Option<MemberId>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
    /// Who asked the others what they think.
    pub second_for: Option<MemberId>,
    /// When they did.
    pub second_at: Option<Timestamp>,
}

impl CaseRow {
    /// Who has claimed it now.
    pub fn claimant(&self, now: Timestamp) -> Option<MemberId> {
        self.claimed_by.filter(|_| self.claimed_until.is_some_and(|until| until > now))
    }

    /// Asked for a second opinion, and has not had one: until somebody else has said something, others decide.
    pub fn waits_for_second(&self, moderator: MemberId, notes: &[Note]) -> bool {
        let since = self.second_at.unwrap_or(self.opened_at);
        self.second_for == Some(moderator) && !notes.iter().any(|(by, _, at)| *by != moderator && *at >= since)
    }
}

/// Why nothing is done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseError {
    /// As everywhere. To whoever keeps no order there, nothing is there.
    Refused(Refusal),
    /// Somebody else is at it.
    Claimed(MemberId),
    /// It is decided already, or other than when the page was made.
    Changed,
    /// About the moderator's own posts, or about their own decision.
    Partial,
    /// They asked for a second opinion, and there is none yet.
    Alone,
    /// Nothing was written.
    Empty,
}

impl DomainError for CaseError {}

impl From<Refusal> for CaseError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure<Refusal>> for Failure<CaseError> {
    fn from(failure: Failure<Refusal>) -> Self {
        failure.map(CaseError::Refused)
    }
}

/// Keeps order anywhere: the desk is there for them.
pub fn keeps_order(viewer: &Viewer) -> bool {
    viewer.id().is_some() && (viewer.is(Role::Moderator) || !viewer.moderated().is_empty())
}

/// May they see the case? Cases of a category are for those who keep order there, others for those who do everywhere.
pub fn sees_case(viewer: &Viewer, sight: &Sight, case: &CaseRow) -> bool {
    keeps_order(viewer) && case.category.map_or(viewer.is(Role::Moderator), |category| sight.moderated.contains(&category))
}
