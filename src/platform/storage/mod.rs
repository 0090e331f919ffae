//! Files that people bring, kept by the hash of what is in them: written once, never changed, gone 48 hours after the
//! last row that named them, so that a backup of rows and files is whole.
//!
//! Whoever keeps a file first reserves its hash ([`store::reserve`]), then puts the file, then takes it into use with the
//! row that names it ([`store::take_into_use`]), which fails where the file was on its way out. So a row never stands
//! without its file, wherever the program is killed; a file without a row goes with the next upkeep. Whoever fails on the
//! way removes what was new ([`remove_unused`]).

mod folder;
pub mod store;
mod upkeep;

use std::fmt;
use std::io;

pub use folder::{Folder, UNFINISHED};
pub use upkeep::{KEPT, TIDY, remove_unused, tidy};

use crate::platform::db::DomainError;

/// The hash of a file's content, in small hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(String);

impl BlobHash {
    /// The hash of a content.
    pub fn of(content: &[u8]) -> Self {
        Self(blake3::hash(content).to_hex().to_string())
    }

    /// A stored hash; none where it is no hash: it becomes part of a path.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self(text.to_owned()))
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of this hash is on its way out: try again in a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving;

impl DomainError for Leaving {}

/// Where files are. Every call may wait for a disk: not for async threads.
pub trait Storage: Send + Sync {
    /// Keeps a content under its hash; it is on the disk when this returns. What is there already is written anew.
    fn put(&self, hash: &BlobHash, content: &[u8]) -> io::Result<()>;

    /// The content of a hash; none where there is no such file.
    fn read(&self, hash: &BlobHash) -> io::Result<Option<Vec<u8>>>;

    /// The same, to be read piece by piece.
    fn open(&self, hash: &BlobHash) -> io::Result<Option<Box<dyn io::Read>>>;

    /// Is there a file of this hash?
    fn has(&self, hash: &BlobHash) -> io::Result<bool>;

    /// Removes the file of a hash, if it is there.
    fn delete(&self, hash: &BlobHash) -> io::Result<()>;

    /// Removes what was begun more than a day ago and never finished.
    fn forget_unfinished(&self) -> io::Result<()>;
}
