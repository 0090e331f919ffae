//! The forum.

mod answers;
mod changes;
mod lists;
mod plans;
mod profile;
mod races;
mod rerender;
pub mod scene;
mod topic_page;
mod visibility;
mod writing;
