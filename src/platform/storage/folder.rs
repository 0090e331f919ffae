//! Files in a folder of the data folder: `uploads/ab/ab12…`. What is being written stands in a folder inside it, so that a
//! folder that nodes share is moved within; no backup looks into that one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{BlobHash, Storage};

/// Where files stand until they are whole.
pub const UNFINISHED: &str = ".unfinished";
/// A file that is still unfinished after this was left behind by a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(86_400);

/// The folder.
#[derive(Clone, Debug)]
pub struct Folder {
    kept: PathBuf,
    unfinished: PathBuf,
}

impl Folder {
    /// The folder within a data folder; it is made when the first file comes.
    pub fn within(data_dir: &Path) -> Self {
        let kept = data_dir.join("uploads");
        Self { unfinished: kept.join(UNFINISHED), kept }
    }

    fn parent(&self, hash: &BlobHash) -> PathBuf {
        self.kept.join(&hash.as_str()[..2])
    }

    fn path(&self, hash: &BlobHash) -> PathBuf {
        self.parent(hash).join(hash.as_str())
    }
}

/// A name in a folder is on the disk when the folder is.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes a folder, so that it is there after a power cut too.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    folder.parent().map_or(Ok(()), sync)
}

/// Nothing there is no fault.
fn if_there<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        outcome => outcome.map(Some),
    }
}

impl Storage for Folder {
    fn put(&self, hash: &BlobHash, content: &[u8]) -> io::Result<()> {
        make(&self.kept)?;
        make(&self.unfinished)?;
        let (parent, path) = (self.parent(hash), self.path(hash));
        make(&parent)?;
        let unfinished = self.unfinished.join(format!("{:032x}", rand::random::<u128>()));
        let written = File::create_new(&unfinished).and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        });
        let moved = written.and_then(|()| fs::rename(&unfinished, &path));
        if moved.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        moved.and_then(|()| sync(&parent))
    }

    fn read(&self, hash: &BlobHash) -> io::Result<Option<Vec<u8>>> {
        if_there(fs::read(self.path(hash)))
    }

    fn open(&self, hash: &BlobHash) -> io::Result<Option<Box<dyn io::Read>>> {
        Ok(if_there(File::open(self.path(hash)))?.map(|file| Box::new(file) as Box<dyn io::Read>))
    }

    fn has(&self, hash: &BlobHash) -> io::Result<bool> {
        Ok(if_there(fs::metadata(self.path(hash)))?.is_some_and(|about| about.is_file()))
    }

    fn delete(&self, hash: &BlobHash) -> io::Result<()> {
        if_there(fs::remove_file(self.path(hash))).map(|_| ())
    }

    fn forget_unfinished(&self) -> io::Result<()> {
        let Some(entries) = if_there(fs::read_dir(&self.unfinished))? else { return Ok(()) };
        for entry in entries {
            let entry = entry?;
            let Some(about) = if_there(entry.metadata())? else { continue };
            if about.modified()?.elapsed().is_ok_and(|age| age > LEFT_BEHIND) {
                if_there(fs::remove_file(entry.path()))?;
            }
        }
        Ok(())
    }
}
