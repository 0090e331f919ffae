//! The working file: a dump's rows in a SQLite file of their own, sorted and joined by SQL, so that nothing of a
//! dump's size is ever held in memory. It is made once for each dump; an import that was killed finds it again.

mod fill;
pub(super) mod store;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::dump::{self, DumpError};
use super::{ImportError, Progress};
pub(super) use store::Scratch;

/// Names of the files, as dumps have them.
pub(super) const USERS: &str = "Users.xml";
pub(super) const POSTS: &str = "Posts.xml";
pub(super) const COMMENTS: &str = "Comments.xml";
pub(super) const TAGS: &str = "Tags.xml";
pub(super) const VOTES: &str = "Votes.xml";
pub(super) const HISTORY: &str = "PostHistory.xml";
pub(super) const LINKS: &str = "PostLinks.xml";
pub(super) const BADGES: &str = "Badges.xml";
/// In the order of reading.
pub(super) const FILES: &[&str] = &[USERS, POSTS, COMMENTS, TAGS, VOTES, HISTORY, LINKS, BADGES];
/// Without these there is nothing to import.
const NEEDED: &[&str] = &[USERS, POSTS, COMMENTS];
/// Changes with what stands in the file: one of an older program is made again.
const EDITION: &str = "1";

/// A dump's working file, complete. Nobody else works on it while this is held.
pub(super) struct Prepared {
    /// Where it is.
    pub path: PathBuf,
    _lock: File,
}

impl Prepared {
    /// Opens it for reading.
    pub fn open(&self) -> Result<Scratch, ImportError> {
        Ok(Scratch::open(&self.path)?)
    }

    /// Removes it: the import is done.
    pub fn remove(self) -> Result<(), ImportError> {
        fs::remove_file(&self.path).map_err(|error| ImportError::unwritable(&self.path, &error))
    }
}

/// Finds the working file of this dump in `work`, or makes it: reads every file of the dump once, so that whatever
/// is wrong with one is named before anything is written into the community.
pub(super) fn prepare(dump: &Path, work: &Path, progress: &dyn Progress) -> Result<Prepared, ImportError> {
    fs::create_dir_all(work).map_err(|error| ImportError::unwritable(work, &error))?;
    let lock_path = work.join("import.lock");
    let lock = File::create(&lock_path).map_err(|error| ImportError::unwritable(&lock_path, &error))?;
    lock.try_lock().map_err(|_| ImportError::Busy)?;
    let path = work.join("import.stackexchange");
    let state = state(dump)?;
    if path.is_file() && Scratch::open(&path).and_then(|mut scratch| scratch.fact("dump")).is_ok_and(|kept| kept.as_deref() == Some(&state)) {
        return Ok(Prepared { path, _lock: lock });
    }
    let making = work.join("import.stackexchange.new");
    for old in [&path, &making].into_iter().filter(|old| old.exists()) {
        fs::remove_file(old).map_err(|error| ImportError::unwritable(old, &error))?;
    }
    progress.stage("reading", sizes(dump));
    let outcome = make(dump, &making, &state, progress);
    if outcome.is_err() {
        // What is wrong with the dump is what counts.
        let _ = fs::remove_file(&making);
    }
    outcome?;
    // Only what is on the disk gets the name by which it is taken for complete.
    File::open(&making).and_then(|file| file.sync_all()).map_err(|error| ImportError::unwritable(&making, &error))?;
    fs::rename(&making, &path).map_err(|error| ImportError::unwritable(&path, &error))?;
    Ok(Prepared { path, _lock: lock })
}

fn make(dump: &Path, path: &Path, state: &str, progress: &dyn Progress) -> Result<(), ImportError> {
    let mut scratch = Scratch::create(path)?;
    let mut fingerprint = blake3::Hasher::new();
    for file in FILES {
        let hash = fill::file(&mut scratch, dump, file, progress)?;
        fingerprint.update(file.as_bytes());
        fingerprint.update(hash.as_ref().map_or(&[], |hash| hash.as_bytes().as_slice()));
    }
    progress.stage("sorting", 0);
    scratch.plan()?;
    scratch.put_fact("fingerprint", &fingerprint.finalize().to_hex())?;
    scratch.put_fact("dump", state)?;
    Ok(scratch.commit()?)
}

/// What tells this dump from another without reading it: where it is, and each file's size and last change.
fn state(dump: &Path) -> Result<String, ImportError> {
    let folder = fs::canonicalize(dump).map_err(|cause| missing(dump, USERS, cause))?;
    let mut state = format!("{EDITION} {}", folder.display());
    for file in FILES {
        match fs::metadata(dump.join(file)) {
            Ok(facts) => {
                let changed = facts.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
                state.push_str(&format!(" {file}={}@{}", facts.len(), changed.map_or(0, |at| at.as_nanos())));
            }
            Err(cause) if NEEDED.contains(file) => return Err(missing(dump, file, cause)),
            Err(_) => state.push_str(&format!(" {file}=none")),
        }
    }
    Ok(state)
}

fn missing(dump: &Path, file: &str, cause: std::io::Error) -> ImportError {
    DumpError::Missing { file: file.to_owned(), folder: dump.display().to_string(), cause }.into()
}

fn sizes(dump: &Path) -> u64 {
    FILES.iter().filter(|file| dump::is_there(dump, file)).filter_map(|file| fs::metadata(dump.join(file)).ok()).map(|facts| facts.len()).sum()
}
