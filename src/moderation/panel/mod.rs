//! A moderator's own work: how much, how often it was undone, and a note for those who take over.

mod hand_over;
pub mod listing;
pub mod pages;
pub mod store;

pub use hand_over::{NOTE_MAX, hand_over};
