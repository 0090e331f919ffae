//! The forum.

mod lists;
