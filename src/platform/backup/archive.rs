//! The container: members with a checksum each.

use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::{Component, Path};

use super::check_sums::{CheckSums, sum};
use super::{BackupError, MANIFEST, Result, SUMS, TABLES};
use crate::platform::db::Timestamp;

/// Quick, and small enough: higher levels take three times as long for a tenth less.
const LEVEL: i32 = 3;
/// A part is at most this long unpacked. A backup ends one behind 4 MiB: what is longer was packed to fill the memory.
const LONGEST_PART: u64 = 64 << 20;
/// A manifest or a list of checksums is at most this long.
const LONGEST_TEXT: u64 = 64 << 20;

/// Writes an archive.
pub(super) struct Writer<W: Write> {
    tar: tar::Builder<W>,
    sums: CheckSums,
    made_at: u64,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W, made_at: Timestamp) -> Self {
        Self { tar: tar::Builder::new(out), sums: CheckSums::default(), made_at: (made_at.0 / Timestamp::SECOND).max(0) as u64 }
    }

    /// A member that stands in memory.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.append(name, bytes.len() as u64, bytes)
    }

    /// A part of a table, packed.
    pub fn add_part(&mut self, name: &str, lines: &[u8]) -> Result<()> {
        let packed = pack(lines).map_err(BackupError::file(name))?;
        self.add(name, &packed)
    }

    /// A file of exactly `size` bytes.
    pub fn append(&mut self, name: &str, size: u64, content: impl Read) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mtime(self.made_at);
        // Whoever unpacks it alone reads what members keep to themselves.
        header.set_mode(0o600);
        let mut hashed = Hashed { inner: content, digest: Sha256::new(), read: 0 };
        self.tar.append_data(&mut header, name, &mut hashed).map_err(BackupError::file("the backup could not be written"))?;
        if hashed.read != size {
            return Err(BackupError::Refused(format!("{name} changed while it was read; try again")));
        }
        self.sums.add(name, sum(hashed.digest));
        Ok(())
    }

    /// Writes the checksums and the end.
    pub fn finish(mut self) -> Result<W> {
        let text = std::mem::take(&mut self.sums).text();
        self.add(SUMS, text.as_bytes())?;
        self.tar.into_inner().map_err(BackupError::file("the backup could not be written"))
    }
}

fn pack(lines: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = zstd::Encoder::new(Vec::with_capacity(lines.len() / 4), LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.write_all(lines)?;
    encoder.finish()
}

/// What is read, and its checksum so far.
struct Hashed<R> {
    inner: R,
    digest: Sha256,
    read: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(&buffer[..read]);
        self.read += read as u64;
        Ok(read)
    }
}

/// What a member is.
pub(super) enum Member<'a> {
    /// The manifest's text.
    Manifest(Vec<u8>),
    /// A part of a table, unpacked.
    Part {
        /// The member's name.
        name: String,
        /// Rows, one a line.
        lines: Vec<u8>,
    },
    /// A file beside the database.
    File {
        /// Its path in the data folder.
        path: &'a Path,
        /// What it holds.
        content: &'a mut dyn Read,
    },
}

/// Reads an archive to its end and hands over one member after the other. Whole only if this answers `Ok`:
/// the checksums come last.
pub(super) fn read(source: impl Read, mut take: impl FnMut(Member<'_>) -> Result<()>) -> Result<()> {
    let mut archive = tar::Archive::new(source);
    let mut last = String::from("the first member");
    let mut sums = CheckSums::default();
    let unreadable = |after: &str| {
        let after = after.to_owned();
        move |error: std::io::Error| BackupError::damaged(format!("after {after}"), error.to_string())
    };
    for entry in archive.entries().map_err(unreadable(&last))? {
        let mut entry = entry.map_err(unreadable(&last))?;
        let name = name_of(&entry)?;
        if name == SUMS {
            let mut text = Vec::new();
            read_all(&mut entry, &name, LONGEST_TEXT, &mut text)?;
            return sums.verify(&text);
        }
        let size = entry.size();
        let mut hashed = Hashed { inner: &mut entry, digest: Sha256::new(), read: 0 };
        hand_over(&name, &mut hashed, &mut take)?;
        if hashed.read != size {
            return Err(BackupError::damaged(name, "it ends too early"));
        }
        sums.add(&name, sum(hashed.digest));
        last = name;
    }
    Err(BackupError::damaged(format!("after {last}"), format!("the archive ends before {SUMS}: it is cut off")))
}

/// A name that stays inside the folder it is unpacked into.
fn name_of(entry: &tar::Entry<'_, impl Read>) -> Result<String> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let is_inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_inside || name.is_empty() || !entry.header().entry_type().is_file() {
        return Err(BackupError::damaged(name, "no backup has such a member"));
    }
    Ok(name)
}

fn hand_over(name: &str, content: &mut impl Read, take: &mut impl FnMut(Member<'_>) -> Result<()>) -> Result<()> {
    if name == MANIFEST {
        let mut text = Vec::new();
        read_all(content, name, LONGEST_TEXT, &mut text)?;
        return take(Member::Manifest(text));
    }
    if !name.starts_with(TABLES) {
        return take(Member::File { path: Path::new(name), content });
    }
    let damaged = |error: std::io::Error| BackupError::damaged(name, error.to_string());
    let mut lines = Vec::new();
    let mut unpacked = zstd::Decoder::new(&mut *content).map_err(damaged)?;
    read_all(&mut unpacked, name, LONGEST_PART, &mut lines)?;
    // What stands behind the packed rows belongs to the checksum too.
    std::io::copy(&mut unpacked.finish(), &mut std::io::sink()).map_err(damaged)?;
    take(Member::Part { name: name.to_owned(), lines })
}

fn read_all(content: &mut impl Read, name: &str, limit: u64, into: &mut Vec<u8>) -> Result<()> {
    content.take(limit + 1).read_to_end(into).map_err(|error| BackupError::damaged(name, error.to_string()))?;
    if into.len() as u64 > limit {
        return Err(BackupError::damaged(name, "it is larger than any part of a backup"));
    }
    Ok(())
}
