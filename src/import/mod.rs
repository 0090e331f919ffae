//! Communities that come from elsewhere.

pub mod stackexchange;
