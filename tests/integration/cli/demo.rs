//! `guildhall demo`: made once, kept afterwards, never mistaken for a real community.

use super::{program, url};
use crate::support::{TestDatabase, fixtures};
use diesel::prelude::*;
use guildhall::accounts::Role;
use guildhall::accounts::passwords::{Cost, Verdict, verify};
use guildhall::cli::demo;
use guildhall::forum::{Audience, PostState, TopicKind};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall::platform::settings::Settings;
use guildhall_schema::{member_passwords, member_roles, members, posts, topics};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

fn conn(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// Starts the program, reads until it listens, stops it. Gives what it printed.
fn started(folder: &Path, location: &Location, args: &[&str]) -> Vec<String> {
    let url = url(location);
    let all = [args, &["--listen", "127.0.0.1:0", "--log-level", "warn", "--database-url", &url]].concat();
    let mut child = program(folder, &all).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        lines.push(line.unwrap());
        if lines.last().unwrap().starts_with("Guildhall listens on ") {
            break;
        }
    }
    let port = lines.last().and_then(|line| line.rsplit(':').next()).expect("it listens");
    answers(&format!("127.0.0.1:{port}"));
    let killed = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success(), "{lines:?}");
    lines
}

/// Only a program that answers knows how to stop.
fn answers(address: &str) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: forum\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

fn refused(folder: &Path, location: &Location, args: &[&str]) -> String {
    let url = url(location);
    let output = program(folder, &[args, &["--listen", "127.0.0.1:0", "--database-url", &url]].concat()).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// The password that stands behind an account's name.
fn password_of(lines: &[String], username: &str) -> String {
    let line = lines.iter().find(|line| line.split_whitespace().nth(1) == Some(username)).expect("a line for the account");
    line.split_whitespace().nth(2).unwrap().to_owned()
}

fn opens(location: &Location, username: &str, password: &str) -> bool {
    let rows = member_passwords::table.inner_join(members::table).filter(members::username.eq(username));
    let phc: String = rows.select(member_passwords::phc).first(&mut conn(location)).expect("a password is kept");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(verify(Cost::Full, password.into(), Some(phc))).unwrap() == Verdict::Right
}

#[test]
fn a_first_start_makes_it_and_a_second_keeps_it() {
    let (location, database) = TestDatabase::fresh();
    let lines = started(database.folder(), &location, &["demo"]);
    assert_eq!(["ingrid", "mateo", "ylva", "sunniva"].map(|name| password_of(&lines, name)), [demo::PASSWORD; 4]);
    assert!(opens(&location, "sunniva", demo::PASSWORD) && opens(&location, "ingrid", demo::PASSWORD));
    assert!(lines.last().unwrap().starts_with("Guildhall listens on http://127.0.0.1:"), "{lines:?}");
    let changed = topics::table.find(5_i64);
    diesel::update(changed).set(topics::closed.eq(true)).execute(&mut conn(&location)).unwrap();
    let again = started(database.folder(), &location, &["demo"]);
    assert_eq!(password_of(&again, "mateo"), demo::PASSWORD);
    let mut conn = conn(&location);
    assert_eq!(topics::table.count().get_result::<i64>(&mut conn).unwrap(), 25);
    assert!(changed.select(topics::closed).first::<bool>(&mut conn).unwrap(), "what was changed stays");
    let settings = Settings::load(&mut conn).unwrap();
    assert_eq!((settings.name.as_str(), settings.set_up, settings.demo), ("Kontor Community", true, true));
    let check = program(database.folder(), &["check", "--database-url", &url(&location)]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn it_shows_every_state_every_kind_and_every_language() {
    let (location, database) = TestDatabase::fresh();
    started(database.folder(), &location, &["demo"]);
    let mut conn = conn(&location);
    let rows: Vec<(PostState, Audience)> = posts::table.select((posts::state, posts::audience)).load(&mut conn).unwrap();
    assert!(rows.len() >= 100, "{} posts", rows.len());
    let states: BTreeSet<PostState> = rows.iter().map(|row| row.0).collect();
    let audiences: BTreeSet<Audience> = rows.iter().map(|row| row.1).collect();
    assert!(states.iter().eq(PostState::ALL) && audiences.iter().eq(Audience::ALL), "{states:?} {audiences:?}");
    let topics: Vec<(TopicKind, String, bool, bool)> =
        topics::table.select((topics::kind, topics::lang, topics::solved, topics::answered)).load(&mut conn).unwrap();
    let kinds: BTreeSet<TopicKind> = topics.iter().map(|row| row.0).collect();
    assert!(kinds.iter().eq(TopicKind::ALL), "{kinds:?}");
    for lang in ["nb", "zh-Hant"] {
        assert_eq!(topics.iter().filter(|row| row.1 == lang).count(), 5, "topics in {lang}");
    }
    assert!(topics.iter().any(|row| row.2) && topics.iter().any(|row| row.3 && !row.2) && topics.iter().any(|row| !row.3));
    let erased: Vec<(String, String)> = {
        use guildhall_schema::post_texts;
        let rows = post_texts::table.inner_join(posts::table).filter(posts::state.eq(PostState::Erased));
        rows.select((post_texts::source, post_texts::html)).load(&mut conn).unwrap()
    };
    assert!(!erased.is_empty() && erased.iter().all(|(source, html)| source.is_empty() && html.is_empty()), "{erased:?}");
    let roles: BTreeSet<Role> = member_roles::table.select(member_roles::role).load(&mut conn).unwrap().into_iter().collect();
    assert!(roles.iter().eq(Role::ALL), "{roles:?}");
}

#[test]
fn a_public_one_has_passwords_that_nobody_knows() {
    let (location, database) = TestDatabase::fresh();
    started(database.folder(), &location, &["demo"]);
    let lines = started(database.folder(), &location, &["demo", "--public"]);
    assert!(lines.last().unwrap().starts_with("Guildhall listens on http://0.0.0.0:"), "{lines:?}");
    let password = password_of(&lines, "sunniva");
    assert!(password.len() >= 16 && password != password_of(&lines, "mateo"), "{lines:?}");
    assert!(opens(&location, "sunniva", &password) && !opens(&location, "sunniva", demo::PASSWORD));
    let again = started(database.folder(), &location, &["demo", "--public"]);
    assert!(!again.iter().any(|line| line.contains(&password)), "it is printed once");
    assert!(opens(&location, "sunniva", &password));
}

#[test]
fn a_real_community_is_no_demo() {
    let (location, database) = TestDatabase::fresh();
    fixtures::insert_member(&mut conn(&location), "ann");
    let complaint = refused(database.folder(), &location, &["demo"]);
    assert!(complaint.contains("holds a real community") && complaint.contains("--data-dir"), "{complaint}");
    assert_eq!(topics::table.count().get_result::<i64>(&mut conn(&location)).unwrap(), 0);
}

#[test]
fn a_demo_is_served_for_real_only_when_it_is_adopted() {
    let (location, database) = TestDatabase::fresh();
    started(database.folder(), &location, &["demo"]);
    let complaint = refused(database.folder(), &location, &["serve"]);
    assert!(complaint.contains("holds a demo") && complaint.contains("--adopt"), "{complaint}");
    started(database.folder(), &location, &["serve", "--adopt"]);
    let mut conn = conn(&location);
    assert_eq!(member_passwords::table.count().get_result::<i64>(&mut conn).unwrap(), 0);
    assert!(!Settings::load(&mut conn).unwrap().demo);
    assert!(refused(database.folder(), &location, &["demo"]).contains("holds a real community"));
    started(database.folder(), &location, &["serve"]);
}
