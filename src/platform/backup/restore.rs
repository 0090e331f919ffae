//! Restores an archive into an empty place: all of it, or nothing.

use crossbeam_channel::{Sender, bounded};
use std::io::Read;
use std::path::Path;

use super::archive::{self, Member};
use super::make::part_name;
use super::manifest::Manifest;
use super::store::prepare::{self, TakenDown};
use super::store::tables::{self, Table};
use super::store::{insert, target::Target};
use super::uploads::Incoming;
use super::{BackupError, MANIFEST, Progress, Result, TABLES, rows};
use crate::platform::clock::Clock;
use crate::platform::db::{self, Connection, Durability, Location, migrations, statistics};
use crate::platform::jobs;
use crate::platform::log::{self, Act, Via};

/// Parts that wait to be loaded.
const WAITING: usize = 2;

/// What whoever restores decides.
pub struct Choices<'a> {
    /// Tables whose rows make a community: a place that has any is not empty.
    pub content: &'a [&'a str],
    /// Tables that are emptied after loading, such as the sessions of everybody.
    pub forget: &'a [&'a str],
    /// Jobs of these kinds go on; all others leave the machine, or are not known, and are parked.
    pub staying: &'a [&'a str],
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the archive says of itself.
    pub manifest: Manifest,
    /// Jobs that wait for an admin.
    pub parked: usize,
}

/// Reads an archive from `source` into the database and the data folder. On any failure both are as they were.
/// Answers once everything is on the disk.
pub fn restore(location: &Location, data_dir: &Path, source: impl Read + Send, choices: &Choices<'_>, progress: &dyn Progress) -> Result<Restored> {
    let mut target = Target::open(location, choices.content)?;
    let mut incoming = Incoming::new(data_dir)?;
    let outcome = db::transaction(&mut target.conn, Durability::Full, |conn| {
        let manifest = read_into(conn, source, &mut incoming, choices, progress)?;
        let parked = finish(conn, &manifest, choices)?;
        incoming.show()?;
        Ok::<_, BackupError>(Restored { manifest, parked })
    });
    match outcome {
        Ok(restored) => {
            target.show()?;
            incoming.keep();
            Ok(restored)
        }
        Err(error) => {
            target.discard();
            Err(error)
        }
    }
}

/// What the archive's thread hands to the one that loads.
enum Piece {
    Manifest(Vec<u8>),
    Part { name: String, lines: Vec<u8> },
}

/// Loads every row, with the archive read, unpacked and summed by a thread of its own.
fn read_into(conn: &mut Connection, source: impl Read + Send, incoming: &mut Incoming, choices: &Choices<'_>, progress: &dyn Progress) -> Result<Manifest> {
    let (sender, pieces) = bounded(WAITING);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || read_archive(source, incoming, &sender));
        let mut loading = None;
        let loaded = pieces.iter().try_for_each(|piece| load(conn, &mut loading, piece, progress));
        // A reader that waits to hand something over is let go.
        drop(pieces);
        let read = reading.join().unwrap_or_else(|_| Err(BackupError::Refused("the thread that read the backup panicked".into())));
        loaded?;
        let files = read?;
        let loading = loading.ok_or_else(|| BackupError::damaged(MANIFEST, "it is missing"))?;
        loading.finish(conn, files, choices)
    })
}

/// Answers how many files came.
fn read_archive(source: impl Read, incoming: &mut Incoming, sender: &Sender<Piece>) -> Result<u64> {
    let send = |piece| sender.send(piece).map_err(|_| BackupError::Refused("the restore was given up".into()));
    archive::read(source, |member| match member {
        Member::Manifest(text) => send(Piece::Manifest(text)),
        Member::Part { name, lines } => send(Piece::Part { name, lines }),
        Member::File { path, content } => incoming.add(path, content),
    })?;
    Ok(incoming.files)
}

fn load(conn: &mut Connection, loading: &mut Option<Loading>, piece: Piece, progress: &dyn Progress) -> Result<()> {
    match (piece, loading) {
        (Piece::Manifest(text), slot @ None) => {
            let begun = Loading::begin(conn, &text)?;
            progress.expect(begun.manifest.rows());
            *slot = Some(begun);
            Ok(())
        }
        (Piece::Part { name, lines }, Some(loading)) => loading.part(conn, &name, &lines).map(|rows| progress.did(rows)),
        (Piece::Part { name, .. }, None) => Err(BackupError::damaged(name, "it stands before the manifest")),
        (Piece::Manifest(_), Some(_)) => Err(BackupError::damaged(MANIFEST, "it stands twice")),
    }
}

/// A restore between its manifest and its checksums.
struct Loading {
    manifest: Manifest,
    /// The manifest's tables as this database has them, columns in the order of the manifest.
    tables: Vec<Table>,
    /// Parts and rows so far, of each.
    so_far: Vec<(u32, u64)>,
    taken: TakenDown,
}

