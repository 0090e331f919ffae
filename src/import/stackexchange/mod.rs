//! A dump of a Stack Exchange site: one XML file for each table, one row on each line.
//!
//! Every file is read once, row by row, into a working file beside the data ([`scratch`]), which puts the rows in
//! order: a mistake is found before anything is written. From there everything is written in short transactions
//! ([`steps`]). In an empty community topics keep the numbers of their questions, posts theirs; comments, which have
//! numbers of their own there, get those above. In one that has topics all numbers are moved up by the same distance.

mod begin;
mod dump;
mod report;
mod scratch;
mod steps;
mod store;
mod texts;
mod usernames;

use std::path::Path;

use crate::platform::db::{Db, Error};
use crate::platform::settings::Settings;
pub use dump::DumpError;
pub use report::{Report, TableReport};

/// Why nothing was imported, or not everything.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Two imports would share one working file.
    #[error("another import is running on this data folder; wait for its end")]
    Busy,
    /// The site was imported before, from other files.
    #[error("another state of this site was {} on {begun}; {}", if *.is_finished { "imported" } else { "begun to be imported" },
        if *.is_finished { "what is new in this one cannot be told from what is old" } else { "bring back the files it was begun with, and run it again" })]
    OtherState {
        /// When that one was begun.
        begun: String,
        /// Whether it came to its end.
        is_finished: bool,
    },
    /// The dump is no dump.
    #[error(transparent)]
    Dump(#[from] DumpError),
    /// The working file.
    #[error("{0}")]
    Scratch(String),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] Error),
}

impl ImportError {
    fn unwritable(path: &Path, cause: &std::io::Error) -> Self {
        Self::Scratch(format!("{} cannot be written: {cause}", path.display()))
    }
}

/// Told how far the import is.
pub trait Progress: Sync {
    /// A stage begins; it has so many parts, 0 when that is not known.
    fn stage(&self, name: &'static str, parts: u64);
    /// So many more parts are done.
    fn done(&self, parts: u64);
}

/// What is imported, and what is needed for it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The folder of the dump.
    pub dump: &'a Path,
    /// A folder for the working file, which becomes about as large as the dump and goes when everything is written.
    pub work: &'a Path,
    /// What links within texts are compared with.
    pub base_url: &'a str,
}

/// Imports a dump. Killed at any moment and started again it ends the same; done again it changes nothing.
pub fn import(db: &Db, source: &Source<'_>, progress: &dyn Progress) -> Result<Report, ImportError> {
    let settings = db.read_blocking(Settings::load)?;
    let prepared = scratch::prepare(source.dump, source.work, progress)?;
    let mut scratch = prepared.open()?;
    let import = begin::begin(db, &mut scratch, progress)?;
    let was_done = import.finished_at.is_some();
    let run = steps::Run { db, prepared: &prepared, import, base_url: source.base_url, settings, progress };
    let import = run.finish()?;
    let report = Report { was_done, ..report::report(&mut scratch, &import)? };
    drop(scratch);
    prepared.remove()?;
    Ok(report)
}
