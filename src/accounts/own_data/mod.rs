//! One's own data: an archive with a file for each kind of thing and with what the member brought, made by a job,
//! fetched by its owner alone.
//!
//! Archives stand in `exports/` of the data folder, each under a random name, for a week. On PostgreSQL with several
//! nodes that folder is shared, as everything that is kept in files is.

mod archive;
mod ask;
mod letter;
pub mod listing;
mod make;
pub mod pages;
pub mod store;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use ask::ask;
pub use letter::{MAIL, send_mail};
pub use make::{MAKE, make, remove_files};

use crate::id;
use crate::platform::db::Timestamp;

id! {
    /// The number of an archive.
    ExportId
}

/// For so long an archive can be fetched.
pub const TERM: i64 = 7 * Timestamp::DAY;

/// The folder of the archives; cheap to clone.
#[derive(Clone, Debug)]
pub struct ExportFolder(Arc<Path>);

impl ExportFolder {
    /// Below a data folder; made when the first archive is.
    pub fn below(data_dir: &Path) -> Self {
        Self(data_dir.join("exports").into())
    }

    fn path(&self) -> &Path {
        &self.0
    }

    /// Where an archive stands. Names are made here and hold letters, digits, `-` and `_` alone.
    fn archive(&self, file: &str) -> PathBuf {
        self.0.join(format!("{file}.zip"))
    }

    /// Where it stands while it is made.
    fn unfinished(&self, file: &str) -> PathBuf {
        self.0.join(format!("{file}.part"))
    }
}
