//! Keeping order: what members flag, what follows from that by itself, what moderators decide.
//!
//! A layer of its own above the forum: whatever becomes of posts, topics and members becomes of them through the use cases
//! below.

pub mod appeals;
pub mod cases;
mod check;
pub mod decisions;
pub mod events;
mod feature;
pub mod flags;
pub mod letters;
mod own_data;
pub mod panel;
pub mod screening;
pub mod thresholds;
pub mod transparency;
pub mod weigh;

pub use feature::Moderation;

use crate::id;

id! {
    /// The number of a flag.
    FlagId
}

id! {
    /// The number of a case.
    CaseId
}

id! {
    /// The number of a decision.
    DecisionId
}
