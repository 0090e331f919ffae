//! What members are given of what they were told.

pub mod listing;
