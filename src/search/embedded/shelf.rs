//! Where indexes stand: each in a folder of its own, beside a file that names the one in use.

use anyhow::Context;
use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tantivy::Index;

use super::schema::Fields;
use super::{broken, lock};
use crate::search::document::FORMAT;
use crate::search::engine::{EngineError, Result};

/// The file that names the index in use.
const CURRENT: &str = "current";

/// A place for indexes.
pub enum Shelf {
    /// Below a folder.
    Folder(PathBuf),
    /// In memory, with the name of the one in use.
    Memory(Mutex<(String, HashMap<String, Index>)>),
}

impl Shelf {
    /// A folder, which need not be there yet.
    pub fn folder(path: PathBuf) -> Self {
        Self::Folder(path)
    }

    /// A place in memory, with an empty index in use.
    pub fn memory() -> Self {
        let name = new_name();
        let index = Index::create_in_ram(Fields::schema().0);
        Self::Memory(Mutex::new((name.clone(), HashMap::from([(name, index)]))))
    }

    /// The name of the index in use; none where there is none that this program reads.
    pub fn current(&self) -> Result<Option<String>> {
        match self {
            Self::Memory(all) => Ok(Some(lock(all).0.clone())),
            Self::Folder(folder) => match std::fs::read_to_string(folder.join(CURRENT)) {
                Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| is_own(name))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(EngineError::Away(format!("{}: {error}", folder.join(CURRENT).display()))),
            },
        }
    }

    /// Opens one.
    pub fn open(&self, name: &str) -> Result<Index> {
        match self {
            Self::Memory(all) => lock(all).1.get(name).cloned().ok_or(EngineError::NoIndex),
            Self::Folder(folder) => Index::open_in_dir(folder.join(name)).map_err(|_| EngineError::NoIndex),
        }
    }

    /// Makes an empty one under a new name.
    pub fn make(&self) -> Result<(String, Index)> {
        let (name, schema) = (new_name(), Fields::schema().0);
        let index = match self {
            Self::Memory(all) => {
                let index = Index::create_in_ram(schema);
                lock(all).1.insert(name.clone(), index.clone());
                index
            }
            Self::Folder(folder) => {
                let own = folder.join(&name);
                std::fs::create_dir_all(&own).with_context(|| format!("cannot make the folder {}", own.display()))?;
                Index::create_in_dir(&own, schema).map_err(broken)?
            }
        };
        Ok((name, index))
    }

    /// Says that an index is the one in use now; the disk has it when this returns.
    pub fn put_current(&self, name: &str) -> Result<()> {
        match self {
            Self::Memory(all) => lock(all).0 = name.to_owned(),
            Self::Folder(folder) => write_whole(folder, name).with_context(|| format!("cannot write {}", folder.join(CURRENT).display()))?,
        }
        Ok(())
    }

    /// Keeps others from making another index meanwhile, for as long as what it gives is kept.
    pub fn lock_rebuild(&self) -> Result<Option<File>> {
        let Self::Folder(folder) = self else { return Ok(None) };
        let path = folder.join("rebuild.lock");
        let file = std::fs::create_dir_all(folder).and_then(|()| File::create(&path)).with_context(|| format!("cannot write {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(EngineError::WrittenElsewhere),
            Err(TryLockError::Error(error)) => Err(EngineError::Away(error.to_string())),
        }
    }

    /// Takes away every index but the one in use and `kept`. What is still read goes from the disk when it is closed.
    pub fn clear(&self, kept: Option<&str>) {
        let Ok(current) = self.current() else { return };
        let is_kept = |name: &str| Some(name) == current.as_deref() || Some(name) == kept;
        match self {
            Self::Memory(all) => lock(all).1.retain(|name, _| is_kept(name)),
            Self::Folder(folder) => {
                let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
                for entry in entries.filter(|entry| entry.path().is_dir() && !is_kept(&entry.file_name().to_string_lossy())) {
                    if let Err(error) = std::fs::remove_dir_all(entry.path()) {
                        tracing::warn!(%error, folder = %entry.path().display(), "an index that is not used any more could not be taken away");
                    }
                }
            }
        }
    }
}

/// A name that no index had. It says which documents are in it.
fn new_name() -> String {
    format!("{FORMAT}-{:016x}", rand::random::<u64>())
}

fn is_own(name: &str) -> bool {
    name.split_once('-').is_some_and(|(format, _)| format == FORMAT.to_string())
}

fn write_whole(folder: &Path, name: &str) -> std::io::Result<()> {
    use std::io::Write;
    let beside = folder.join(format!("{CURRENT}.new"));
    let mut file = File::create(&beside)?;
    writeln!(file, "{name}")?;
    file.sync_all()?;
    std::fs::rename(&beside, folder.join(CURRENT))?;
    File::open(folder)?.sync_all()
}
