//! The forum.

mod answers;
mod changes;
mod list_plans;
mod lists;
mod orders;
mod plans;
mod profile;
mod races;
mod rerender;
pub mod scene;
mod topic_page;
mod visibility;
mod writing;
