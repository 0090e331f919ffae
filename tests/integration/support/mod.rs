//! What tests share.
// Each part of the tests uses what it needs of these.
#![allow(dead_code, unused_imports)]

pub mod app;
mod client;
mod database;
mod dice;
pub mod fixtures;
mod traces;

pub use app::{START, TestApp};
pub use client::{Answer, Client};
pub use database::{TestDatabase, assert_looked_over, open_database};
pub use dice::Dice;

/// The folders of a database's migrations, in order.
pub fn migration_folders(database: &str) -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    let mut folders: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