impl Loading {
    /// Makes the tables of the backup's own version, empty and without what slows loading down.
    fn begin(conn: &mut Connection, text: &[u8]) -> Result<Self> {
        let manifest = Manifest::read(text, &migrations::known()?)?;
        let applied = if tables::are_made(conn)? { tables::migrations(conn)? } else { Vec::new() };
        if let Some(newer) = applied.iter().find(|version| !manifest.migrations.contains(version)) {
            return Err(BackupError::Refused(format!(
                "the database has newer tables ({newer}) than the backup, which guildhall {} made; restore into a new database, which gets the backup's tables first",
                manifest.program
            )));
        }
        migrations::run_these(conn, &manifest.migrations)?;
        let taken = prepare::take_down(conn)?;
        let tables = fit(tables::all(conn)?, &manifest)?;
        tables.iter().try_for_each(|table| prepare::empty(conn, &table.name))?;
        let so_far = vec![(0, 0); tables.len()];
        Ok(Self { manifest, tables, so_far, taken })
    }

    /// Loads a part; answers its number of rows.
    fn part(&mut self, conn: &mut Connection, name: &str, lines: &[u8]) -> Result<u64> {
        let of = name.strip_prefix(TABLES).and_then(|rest| rest.split_once('/')).map(|(table, _)| table).unwrap_or_default();
        let Some(index) = self.tables.iter().position(|table| table.name == of) else {
            return Err(BackupError::damaged(name, "the manifest names no such table"));
        };
        let (table, (parts, loaded)) = (&self.tables[index], &mut self.so_far[index]);
        *parts += 1;
        if name != part_name(of, *parts) {
            return Err(BackupError::damaged(name, format!("{} should stand here", part_name(of, *parts))));
        }
        let rows = rows::read(name, &table.columns, lines)?;
        insert::insert(conn, table, &rows, name)?;
        *loaded += rows.number as u64;
        Ok(rows.number as u64)
    }

    /// Compares what came with what the manifest promised, and makes the database whole again.
    fn finish(self, conn: &mut Connection, files: u64, choices: &Choices<'_>) -> Result<Manifest> {
        for (kept, (_, rows)) in self.manifest.tables.iter().zip(&self.so_far) {
            if kept.rows != *rows {
                return Err(BackupError::damaged(format!("{TABLES}{}", kept.name), format!("it has {rows} rows, and the manifest says {}", kept.rows)));
            }
        }
        if files != self.manifest.files {
            return Err(BackupError::damaged("the files", format!("there are {files}, and the manifest says {}", self.manifest.files)));
        }
        for (table, kept) in self.tables.iter().zip(&self.manifest.tables) {
            prepare::continue_numbers(conn, table, kept)?;
        }
        choices.forget.iter().filter(|name| self.tables.iter().any(|table| table.name == **name)).try_for_each(|name| prepare::empty(conn, name))?;
        prepare::put_up(conn, &self.taken)?;
        Ok(self.manifest)
    }
}

/// The tables of the manifest as this database has them; they must have the same columns.
fn fit(mut there: Vec<Table>, manifest: &Manifest) -> Result<Vec<Table>> {
    let mut fitting = Vec::new();
    for kept in &manifest.tables {
        let differs = |what: String| BackupError::damaged(format!("{MANIFEST}, table {}", kept.name), what);
        let index = there.iter().position(|table| table.name == kept.name).ok_or_else(|| differs("its schema has no such table".into()))?;
        let mut table = there.swap_remove(index);
        let mut columns = Vec::new();
        for (name, kind) in &kept.columns {
            let found = table.columns.iter().position(|column| column.name == *name && column.kind == *kind);
            columns.push(table.columns.swap_remove(found.ok_or_else(|| differs(format!("its schema has no such column {name}")))?));
        }
        if let Some(left) = table.columns.first() {
            return Err(differs(format!("it lacks the column {}", left.name)));
        }
        fitting.push(Table { columns, ..table });
    }
    match there.first() {
        Some(left) => Err(BackupError::damaged(MANIFEST, format!("it lacks the table {}", left.name))),
        None => Ok(fitting),
    }
}

/// Brings the tables up to date, holds back what would leave the machine, and says in the log what was done.
fn finish(conn: &mut Connection, manifest: &Manifest, choices: &Choices<'_>) -> Result<usize> {
    migrations::run_these(conn, &migrations::started()?)?;
    let parked = jobs::store::park_restored(conn, choices.staying)?;
    let after = format!("made {}, {} rows, {parked} jobs held back", manifest.made_at, manifest.rows());
    let act = Act { act: "backup.restore", subject_kind: "community", after, ..Act::default() };
    log::store::insert(conn, &act, None, Via::Command, Clock::System.now())?;
    statistics::look_over(conn)?;
    Ok(parked)
}
