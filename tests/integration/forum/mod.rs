//! The forum.

mod answers;
mod changes;
mod lists;
mod plans;
mod scene;
mod topic_page;
mod writing;
