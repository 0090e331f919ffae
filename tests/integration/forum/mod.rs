//! The forum.

mod answers;
mod changes;
mod cursors;
mod erasing;
mod feeds;
mod figures;
mod follows;
mod kept_pages;
mod list_plans;
mod lists;
mod orders;
pub mod plans;
mod profile;
mod program_plans;
mod programs;
mod quotations;
mod races;
mod reply_orders;
mod rerender;
pub mod scene;
mod sitemaps;
mod strange_strings;
mod tag_addresses;
mod tags;
mod topic_page;
mod visibility;
mod writing;
