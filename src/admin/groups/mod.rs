//! Groups: the only grantees. Some are computed from who one is, the others have members of their own.

pub mod listing;
pub mod pages;
mod remove_group;

pub use remove_group::remove_group;
