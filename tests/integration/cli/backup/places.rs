//! Where a backup may be written and where it may be restored, and what an interruption leaves.

use super::{Place, connection, filled, members, rows};
use crate::cli::program;
use crate::cli::url;
use crate::support::{TestDatabase, assert_looked_over, migration_folders};
use diesel::connection::SimpleConnection;
use guildhall::platform::db::Location;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn backed_up(test: &TestDatabase) -> (Place, PathBuf) {
    let (source, file) = (filled(test), test.folder().join("good.tar"));
    source.printed(&["backup", file.to_str().unwrap()]);
    (source, file)
}

#[test]
fn a_place_that_is_not_empty_is_refused_with_what_is_there() {
    let (place, test) = Place::configured();
    let (source, file) = backed_up(&test);
    let file = file.to_str().unwrap();
    let complaint = source.complaint(&["restore", file]);
    assert!(complaint.contains("is not empty: it holds") && complaint.contains("members and") && complaint.contains(" topics"), "{complaint}");
    place.printed(&["restore", file]);
    assert!(place.complaint(&["restore", file]).contains("is not empty"));
    let files = Place::sqlite(&test, "files");
    std::fs::create_dir_all(files.folder.join("uploads/cd")).unwrap();
    std::fs::write(files.folder.join("uploads/cd/cdef"), "kept").unwrap();
    assert!(files.complaint(&["restore", file]).contains("it holds uploads/cd/cdef"));
    assert_eq!(std::fs::read(files.folder.join("uploads/cd/cdef")).unwrap(), b"kept");
}

#[test]
fn a_database_that_is_in_use_is_refused() {
    let (place, test) = Place::configured();
    let (_, file) = backed_up(&test);
    let mut open = connection(&place.location);
    open.batch_execute("SELECT count(*) FROM members").unwrap();
    let complaint = place.complaint(&["restore", file.to_str().unwrap()]);
    assert!(complaint.contains("is in use; stop every"), "{complaint}");
    drop(open);
    place.printed(&["restore", file.to_str().unwrap()]);
}

