//! Commands that end by themselves.

use super::{program, url};
use crate::support::{TestDatabase, open_database};
use guildhall::platform::db::Durability;
use guildhall::platform::jobs::{Kind, Lane, NewJob, Registry, System, run_pending};
use guildhall::platform::log::Act;
use std::path::Path;
use std::process::Output;

static FRAGILE: Kind = Kind { attempts: 1, ..Kind::usual("test-fragile", Lane::Upkeep) };

fn guildhall(folder: &Path, args: &[&str]) -> Output {
    program(folder, args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What it printed; a failed exit fails the test.
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = guildhall(folder, args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What it complained of; a success fails the test.
fn complaint(folder: &Path, args: &[&str]) -> String {
    let output = guildhall(folder, args);
    assert!(!output.status.success() && output.stdout.is_empty(), "{}", text(&output.stdout));
    text(&output.stderr)
}

#[test]
fn the_configuration_is_printed_with_passwords_masked() {
    let (_, database) = TestDatabase::fresh();
    std::fs::write(database.folder().join("guildhall.toml"), "readers = 7\nsmtp_url = \"smtps://me:hunter2@mail.example.com\"\n").unwrap();
    let printed = printed(database.folder(), &["config", "--listen", "127.0.0.1:9999"]);
    for expected in ["listen = \"127.0.0.1:9999\"", "readers = \"7\"", "me:***@mail.example.com", "from guildhall.toml", "from the command line"] {
        assert!(printed.contains(expected), "{expected} is missing in {printed}");
    }
    assert!(!printed.contains("hunter2"));
}

#[test]
fn a_wrong_value_is_one_sentence_and_a_failed_exit() {
    let (_, database) = TestDatabase::fresh();
    let complaint = complaint(database.folder(), &["--log-format", "xml", "config"]);
    assert_eq!(complaint, "guildhall: log_format is \"xml\" (from --log-format on the command line): write text or json, such as text\n");
}

#[test]
fn help_lists_every_key_and_the_short_help_stays_short() {
    let (_, database) = TestDatabase::fresh();
    let long = printed(database.folder(), &["jobs", "--help"]);
    for key in guildhall::platform::config::keys::KEYS {
        assert!(long.contains(&format!("--{}", key.flag)), "--{} is missing in {long}", key.flag);
    }
    assert!(!printed(database.folder(), &["jobs", "-h"]).contains("--smtp-url"));
}

#[test]
fn migrate_makes_a_database_and_says_what_it_did() {
    let (_, database) = TestDatabase::fresh();
    let folder = database.folder().join("new");
    let args = ["migrate", "--data-dir", folder.to_str().unwrap()];
    assert!(printed(database.folder(), &args).contains("migrations ran"));
    assert_eq!(printed(database.folder(), &args), "The database is up to date.\n");
    assert!(folder.join("guildhall.db").is_file());
}

#[test]
fn a_command_makes_no_database_where_none_is() {
    let (_, database) = TestDatabase::fresh();
    let folder = database.folder().join("nowhere");
    let complaint = complaint(database.folder(), &["jobs", "--data-dir", folder.to_str().unwrap()]);
    assert!(complaint.contains("there is no database at") && complaint.contains("--data-dir"), "{complaint}");
    assert!(!folder.exists());
}

#[test]
fn parked_jobs_are_listed_retried_and_discarded_and_the_log_says_so() {
    let (location, database) = TestDatabase::fresh();
    let folder = database.folder();
    let url = url(&location);
    let jobs = |more: &[&str]| printed(folder, &[&["jobs", "--database-url", &url], more].concat());
    assert_eq!(jobs(&[]), "Nothing waits, nothing was given up.\n");
    let db = open_database(&location);
    let registry = Registry::new().handle(&FRAGILE, |job| anyhow::bail!("{} broke", job.key));
    let new = |key: &str| NewJob::now(&FRAGILE, key, serde_json::Value::Null);
    let both = [new("a"), new("b")];
    db.write_blocking(System, Durability::Full, move |tx, ()| both.iter().try_for_each(|job| tx.enqueue(job))).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2));
    assert_eq!(run_pending(&db, &registry).unwrap(), 2);
    let listed = jobs(&[]);
    assert!(listed.contains("test-fragile         0         2") && listed.contains("a broke") && listed.contains("b broke"), "{listed}");
    let parked = db.read_blocking(|conn| guildhall::platform::jobs::store::parked(conn, 10)).unwrap();
    assert_eq!(jobs(&["--retry", &parked[0].id.to_string()]), "1 job runs again.\n");
    assert!(jobs(&["--discard", &parked[1].id.to_string()]).contains("thrown away"));
    let listed = jobs(&[]);
    assert!(listed.contains("test-fragile         1         0") && !listed.contains("Given up"), "{listed}");
    assert!(complaint(folder, &["jobs", "--database-url", &url, "--discard", "999"]).contains("no parked job has the number 999"));
    let log = printed(folder, &["log", "--database-url", &url]);
    assert!(log.contains("command  job.retry  job") && log.contains("command  job.discard  job"), "{log}");
}

#[test]
fn the_log_is_read_in_pages_and_cannot_move_the_cursor() {
    let (location, database) = TestDatabase::fresh();
    let url = url(&location);
    let db = open_database(&location);
    db.write_blocking(System, Durability::Full, |tx, ()| {
        for number in 1..=3 {
            tx.log(&Act { act: "topic.close", subject_kind: "topic", subject: number, reason: "\u{1b}[2Jspam", ..Default::default() })?;
        }
        Ok::<_, guildhall::platform::db::Error>(())
    })
    .unwrap();
    let newest = printed(database.folder(), &["log", "--database-url", &url, "--limit", "2"]);
    assert_eq!(newest.lines().count(), 2);
    assert!(newest.contains("topic 3") && newest.contains("topic 2") && !newest.contains('\u{1b}'), "{newest}");
    let rest = printed(database.folder(), &["log", "--database-url", &url, "--before", "2"]);
    assert!(rest.contains("topic 1") && !rest.contains("topic 2"), "{rest}");
}
