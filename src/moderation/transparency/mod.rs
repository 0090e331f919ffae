//! What keeping order comes to, for everybody: flags, decisions, appeals and what was undone, month by month.

pub mod listing;
pub mod pages;
