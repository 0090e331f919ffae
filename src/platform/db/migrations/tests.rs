//! Releases that come one after the other, each with a few invented migrations, on a database in memory.

use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationMetadata, MigrationName, MigrationVersion};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use std::fmt;

use super::releases::Step;
use super::*;

/// Every migration of three releases: 1 makes a table, 2 replaces a column, 3 adds another.
const ALL: [(&str, &str); 5] = [
    ("0001", "CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"),
    ("0007r2", "ALTER TABLE posts ADD COLUMN body TEXT NOT NULL DEFAULT ''"),
    ("0008r2finish", "ALTER TABLE posts DROP COLUMN text"),
    ("0009r3", "ALTER TABLE posts ADD COLUMN mood TEXT NOT NULL DEFAULT ''"),
    ("0010r4", "ALTER TABLE posts ADD COLUMN place TEXT NOT NULL DEFAULT ''"),
];

/// The program of a release: it knows what came up to then.
struct Release(u32);

struct Invented(&'static str, &'static str);

struct Usual;

impl fmt::Display for Invented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl MigrationName for Invented {
    fn version(&self) -> MigrationVersion<'_> {
        self.0.into()
    }
}

impl MigrationMetadata for Usual {}

impl Migration<Sqlite> for Invented {
    fn run(&self, conn: &mut dyn diesel::connection::BoxableConnection<Sqlite>) -> diesel::migration::Result<()> {
        Ok(conn.batch_execute(self.1)?)
    }

    fn revert(&self, _: &mut dyn diesel::connection::BoxableConnection<Sqlite>) -> diesel::migration::Result<()> {
        Err("nothing is taken back".into())
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &Usual
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

impl MigrationSource<Sqlite> for Release {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<Sqlite>>>> {
        let mine = ALL.iter().filter(|(version, _)| Step::of(version).is_some_and(|step| step.release <= self.0));
        Ok(mine.map(|(version, sql)| Box::new(Invented(version, sql)) as Box<dyn Migration<Sqlite>>).collect())
    }
}

fn start(conn: &mut SqliteConnection, release: u32) -> Result<Done, MigrationError> {
    run_pending(conn, &Release(release), release, Until::Started)
}

fn empty() -> SqliteConnection {
    SqliteConnection::establish(":memory:").unwrap()
}

fn is_newer(outcome: Result<Done, MigrationError>, version: &str) -> bool {
    matches!(outcome, Err(MigrationError::Newer(newer)) if newer == version)
}

#[test]
fn the_name_of_a_migration_says_what_it_is() {
    let step = |release, finishes| Some(Step { release, finishes });
    let read = ["0001", "0006", "0009", "0010r3", "0012r12finish"].map(Step::of);
    assert_eq!(read, [step(1, false), step(1, false), step(2, false), step(3, false), step(12, true)]);
    assert_eq!(["", "0010", "x", "0010x", "0010r", "0010rx", "0010r3x", "0010finish"].map(Step::of), [None; 8]);
}

#[test]
fn every_migration_of_this_program_has_its_place() {
    for version in known().unwrap() {
        let step = Step::of(&version).unwrap_or_else(|| panic!("{version} says no release: name its folder NNNN-rN_words"));
        assert!(step.release <= RELEASE, "{version}: this program is release {RELEASE}");
    }
    assert!(started().unwrap().len() >= 9);
}

#[test]
fn a_release_runs_beside_the_next_until_that_is_finished() {
    let conn = &mut empty();
    assert_eq!(start(conn, 1).unwrap(), Done { ran: 1, waiting: 0 });
    assert_eq!(start(conn, 2).unwrap(), Done { ran: 1, waiting: 1 });
    // The older program starts again, and writes as it always did.
    assert_eq!(start(conn, 1).unwrap(), Done { ran: 0, waiting: 0 });
    conn.batch_execute("INSERT INTO posts (text) VALUES ('by release 1')").unwrap();
    assert_eq!(run_pending(conn, &Release(2), 2, Until::Finished).unwrap(), Done { ran: 1, waiting: 0 });
    assert!(is_newer(start(conn, 1), "0008r2finish"), "its column is gone");
    assert_eq!(start(conn, 2).unwrap(), Done { ran: 0, waiting: 0 });
}

#[test]
fn the_start_of_the_release_after_finishes_what_was_left() {
    let conn = &mut empty();
    start(conn, 1).unwrap();
    start(conn, 2).unwrap();
    assert_eq!(start(conn, 3).unwrap(), Done { ran: 2, waiting: 0 });
    assert!(is_newer(start(conn, 1), "0008r2finish"));
    assert_eq!(start(conn, 2).unwrap(), Done { ran: 0, waiting: 0 });
    start(conn, 4).unwrap();
    assert_eq!(start(conn, 3).unwrap(), Done { ran: 0, waiting: 0 });
    assert!(is_newer(start(conn, 2), "0010r4"), "two releases on");
}

#[test]
fn a_release_that_was_left_out_costs_nothing_and_an_unknown_one_is_refused() {
    let conn = &mut empty();
    start(conn, 1).unwrap();
    assert_eq!(start(conn, 4).unwrap(), Done { ran: 4, waiting: 0 });
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('elsewhere')").unwrap();
    assert!(is_newer(start(conn, 4), "elsewhere"));
}

#[test]
fn a_migration_that_fails_leaves_what_was_before() {
    let conn = &mut empty();
    start(conn, 1).unwrap();
    conn.batch_execute("ALTER TABLE posts ADD COLUMN body TEXT").unwrap();
    assert!(matches!(start(conn, 2), Err(MigrationError::Failed(_))));
    conn.batch_execute("ALTER TABLE posts DROP COLUMN body").unwrap();
    assert_eq!(start(conn, 2).unwrap(), Done { ran: 1, waiting: 1 });
}
