//! One archive for either database: made while the community is in use, restored into an empty one.
//!
//! An archive is a plain `tar`, so that it can be looked into without this program:
//!
//! | member | holds |
//! |---|---|
//! | `manifest.json` | the first: versions, when, every table with its columns, rows and highest number |
//! | `tables/<table>/000001.jsonl.zst`, … | a table's rows in the order of its key, one JSON array a line, in parts |
//! | `uploads/…` | the files of the data folder that belong to the community |
//! | `SHA256SUMS` | the last: a checksum of every other member, as `sha256sum -c` reads it |
//!
//! Both databases give the same rows in the same order: whole numbers, truth values among them as 0 and 1;
//! fractions; texts; null. Tables and columns are read from the database itself, so that a new one is kept
//! without a word here.

mod archive;
mod check_sums;
mod make;
mod manifest;
mod restore;
mod rows;
mod store;
mod uploads;

use crate::platform::db::{self, FromDatabase, migrations::MigrationError};

pub use make::{Made, make};
pub use manifest::{Manifest, ManifestTable};
pub use restore::{Choices, Restored, restore};

/// The number of the format; a newer one is refused.
pub const FORMAT: u32 = 1;

const MANIFEST: &str = "manifest.json";
const SUMS: &str = "SHA256SUMS";
const TABLES: &str = "tables/";
/// Folders of the data folder that belong to the community. Mail that was not sent and what can be built again do not.
const FOLDERS: &[&str] = &["uploads"];

/// Why there is no archive, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The archive is not whole. Names the member and, where one is to blame, the row: the line in that member.
    #[error("the backup is damaged: {place}: {what}")]
    Damaged {
        /// The member, with the row.
        place: String,
        /// Half a sentence.
        what: String,
    },
    /// A sentence for whoever asked.
    #[error("{0}")]
    Refused(String),
    /// A file or a pipe.
    #[error("{what}: {error}")]
    File {
        /// Which.
        what: String,
        /// Why.
        error: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The tables could not be made.
    #[error(transparent)]
    Migration(#[from] MigrationError),
}

/// What a step gives.
pub type Result<T> = std::result::Result<T, BackupError>;

impl BackupError {
    fn damaged(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged { place: place.into(), what: what.into() }
    }

    fn file(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |error| Self::File { what, error }
    }
}

impl FromDatabase for BackupError {
    fn database(&self) -> Option<&db::Error> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

/// Hears how far it is.
pub trait Progress {
    /// So many rows in all.
    fn expect(&self, rows: u64);
    /// So many more are done.
    fn did(&self, rows: u64);
}
