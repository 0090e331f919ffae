//! Members as an admin sees them.

pub mod listing;
