//! Files beside the database.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{BackupError, FOLDERS, Result};
use crate::platform::storage::UNFINISHED;

/// A file that is kept: its path in the data folder, and its size.
pub(super) struct Kept {
    pub path: PathBuf,
    pub size: u64,
}

/// Every file of the kept folders, in order, but for those that are being written. A folder that is not there has none.
pub(super) fn list(data_dir: &Path) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).filter(|folder| data_dir.join(folder).is_dir()).collect();
    while let Some(folder) = folders.pop() {
        let failed = || BackupError::file(data_dir.join(&folder).display().to_string());
        for entry in fs::read_dir(data_dir.join(&folder)).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            if entry.file_name() == UNFINISHED {
                continue;
            }
            let about = match entry.metadata() {
                // A file that nothing names any more may go just now.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                about => about.map_err(failed())?,
            };
            let path = folder.join(entry.file_name());
            if about.is_dir() {
                folders.push(path);
            } else if about.is_file() {
                kept.push(Kept { path, size: about.len() });
            }
        }
    }
    kept.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(kept)
}

/// Files on their way back: they stand in folders beside their place until [`Incoming::show`].
pub(super) struct Incoming {
    data_dir: PathBuf,
    shown: Vec<PathBuf>,
    is_kept: bool,
    /// How many came.
    pub files: u64,
}

impl Incoming {
    /// Refuses a data folder that has files already.
    pub fn new(data_dir: &Path) -> Result<Self> {
        if let Some(found) = list(data_dir)?.first() {
            let sentence = format!("{} is not empty: it holds {}; a backup is restored into an empty place only", data_dir.display(), found.path.display());
            return Err(BackupError::Refused(sentence));
        }
        let incoming = Self { data_dir: data_dir.to_owned(), shown: Vec::new(), is_kept: false, files: 0 };
        incoming.remove_unfinished();
        Ok(incoming)
    }

    /// Writes one, onto the disk.
    pub fn add(&mut self, path: &Path, content: &mut dyn Read) -> Result<()> {
        let mut parts = path.components();
        let folder = parts.next().and_then(|first| FOLDERS.iter().find(|folder| Path::new(folder) == Path::new(&first)));
        let Some(folder) = folder else { return Err(BackupError::damaged(path.display().to_string(), "no backup has such a member")) };
        let target = self.unfinished(folder).join(parts.as_path());
        let failed = || BackupError::file(target.display().to_string());
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(failed())?;
        }
        let mut file = File::create_new(&target).map_err(failed())?;
        std::io::copy(content, &mut file).map_err(failed())?;
        self.files += 1;
        file.sync_all().map_err(failed())
    }

    /// Puts the folders in their place; they go again unless [`Incoming::keep`] follows.
    pub fn show(&mut self) -> Result<()> {
        for folder in FOLDERS {
            let (from, to) = (self.unfinished(folder), self.data_dir.join(folder));
            if !from.is_dir() {
                continue;
            }
            let failed = || BackupError::file(to.display().to_string());
            // Only an empty folder can be here.
            if to.is_dir() {
                fs::remove_dir_all(&to).map_err(failed())?;
            }
            sync(&from).map_err(failed())?;
            fs::rename(&from, &to).map_err(failed())?;
            self.shown.push(to.clone());
            File::open(&self.data_dir).and_then(|folder| folder.sync_all()).map_err(failed())?;
        }
        Ok(())
    }

    /// The database is there too: the files stay.
    pub fn keep(mut self) {
        self.is_kept = true;
    }

    fn unfinished(&self, folder: &str) -> PathBuf {
        self.data_dir.join(format!("{folder}.restoring"))
    }

    fn remove_unfinished(&self) {
        for folder in FOLDERS {
            let _ = fs::remove_dir_all(self.unfinished(folder));
        }
    }
}

/// The names in a folder, and in those within it, are on the disk when the folders are.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync(&path)?;
        }
    }
    File::open(folder)?.sync_all()
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.is_kept {
            self.remove_unfinished();
            for folder in &self.shown {
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn files_that_go_while_they_are_listed_are_no_fault() {
        let data = std::env::temp_dir().join(format!("guildhall-listed-{:032x}", rand::random::<u128>()));
        let folder = data.join("uploads/ab");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("kept"), "x").unwrap();
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Acquire) {
                    (0..20).for_each(|number| fs::write(folder.join(number.to_string()), "x").unwrap());
                    (0..20).for_each(|number| fs::remove_file(folder.join(number.to_string())).unwrap());
                }
            });
            let listed: Vec<Result<Vec<Kept>>> = (0..1_000).map(|_| list(&data)).collect();
            is_over.store(true, Ordering::Release);
            assert!(listed.iter().all(|files| files.as_ref().is_ok_and(|files| files.iter().any(|file| file.path.ends_with("kept")))));
        });
        fs::remove_dir_all(&data).unwrap();
    }
}
