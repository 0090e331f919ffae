//! The only SQL of back-ups. It names no table: what there is, the database says.

pub mod insert;
pub mod prepare;
pub mod select;
pub mod tables;
pub mod target;

use super::BackupError;

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// A name as both databases quote it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
