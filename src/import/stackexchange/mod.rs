//! A dump of a Stack Exchange site: one XML file for each table, one row on each line.
//!
//! Every file is read twice, neither time as a whole into memory: once for what is small (who, when, under
//! what), so that a mistake is found before anything is written, and once for the texts. Topics keep the
//! numbers of their questions, posts theirs; comments, which have numbers of their own there, get those above.

mod dump;
mod outline;
mod people;
mod report;
mod texts;
mod usernames;
mod write;

use std::path::Path;

use crate::accounts::Acting;
use crate::forum::bulk;
use crate::platform::db::{Db, Durability, Error};
use crate::platform::log::Act;
use crate::platform::settings::Settings;
pub use dump::DumpError;
pub use report::{Report, TableReport};

/// Why nothing was imported, or not everything.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Numbers are kept, so nobody else's may be there.
    #[error("this community has topics already; a dump is imported into an empty one")]
    NotEmpty,
    /// The dump is no dump.
    #[error(transparent)]
    Dump(#[from] DumpError),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Told how far the import is.
pub trait Progress {
    /// So many posts and comments there are.
    fn expect(&self, posts: u64);
    /// So many more are written.
    fn wrote(&self, posts: u64);
}

/// Imports a dump into an empty community. `base_url` is what links within texts are compared with.
pub fn import(db: &Db, folder: &Path, base_url: &str, progress: &dyn Progress) -> Result<Report, ImportError> {
    let (has_topics, settings) = db.read_blocking(|conn| Ok::<_, Error>((bulk::store::has_topics(conn)?, Settings::load(conn)?)))?;
    if has_topics {
        return Err(ImportError::NotEmpty);
    }
    let mut report = Report::default();
    let outline = outline::read(folder, &mut report)?;
    progress.expect((outline.posts.len() + outline.comments.len()) as u64);
    let people = people::write(db, &outline, settings.language(), &mut report)?;
    let plan = write::Plan { db, outline: &outline, people: &people };
    plan.topics()?;
    texts::write(&plan, folder, base_url, &settings, progress)?;
    plan.finish()?;
    let topics = outline.topics.len();
    db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        bulk::store::move_sequences(tx)?;
        tx.log(&Act { act: "import.stackexchange", subject_kind: "community", after: format!("{topics} topics"), ..Act::default() })
    })?;
    Ok(report)
}