#[test]
fn a_file_that_is_there_is_kept_unless_forced_and_a_backup_that_fails_leaves_none() {
    let (_, test) = Place::configured();
    let (source, file) = backed_up(&test);
    let name = file.to_str().unwrap();
    let before = std::fs::read(&file).unwrap();
    assert!(source.complaint(&["backup", name]).contains("is there already"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // SQLite can hold what no backup can.
    connection(&source.location).batch_execute("UPDATE topics SET hot = 9e999 WHERE id = 1").unwrap();
    assert!(source.complaint(&["backup", "--force", name]).contains("inf is no number"));
    assert_eq!(std::fs::read(&file).unwrap(), before, "a failed one takes nobody's place");
    assert!(!test.folder().join("good.tar.part").exists());
    connection(&source.location).batch_execute("UPDATE topics SET hot = 0.30000000000000004 WHERE id = 1").unwrap();
    assert!(source.printed(&["backup", "--force", name]).contains("rows of"));
    assert_ne!(std::fs::read(&file).unwrap(), before);
    let nowhere = Place::sqlite(&test, "nowhere");
    assert!(nowhere.complaint(&["backup", test.folder().join("other.tar").to_str().unwrap()]).contains("there is no database at"));
    assert!(!nowhere.folder.exists() && !test.folder().join("other.tar").exists());
}

#[test]
fn a_fault_that_was_backed_up_is_restored_and_named() {
    let (place, test) = Place::configured();
    let (source, file) = backed_up(&test);
    connection(&source.location)
        .batch_execute(
            "UPDATE topics SET hot = 0.30000000000000004 WHERE id = 1; UPDATE topics SET hot = -5e-324 WHERE id = 2; UPDATE topics SET hot = 1.0e300 WHERE id = 3",
        )
        .unwrap();
    let name = file.to_str().unwrap();
    source.printed(&["backup", "--force", name]);
    let output = place.run(&["restore", name]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains("topic 1: hot 0.30000000000000004, should be"), "{said}");
    assert!(said.contains("topic 2: hot -0.0") && said.contains("0005, should be") && said.contains("topic 3: hot 1000"), "{said}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("everything in the backup is restored, and 3 of its counters or copies differ"));
}

#[test]
fn it_goes_through_a_pipe() {
    let (place, test) = Place::configured();
    let source = filled(&test);
    let archive = source.run(&["backup", "-"]);
    assert!(archive.status.success());
    assert_eq!(members(&archive.stdout).last().unwrap().0, "SHA256SUMS");
    let mut child = restoring(&place, &["restore", "-"]);
    child.stdin.take().unwrap().write_all(&archive.stdout).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(rows(&place.location, "posts"), rows(&source.location, "posts"));
    assert_looked_over(&place.location, "posts");
}

fn restoring(place: &Place, args: &[&str]) -> std::process::Child {
    let (folder, url) = (place.folder.to_str().unwrap(), url(&place.location));
    let args = [args, &["--data-dir", folder, "--database-url", &url]].concat();
    program(place.folder.parent().unwrap(), &args).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
}

#[test]
fn killed_in_the_middle_it_leaves_nothing_that_counts_and_the_next_one_works() {
    let (place, test) = Place::configured();
    let (_, file) = backed_up(&test);
    let archive = std::fs::read(&file).unwrap();
    // Everything but the checksums and the end.
    let cut = archive.len() - members(&archive).last().unwrap().1.len().next_multiple_of(512) - 512 - 1024;
    for _ in 0..2 {
        let mut child = restoring(&place, &["restore", "-"]);
        child.stdin.as_mut().unwrap().write_all(&archive[..cut]).unwrap();
        // The file comes last: everything before it is loaded by then.
        let started = Instant::now();
        while !place.folder.join("uploads.restoring/ab/abcd").exists() {
            assert!(started.elapsed() < Duration::from_secs(20), "it does not come so far");
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(rows(&place.location, "members"), 0);
    assert!(!place.folder.join("uploads").exists());
    place.printed(&["restore", file.to_str().unwrap()]);
    assert!(rows(&place.location, "members") > 0 && place.folder.join("uploads/ab/abcd").is_file());
    assert!(!place.folder.join("uploads.restoring").exists() && !place.folder.join("guildhall.db.restoring").exists());
}

/// A community that an older program left, with its first migrations alone.
fn old(test: &TestDatabase, migrations: usize) -> Place {
    let place = Place::sqlite(test, "old");
    std::fs::create_dir_all(&place.folder).unwrap();
    let mut conn = connection(&place.location);
    conn.batch_execute(
        "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
    )
    .unwrap();
    for folder in &migration_folders("sqlite")[..migrations] {
        let version = &folder.file_name().unwrap().to_str().unwrap()[..4];
        conn.batch_execute(&std::fs::read_to_string(folder.join("up.sql")).unwrap()).unwrap();
        conn.batch_execute(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).unwrap();
    }
    conn.batch_execute(
        "INSERT INTO settings VALUES ('name', 'Kontor'); INSERT INTO log (at, via, act, subject_kind, subject) VALUES (1, 'web', 'topic.close', 'topic', 1)",
    )
    .unwrap();
    place
}

#[test]
fn an_older_database_is_backed_up_as_it_is_and_brought_up_to_date_where_it_is_restored() {
    let (configured, test) = Place::configured();
    let old = old(&test, 3);
    let file = test.folder().join("old.tar");
    let file = file.to_str().unwrap();
    old.printed(&["backup", file]);
    let mut conn = connection(&old.location);
    assert!(conn.batch_execute("SELECT count(*) FROM topic_titles").is_err(), "a backup brings nothing up to date");
    drop(conn);

    let new = Place::sqlite(&test, "new");
    assert!(new.printed(&["restore", file]).contains("everything is as it should be"));
    assert_eq!((rows(&new.location, "topic_titles"), rows(&new.location, "log"), rows(&new.location, "settings")), (0, 2, 1));
    assert_eq!(new.printed(&["migrate"]), "The database is up to date.\n");
    // PostgreSQL's tables of today cannot be made those of then.
    if let Location::Postgres(_) = configured.location {
        let complaint = configured.complaint(&["restore", file]);
        assert!(complaint.contains("the database has newer tables (0004") && complaint.contains("restore into a new database"), "{complaint}");
        assert!(configured.is_untouched());
    }
}
