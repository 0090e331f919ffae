//! Work on whole topics, for those who keep order: another category, kind, title or tags, timers, slow mode; posts moved to
//! another topic, split off into a new one, topics merged. Each act stands in the log, and is undone as long as nothing else
//! changed what it did. What moves is asked for at both ends; old addresses lead on.

pub mod change_category;
pub mod change_kind;
pub mod change_title;
pub mod listing;
pub mod merge_topics;
pub mod move_posts;
mod moving;
pub mod pages;
pub mod slow_mode;
pub mod split_topic;
pub mod state_facts;
pub mod store;
pub mod timers;
pub mod undo;
pub mod undo_move;

use super::TopicId;
use super::participant::{Participant, Refusal};
use super::topics::{lock_seen, store::TopicRow};
use crate::accounts::rights::{Deed, Denied};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::log::Act;

/// More posts than this are not moved together: others write meanwhile.
pub const TOGETHER: usize = 300;

/// Why nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskError {
    /// As everywhere.
    Refused(Refusal),
    /// The other topic is not there for whoever moves, or not theirs to keep in order.
    NoTarget,
    /// From a topic into itself.
    Same,
    /// No post was chosen.
    Nothing,
    /// More than [`TOGETHER`] posts.
    TooMany,
    /// What was chosen is no reply of the topic any more.
    NotReplies,
    /// A topic is opened by a reply that everybody sees.
    Opening,
    /// A time that is over, or too far away.
    Time,
    /// Something was changed since, or the act is undone already.
    Changed,
    /// Somebody wrote since: their posts have no other place.
    Answered,
}

impl DomainError for DeskError {}

impl From<Failure<Refusal>> for Failure<DeskError> {
    fn from(failure: Failure<Refusal>) -> Self {
        failure.map(DeskError::Refused)
    }
}

impl From<Denied> for Failure<DeskError> {
    fn from(denied: Denied) -> Self {
        Self::Refused(DeskError::Refused(Refusal::Denied(denied)))
    }
}

impl DeskError {
    /// The key of its message; what is refused as everywhere has others.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Refused(Refusal::Denied(denied)) => denied.key(),
            Self::Refused(_) => return None,
            Self::NoTarget => "desk-error-no-target",
            Self::Same => "desk-error-same",
            Self::Nothing => "desk-error-nothing",
            Self::TooMany => "desk-error-too-many",
            Self::NotReplies => "desk-error-not-replies",
            Self::Opening => "desk-error-opening",
            Self::Time => "desk-error-time",
            Self::Changed => "desk-error-changed",
            Self::Answered => "desk-error-answered",
        })
    }
}

/// A topic, locked, in which the participant keeps order.
fn kept_in_order(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, deed: Deed) -> Result<TopicRow, Failure<Refusal>> {
    let row = lock_seen(tx, who, topic)?;
    who.may(deed, &who.place_of_topic(&row.facts(), row.closed))?;
    Ok(row)
}

/// Two topics, both locked, the lower number first whoever asks, and in order kept by the participant.
fn both(tx: &mut Tx<'_>, who: &Participant, from: TopicId, to: TopicId) -> Result<(TopicRow, TopicRow), Failure<DeskError>> {
    if from == to {
        return Err(DeskError::Same.into());
    }
    let target = |tx: &mut Tx<'_>| {
        let no_target = |failure: Failure<Refusal>| match failure {
            Failure::Refused(Refusal::NotFound | Refusal::Denied(Denied::NotYourRole)) => Failure::Refused(DeskError::NoTarget),
            failure => failure.into(),
        };
        let row = kept_in_order(tx, who, to, Deed::Move).map_err(no_target)?;
        if row.state == super::PostState::Visible { Ok(row) } else { Err(Failure::Refused(DeskError::NoTarget)) }
    };
    if from < to {
        let row = kept_in_order(tx, who, from, Deed::Move)?;
        Ok((row, target(tx)?))
    } else {
        let other = target(tx)?;
        Ok((kept_in_order(tx, who, from, Deed::Move)?, other))
    }
}

/// Writes an act upon a topic into the log.
fn log(tx: &mut Tx<'_>, row: &TopicRow, act: &str, before: String, after: String) -> crate::platform::db::Result<()> {
    tx.log(&Act { act, subject_kind: "topic", subject: row.id.0, category: Some(row.category.0), before, after, public: true, ..Act::default() })
}
