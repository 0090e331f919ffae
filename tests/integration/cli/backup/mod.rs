//! `guildhall backup` and `guildhall restore`: from either database to either, whole or not at all.

mod circle;
mod damaged;
mod hostile;
mod places;
mod uploads;

use super::{program, url};
use crate::support::{TestDatabase, open_database};
use diesel::connection::SimpleConnection;
use guildhall::cli::demo;
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Output;

fn connection(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// What a place for data is called on the command line.
#[derive(Clone)]
struct Place {
    folder: PathBuf,
    location: Location,
}

impl Place {
    /// A SQLite database in a folder below the test's; neither is there yet.
    fn sqlite(database: &TestDatabase, name: &str) -> Self {
        let folder = database.folder().join(name);
        Self { location: Location::Sqlite(folder.join("guildhall.db")), folder }
    }

    /// The database that tests run on, migrated and empty.
    fn configured() -> (Self, TestDatabase) {
        let (location, database) = TestDatabase::fresh();
        (Self { location, folder: database.folder().to_owned() }, database)
    }

    fn run(&self, args: &[&str]) -> Output {
        let folder = self.folder.to_str().unwrap();
        let place = ["--data-dir", folder, "--database-url", &url(&self.location)];
        program(self.folder.parent().unwrap(), &[args, &place].concat()).output().expect("the program starts")
    }

    fn printed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn complaint(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(!output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// True when nothing of a restore can be seen: no database, or none with rows, and nothing beside it.
    fn is_untouched(&self) -> bool {
        let left = |name: &str| self.folder.join(name).exists();
        if left("uploads") || left("uploads.restoring") || left("guildhall.db.restoring") {
            return false;
        }
        match &self.location {
            Location::Sqlite(path) if !path.exists() => true,
            _ => rows(&self.location, "members") == 0 && rows(&self.location, "log") == 0,
        }
    }
}

fn rows(location: &Location, table: &str) -> i64 {
    use diesel::prelude::*;
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!("(SELECT count(*) FROM {table})"))).get_result(&mut connection(location)).unwrap()
}

/// The demo in a SQLite folder, with values that are easily lost, and files.
fn filled(database: &TestDatabase) -> Place {
    let place = Place::sqlite(database, "source");
    place.printed(&["migrate"]);
    demo::fill(&open_database(&place.location), "http://127.0.0.1:8080").expect("the demo is made");
    connection(&place.location).batch_execute(HARD).unwrap();
    std::fs::create_dir_all(place.folder.join("uploads/ab")).unwrap();
    std::fs::write(place.folder.join("uploads/ab/abcd"), b"\x00\xffpicture").unwrap();
    place
}

/// Numbers at their ends, texts that need escaping, a number that was given to a row which is gone, jobs of every sort.
const HARD: &str = "
    INSERT INTO attempts VALUES ('sign-in', 'a', 9223372036854775807, -9223372036854775808), ('sign-in', '', 0, -1);
    INSERT INTO settings VALUES ('zz', '\"quoted\" \\ back' || char(9, 10, 13, 8232, 128077) || '商家' || char(1));
    INSERT INTO tags (id, name, created_at) VALUES (900, 'gone', 0);
    DELETE FROM tags WHERE id = 900;
    INSERT INTO log (at, via, act, subject_kind, subject, public) VALUES (1, 'web', 'topic.close', 'topic', 1, 1), (2, 'web', 'topic.close', 'topic', 2, 0);
    DELETE FROM jobs WHERE kind = 'notifications.notice-mail';
    INSERT INTO jobs (kind, key, payload, lane, run_at, locked_by, locked_until, state, last_error, created_at) VALUES
      ('notifications.notice-mail', '1', '{\"post\":1}', 'mail', 0, NULL, NULL, 'waiting', '', 1),
      ('notifications.notice-mail', '2', '{\"post\":2}', 'mail', 0, 'mail-1', 5, 'waiting', '', 2),
      ('notifications.notice-mail', '2', '{\"post\":2}', 'mail', 0, NULL, NULL, 'waiting', 'once refused', 3),
      ('notifications.notice-mail', '3', '{\"post\":3}', 'mail', 0, NULL, NULL, 'parked', 'refused', 4),
      ('of-the-future', '', '{}', 'mail', 0, NULL, NULL, 'waiting', '', 5),
      ('accounts.tidy', 'kept', '{}', 'upkeep', 0, NULL, NULL, 'waiting', '', 6);";

/// The members of an archive in their order.
fn members(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        found.push((name, bytes));
    }
    found
}

/// Each table's rows as lines.
fn tables(archive: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, bytes) in members(archive) {
        let Some((table, _)) = name.strip_prefix("tables/").and_then(|rest| rest.split_once('/')) else { continue };
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        tables.entry(table.to_owned()).or_default().extend(text.lines().map(str::to_owned));
    }
    tables
}

/// The archive with members changed and the checksums made right again.
fn changed(archive: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut sums = String::new();
    for (name, bytes) in members(archive) {
        let bytes = if name == "SHA256SUMS" { std::mem::take(&mut sums).into_bytes() } else { change(&name, bytes) };
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        sums.push_str(&format!("{sum}  {name}\n"));
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

/// A table's only part with its text changed.
fn with_rows(archive: &[u8], table: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    changed(archive, |name, bytes| {
        if !name.starts_with(&format!("tables/{table}/")) {
            return bytes;
        }
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        zstd::encode_all(change(text).as_bytes(), 1).unwrap()
    })
}

fn write(folder: &Path, name: &str, archive: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, archive).unwrap();
    path.to_str().unwrap().to_owned()
}
