//! Makes an archive, in one snapshot, while others write.

use crossbeam_channel::{Sender, bounded};
use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::archive::Writer;
use super::manifest::{Manifest, ManifestTable};
use super::store::{select, tables};
use super::uploads::{self, Kept};
use super::{BackupError, FORMAT, MANIFEST, Progress, Result, TABLES};
use crate::platform::clock::Clock;
use crate::platform::db::{self, Connection, Location, Timestamp, migrations};

/// A part ends with the row that makes it this long: so much of a table is in memory at a time, a few times over.
const PART: usize = 4 << 20;
/// Parts that wait to be packed.
const WAITING: usize = 2;

/// What was kept.
#[derive(Clone, Debug)]
pub struct Made {
    /// What the archive says of itself.
    pub manifest: Manifest,
}

/// What the database's thread hands to the one that packs and writes.
enum Piece {
    Head(Box<Manifest>, Vec<Kept>),
    Part { name: String, lines: Vec<u8>, rows: u64 },
}

/// Writes everything that one snapshot of the database holds, and the files of the data folder, to `out`.
/// The database is not changed, nor brought up to date. Rows are read by a thread of their own.
pub fn make(location: &Location, data_dir: &Path, out: &mut dyn Write, progress: &dyn Progress) -> Result<Made> {
    let now = Clock::System.now();
    let (sender, pieces) = bounded(WAITING);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || read_database(location, data_dir, now, &sender));
        let mut writer = Writer::new(out, now);
        let mut head = None;
        let mut written = Ok(());
        for piece in &pieces {
            written = write(&mut writer, piece, &mut head, progress);
            if written.is_err() {
                break;
            }
        }
        // A reader that waits to hand something over is let go.
        drop(pieces);
        let read = reading.join().unwrap_or_else(|_| Err(BackupError::Refused("the thread that read the database panicked".into())));
        written?;
        read?;
        let (manifest, files) = head.ok_or_else(|| BackupError::Refused("the database gave nothing".into()))?;
        add_files(&mut writer, data_dir, &files)?;
        writer.finish()?.flush().map_err(BackupError::file("the backup could not be written"))?;
        Ok(Made { manifest })
    })
}

fn write<W: Write>(writer: &mut Writer<W>, piece: Piece, head: &mut Option<(Manifest, Vec<Kept>)>, progress: &dyn Progress) -> Result<()> {
    match piece {
        Piece::Head(manifest, files) => {
            progress.expect(manifest.rows());
            let text = serde_json::to_vec(&manifest).map_err(|error| BackupError::Refused(error.to_string()))?;
            writer.add(MANIFEST, &text)?;
            *head = Some((*manifest, files));
        }
        Piece::Part { name, lines, rows } => {
            writer.add_part(&name, &lines)?;
            progress.did(rows);
        }
    }
    Ok(())
}

fn add_files<W: Write>(writer: &mut Writer<W>, data_dir: &Path, files: &[Kept]) -> Result<()> {
    for kept in files {
        let path = data_dir.join(&kept.path);
        let name = kept.path.to_str().ok_or_else(|| BackupError::Refused(format!("the name of {} is not valid UTF-8", path.display())))?;
        let file = File::open(&path).map_err(BackupError::file(path.display().to_string()))?;
        writer.append(name, kept.size, file)?;
    }
    Ok(())
}

fn read_database(location: &Location, data_dir: &Path, now: Timestamp, sender: &Sender<Piece>) -> Result<()> {
    let mut conn = select::open(location)?;
    db::snapshot(&mut conn, |conn| {
        let manifest = describe(conn, location, now)?;
        let tables = tables::all(conn)?;
        // After the snapshot has begun: a file is written before the row that names it, and goes two days after.
        let mut files = uploads::list(data_dir)?;
        // What nothing names may go while the archive is written.
        let unused = select::unused_files(conn, &tables)?;
        files.retain(|file| !file.path.file_name().and_then(|name| name.to_str()).is_some_and(|name| unused.contains(name)));
        let manifest = Manifest { files: files.len() as u64, ..manifest };
        let counts: Vec<u64> = manifest.tables.iter().map(|table| table.rows).collect();
        send(sender, Piece::Head(Box::new(manifest), files))?;
        tables.iter().zip(counts).try_for_each(|(table, rows)| read_table(conn, table, rows, sender))
    })
}

fn describe(conn: &mut Connection, location: &Location, now: Timestamp) -> Result<Manifest> {
    if !tables::are_made(conn)? {
        return Err(BackupError::Refused("the database has no tables yet: there is nothing to back up".into()));
    }
    let migrations = tables::migrations(conn)?;
    migrations::refuse_newer(&migrations, &migrations::known()?)?;
    let mut kept = Vec::new();
    for table in &tables::all(conn)? {
        kept.push(ManifestTable::new(table, tables::count(conn, &table.name)?));
    }
    Ok(Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        database: if location.is_sqlite() { "sqlite" } else { "postgres" }.to_owned(),
        made_at: now.rfc3339(),
        migrations,
        tables: kept,
        files: 0,
    })
}

fn read_table(conn: &mut Connection, table: &tables::Table, expected: u64, sender: &Sender<Piece>) -> Result<()> {
    let (mut number, mut all, mut rows) = (0, 0, 0);
    let mut lines = Vec::with_capacity(PART + PART / 4);
    let mut hand_over = |lines: &mut Vec<u8>, rows: &mut u64| {
        number += 1;
        let piece = Piece::Part { name: part_name(&table.name, number), lines: std::mem::take(lines), rows: std::mem::take(rows) };
        send(sender, piece)
    };
    select::each_row(conn, table, |line| {
        lines.extend_from_slice(line);
        (all, rows) = (all + 1, rows + 1);
        if lines.len() >= PART { hand_over(&mut lines, &mut rows) } else { Ok(()) }
    })?;
    if rows > 0 {
        hand_over(&mut lines, &mut rows)?;
    }
    if all != expected {
        return Err(BackupError::Refused(format!("{} gave {all} rows and had {expected} a moment ago; is the database damaged?", table.name)));
    }
    Ok(())
}

/// The name of a table's `number`th part; the first is 1.
pub(super) fn part_name(table: &str, number: u32) -> String {
    format!("{TABLES}{table}/{number:06}.jsonl.zst")
}

fn send(sender: &Sender<Piece>, piece: Piece) -> Result<()> {
    sender.send(piece).map_err(|_| BackupError::Refused("the backup was given up".into()))
}
