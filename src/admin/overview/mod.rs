//! The first page of the administration: how the community stands.

pub mod listing;
pub mod pages;
