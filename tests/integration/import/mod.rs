//! Communities that come from elsewhere.

mod stackexchange;
