//! A community of the first release, brought to the tables of this one.

use super::schema;
use crate::cli::{program, url};
use crate::support::{TestDatabase, migration_folders};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use flate2::read::GzDecoder;
use guildhall::platform::db::migrations::{self, Until};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What the first release left behind; the script beside it says how it was made.
const FIRST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/first-release");
/// The migrations that the first release had.
const OF_FIRST: usize = 6;

/// A database as the first release left it.
struct First {
    location: Location,
    test: TestDatabase,
    /// Of a database beside that of the test, to be dropped.
    made: Option<(Location, String)>,
}

fn unzipped(name: &str) -> Vec<u8> {
    let file = std::fs::File::open(Path::new(FIRST).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

fn connection(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

impl First {
    fn open() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let (location, test) = TestDatabase::fresh();
        let Location::Postgres(server) = &location else {
            let path = test.folder().join("first.db");
            std::fs::write(&path, unzipped("guildhall.db.gz")).unwrap();
            return Self { location: Location::Sqlite(path), test, made: None };
        };
        let name = format!("guildhall_upgrade_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut url = url::Url::parse(server).unwrap();
        url.set_path(&name);
        let conn = &mut connection(&location);
        // Each on its own: neither runs in a transaction.
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).unwrap();
        let made = Self { location: Location::Postgres(url.to_string()), test, made: Some((location, name)) };
        connection(&made.location).batch_execute(&String::from_utf8(unzipped("postgres.sql.gz")).unwrap()).unwrap();
        made
    }

    fn run(&self, args: &[&str]) -> std::process::Output {
        let place = ["--data-dir", self.test.folder().to_str().unwrap(), "--database-url", &url(&self.location)];
        program(self.test.folder(), &[args, &place].concat()).output().unwrap()
    }

    fn prints(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// How many rows each table has.
    fn rows(&self) -> BTreeMap<String, i64> {
        let conn = &mut connection(&self.location);
        let tables = schema::real(conn, &self.location).into_keys();
        tables
            .map(|table| (table.clone(), diesel::select(diesel::dsl::sql::<BigInt>(&format!("(SELECT count(*) FROM {table})"))).get_result(conn).unwrap()))
            .collect()
    }

    fn note_migration(&self, version: &str) {
        connection(&self.location).batch_execute(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).unwrap();
    }
}

impl Drop for First {
    fn drop(&mut self) {
        if let Some((beside, name)) = &self.made {
            let _ = connection(beside).batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn migrations() -> usize {
    migration_folders("sqlite").len()
}

#[test]
fn a_community_of_the_first_release_keeps_everything_and_gets_the_tables_of_this_one() {
    let first = First::open();
    let before = first.rows();
    assert!(before["posts"] > 300 && before["members"] > 20 && before["votes"] > 300, "{before:?}");
    let done = migrations::run(&first.location, Until::Started).unwrap();
    assert_eq!(done.ran + done.waiting, migrations() - OF_FIRST);
    let after = first.rows();
    let lost: Vec<_> = before.iter().filter(|(table, rows)| after.get(*table) != Some(rows)).collect();
    assert!(lost.is_empty(), "rows changed in {lost:?}");
    schema::assert_as_written(&first.location);
    let checked = first.prints(&["check"]);
    assert!(!checked.contains("differ"), "{checked}");
    assert!(first.prints(&["migrate"]).starts_with("The database is up to date.\n"));
    assert_eq!(first.prints(&["migrate", "--finish"]).contains("migrations ran"), done.waiting > 0);
    // What an older renderer made is rendered again by hand, and a backup carries it all.
    first.prints(&["rerender"]);
    let archive = first.test.folder().join("upgraded.tar");
    first.prints(&["backup", archive.to_str().unwrap()]);
}

#[test]
fn two_that_upgrade_at_once_do_it_once() {
    let first = First::open();
    let outcomes: Vec<String> = std::thread::scope(|scope| {
        let upgrades: Vec<_> = (0..2).map(|_| scope.spawn(|| first.prints(&["migrate"]))).collect();
        upgrades.into_iter().map(|upgrade| upgrade.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.contains("migrations ran") || outcome.contains("1 migration ran")).count(), 1, "{outcomes:?}");
    schema::assert_as_written(&first.location);
}

#[test]
fn an_upgrade_that_is_killed_goes_on_with_the_next_start() {
    let mut caught = 0;
    for round in 0..8_u64 {
        let first = First::open();
        let before = first.rows();
        let place = url(&first.location);
        let mut command = program(first.test.folder(), &["migrate", "--database-url", &place]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Somewhere between its start, when the tables are looked at, and its end.
        std::thread::sleep(Duration::from_millis(8 + round * 7));
        let _ = child.kill();
        caught += usize::from(!child.wait().unwrap().success());
        let applied = applied(&first.location);
        assert!((OF_FIRST..=migrations()).contains(&applied), "{applied}");
        let printed = first.prints(&["migrate"]);
        assert!(printed.starts_with("The database is up to date"), "{printed}");
        let after = first.rows();
        assert!(before.iter().all(|(table, rows)| after.get(table) == Some(rows)), "{before:?} and {after:?}");
        schema::assert_as_written(&first.location);
        if round == 3 {
            first.prints(&["check"]);
        }
    }
    assert!(caught > 0, "every upgrade was quicker than its end");
}

fn applied(location: &Location) -> usize {
    let count = "(SELECT count(*) FROM __diesel_schema_migrations)";
    usize::try_from(diesel::select(diesel::dsl::sql::<BigInt>(count)).get_result::<i64>(&mut connection(location)).unwrap()).unwrap()
}

#[test]
fn what_the_next_release_adds_is_borne_and_what_it_takes_away_is_refused() {
    let first = First::open();
    first.prints(&["migrate"]);
    first.note_migration("9001r4");
    first.prints(&["check"]);
    first.note_migration("9002r4finish");
    for command in ["check", "migrate", "jobs"] {
        let output = first.run(&[command]);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && complaint.contains("newer schema (9002r4finish)"), "{command}: {complaint}");
        assert_eq!(complaint.trim().lines().count(), 1, "{complaint}");
    }
}

#[test]
fn a_release_after_the_next_is_refused() {
    let first = First::open();
    first.note_migration("9001r5");
    let output = first.run(&["serve", "--listen", "127.0.0.1:0"]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && complaint.contains("newer schema (9001r5)") && complaint.contains("start the newer program"), "{complaint}");
    assert_eq!(applied(&first.location), OF_FIRST + 1, "nothing was changed");
}

#[test]
fn a_backup_of_the_first_release_is_restored() {
    let (location, test) = TestDatabase::fresh();
    let folder = test.folder().join("restored");
    let location = if location.is_sqlite() { Location::Sqlite(folder.join("guildhall.db")) } else { location };
    let archive = PathBuf::from(FIRST).join("backup.tar");
    // PostgreSQL's database has this release's tables already: that is told, not overwritten.
    let run = |args: &[&str]| {
        program(test.folder(), &[args, &["--data-dir", folder.to_str().unwrap(), "--database-url", &url(&location)]].concat()).output().unwrap()
    };
    let output = run(&["restore", archive.to_str().unwrap()]);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if location.is_sqlite() {
        assert!(output.status.success(), "{complaint}");
        schema::assert_as_written(&location);
        assert!(run(&["check"]).status.success());
    } else {
        assert!(!output.status.success() && complaint.contains("newer tables"), "{complaint}");
    }
}

/// The statements of a migration, without comments.
fn statements(sql: &str) -> Vec<String> {
    let code: String = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect::<Vec<_>>().join(" ");
    code.split(';')
        .map(|statement| statement.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase())
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// Why a statement may not run while the release before does; none for one that only adds.
fn takes_away(statement: &str, all: &[String]) -> Option<&'static str> {
    let adds = statement.contains(" ADD COLUMN ") || statement.contains(" ADD ");
    // SQLite changes a rule by making the table anew: dropped under its old name, and given it again.
    let is_made_anew = |table: &str| all.iter().any(|other| other.starts_with("ALTER TABLE ") && other.ends_with(&format!(" RENAME TO {table}")));
    match statement {
        s if s.contains(" DROP COLUMN ") => Some("drops a column"),
        s if s.contains(" RENAME COLUMN ") => Some("renames a column"),
        s if s.contains(" SET NOT NULL") => Some("makes a column obligatory"),
        s if s.starts_with("DROP TABLE ") && !is_made_anew(s.trim_start_matches("DROP TABLE ")) => Some("drops a table"),
        s if s.starts_with("ALTER TABLE ") && adds && s.contains(" NOT NULL") && !s.contains(" DEFAULT ") => Some("adds a column that nobody fills"),
        _ => None,
    }
}

#[test]
fn what_does_not_finish_only_adds() {
    let mut findings = Vec::new();
    for database in ["sqlite", "postgres"] {
        for folder in migration_folders(database) {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let (number, _) = name.split_once('_').unwrap();
            // The first release had none before it.
            if number.contains("finish") || number[..4].parse::<usize>().unwrap() <= OF_FIRST {
                continue;
            }
            let all = statements(&std::fs::read_to_string(folder.join("up.sql")).unwrap());
            findings.extend(all.iter().filter_map(|statement| Some(format!("{database}/{name} {}: {statement}", takes_away(statement, &all)?))));
        }
    }
    assert!(findings.is_empty(), "the release before still runs; let a migration that finishes do it (db/migrations/releases.rs):\n{}", findings.join("\n"));
    for bad in [
        "ALTER TABLE a DROP COLUMN b",
        "ALTER TABLE a RENAME COLUMN b TO c",
        "ALTER TABLE a ALTER b SET NOT NULL",
        "DROP TABLE a",
        "ALTER TABLE a ADD COLUMN b TEXT NOT NULL",
    ] {
        assert!(takes_away(bad, &[]).is_some(), "{bad}");
    }
}
