//! The forum.

mod answers;
mod changes;
mod lists;
mod scene;
mod writing;
