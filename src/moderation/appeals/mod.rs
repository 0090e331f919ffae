//! Appeals: a member does not agree with a decision, once; somebody else than who decided looks at it, within a term that the
//! page states.

mod decide_appeal;
pub mod pages;
mod put_appeal;
pub mod store;

pub use decide_appeal::decide_appeal;
pub use put_appeal::{appeal, can_appeal};

use crate::moderation::cases::CaseError;
use crate::moderation::decisions::DecideError;
use crate::platform::db::{DomainError, Failure};
use crate::text_enum;

/// The longest appeal, in characters.
pub const APPEAL_MAX: usize = 2_000;

text_enum! {
    /// What became of an appeal.
    AppealState {
        /// Waits for a moderator.
        Open = "open",
        /// The decision stays.
        Upheld = "upheld",
        /// The decision was undone.
        Overturned = "overturned",
    }
}

impl AppealState {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "moderation-appeal-open",
            Self::Upheld => "moderation-appeal-upheld",
            Self::Overturned => "moderation-appeal-overturned",
        }
    }
}

/// Why an appeal is not taken, or not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealError {
    /// There is no such decision about this member.
    NotFound,
    /// There is one already: each decision is appealed once.
    Already,
    /// The decision was undone, or is not against the member.
    NotYours,
    /// As with every case.
    Case(CaseError),
    /// What was decided cannot be undone by this moderator.
    Undo(DecideError),
    /// The moderator gave no answer.
    NoAnswer,
}

impl DomainError for AppealError {}

impl From<Failure<CaseError>> for Failure<AppealError> {
    fn from(failure: Failure<CaseError>) -> Self {
        failure.map(AppealError::Case)
    }
}

impl From<Failure<DecideError>> for Failure<AppealError> {
    fn from(failure: Failure<DecideError>) -> Self {
        failure.map(AppealError::Undo)
    }
}
