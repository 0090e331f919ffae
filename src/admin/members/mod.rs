//! Members as an admin sees them: found by name, with what can be given to them and taken from them.

pub mod listing;
pub mod pages;
