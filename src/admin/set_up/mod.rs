//! The first minutes of a community: whoever holds the printed link names it, becomes the first admin and
//! chooses the categories to start with.

mod open_community;
pub mod pages;
pub mod starting;

pub use open_community::{Opening, OpeningError, open_community};
