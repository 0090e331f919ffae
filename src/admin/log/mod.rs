//! The log of acts, as an admin reads it. Nothing here writes: the log is append-only.

pub mod acts;
pub mod listing;
pub mod pages;
