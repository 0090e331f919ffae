//! What a member is given of their own data.

pub mod listing;
