//! Communities that come from elsewhere.

mod pieces;
pub mod stackexchange;
