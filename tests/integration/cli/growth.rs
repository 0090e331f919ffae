//! `guildhall demo --topics N`: as many as asked for, no two the same, every figure right, whatever interrupts it.

use super::{program, url};
use crate::support::{TestDatabase, assert_looked_over};
use diesel::prelude::*;
use guildhall::forum::{PostId, PostState};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall_schema::{accepted, me_too, mentions, post_texts, posts, quotes, revisions, topics, votes};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn conn(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// Makes a demo without serving it; gives what was printed.
fn made(folder: &Path, location: &Location, args: &[&str]) -> String {
    let url = url(location);
    let output = program(folder, &[&["demo", "--only-make"], args, &["--database-url", &url]].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn is_clean(folder: &Path, location: &Location) {
    let check = program(folder, &["check", "--database-url", &url(location)]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

fn count(location: &Location) -> (i64, i64) {
    let mut conn = conn(location);
    (topics::table.count().get_result(&mut conn).unwrap(), posts::table.count().get_result(&mut conn).unwrap())
}

/// Titles, and sources of what is not erased.
fn texts(location: &Location) -> (Vec<String>, Vec<String>) {
    let mut conn = conn(location);
    let titles = topics::table.order(topics::id).select(topics::title).load(&mut conn).unwrap();
    let written = post_texts::table.inner_join(posts::table).filter(posts::state.ne(PostState::Erased)).order(posts::id);
    (titles, written.select(post_texts::source).load(&mut conn).unwrap())
}

fn assert_all_differ(texts: &[String]) {
    let different: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(different.len(), texts.len());
}

#[test]
fn as_many_as_asked_for_and_no_two_the_same() {
    let (location, database) = TestDatabase::fresh();
    made(database.folder(), &location, &[]);
    let (written, _) = count(&location);
    assert!(made(database.folder(), &location, &["--topics", "400"]).starts_with(&format!("Made {} topics with ", 400 - written)));
    assert_eq!(count(&location), (400, 4_000));
    let fewer = made(database.folder(), &location, &["--topics", "100"]);
    assert!(fewer.starts_with("There are 400 topics already, more than 100; they are kept."), "{fewer}");
    assert!(made(database.folder(), &location, &["--topics", "520"]).starts_with("Made 120 topics with "));
    assert_eq!(count(&location), (520, 5_200));
    assert_looked_over(&location, "posts");
    let (titles, sources) = texts(&location);
    assert_all_differ(&titles);
    assert_all_differ(&sources);
    is_clean(database.folder(), &location);
}

#[test]
fn everything_that_happens_in_a_community_happens_in_it() {
    let (location, database) = TestDatabase::fresh();
    made(database.folder(), &location, &[]);
    let last: PostId = posts::table.select(posts::id).order(posts::id.desc()).first(&mut conn(&location)).unwrap();
    let last_topic = count(&location).0;
    made(database.folder(), &location, &["--topics", "700"]);
    let mut conn = conn(&location);
    macro_rules! invented {
        ($table:ident) => {
            $table::table.filter($table::post.gt(last)).count().get_result::<i64>(&mut conn).unwrap()
        };
    }
    let around = [invented!(votes), invented!(accepted), invented!(mentions), invented!(quotes), invented!(revisions)];
    assert!(around.iter().all(|&count| count > 20), "votes, accepted, mentions, quotes, revisions: {around:?}");
    assert!(me_too::table.count().get_result::<i64>(&mut conn).unwrap() > 100);
    let states: Vec<PostState> = posts::table.filter(posts::id.gt(last)).select(posts::state).distinct().load(&mut conn).unwrap();
    assert_eq!(states.len(), PostState::ALL.len(), "{states:?}");
    let langs: Vec<String> = topics::table.filter(topics::id.gt(last_topic)).select(topics::lang).distinct().load(&mut conn).unwrap();
    assert_eq!(langs.len(), 3, "{langs:?}");
}

#[test]
fn it_is_the_same_wherever_it_is_made() {
    let made_once = || {
        let (location, database) = TestDatabase::fresh();
        made(database.folder(), &location, &["--topics", "120"]);
        texts(&location)
    };
    assert_eq!(made_once(), made_once());
}

#[test]
fn an_interrupted_one_goes_on() {
    let (location, database) = TestDatabase::fresh();
    made(database.folder(), &location, &[]);
    let url = url(&location);
    let mut child = program(database.folder(), &["demo", "--only-make", "--topics", "1500", "--database-url", &url]).stdout(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    while count(&location).0 < 200 {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is made");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (there, _) = count(&location);
    assert!((200..1_500).contains(&there), "{there} topics when it was killed");
    let rest = made(database.folder(), &location, &[]);
    assert!(rest.starts_with(&format!("Made {} topics with ", 1_500 - there)), "{rest}");
    assert_eq!(count(&location), (1_500, 15_000));
    assert_all_differ(&texts(&location).0);
    is_clean(database.folder(), &location);
}
