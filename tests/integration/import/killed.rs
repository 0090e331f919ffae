//! An import that is killed again and again ends as one that was left alone.

use super::dump::folder;
use super::{checked, conn, imported};
use crate::cli::{program, url};
use crate::support::TestDatabase;
use diesel::prelude::*;
use diesel::sql_types::Text;
use guildhall::platform::db::{Connection, Location};
use guildhall_schema::imports;
use std::process::Stdio;
use std::time::Duration;

/// What is compared: everything but the moments at which the import itself ran.
const ROWS: &[&str] = &[
    "SELECT id || ' ' || username || ' ' || name || ' ' || state || ' ' || trust || ' ' || created_at AS line FROM members ORDER BY id",
    "SELECT member || ' ' || topics || ' ' || replies || ' ' || comments || ' ' || accepted || ' ' || helpful AS line FROM member_counts ORDER BY member",
    "SELECT id || ' ' || author || ' ' || title || ' ' || state || ' ' || closed || ' ' || solved || ' ' || bumped_at || ' ' || version AS line FROM topics ORDER BY id",
    "SELECT topic || ' ' || replies || ' ' || posts || ' ' || votes || ' ' || next_number || ' ' || next_position || ' ' || last_post AS line FROM topic_counts ORDER BY topic",
    "SELECT p.id || ' ' || topic || ' ' || number || ' ' || author || ' ' || vote_base || ' ' || comments || ' ' || p.version || ' ' || html AS line \
     FROM posts p JOIN post_texts t ON t.post = p.id ORDER BY p.id",
    "SELECT post || ' ' || number || ' ' || source || ' ' || editor || ' ' || created_at AS line FROM revisions ORDER BY post, number",
    "SELECT topic || ' ' || post || ' ' || member || ' ' || at AS line FROM accepted ORDER BY topic",
    "SELECT topic || ' ' || name AS line FROM topic_tags JOIN tags ON tags.id = tag ORDER BY topic, name",
    "SELECT path || ' ' || target AS line FROM old_urls ORDER BY path",
    "SELECT post || ' ' || linked AS line FROM post_links ORDER BY post, linked",
    "SELECT topic || ' ' || original AS line FROM duplicates ORDER BY topic, original",
    "SELECT member || ' ' || topic AS line FROM bookmarks ORDER BY member, topic",
    "SELECT member || ' ' || name || ' ' || class || ' ' || awarded_at AS line FROM imported_badges ORDER BY id",
    "SELECT post || ' ' || member || ' ' || typed AS line FROM mentions ORDER BY post, member, typed",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn everything(conn: &mut Connection) -> Vec<Vec<String>> {
    let lines =
        |sql: &&str, conn: &mut Connection| -> Vec<String> { diesel::sql_query(*sql).load::<Line>(conn).unwrap().into_iter().map(|line| line.line).collect() };
    ROWS.iter().map(|sql| lines(sql, conn)).collect()
}

/// How far it is.
fn stage(location: &Location) -> Option<(i64, i64)> {
    imports::table.select((imports::step, imports::place)).first(&mut conn(location)).optional().unwrap()
}

#[test]
fn killed_at_any_moment_and_started_again_it_ends_the_same() {
    let dump = folder("conlang-meta");
    let (alone, database) = TestDatabase::fresh();
    let report = imported(&alone, &database, &dump).unwrap().to_string();
    let expected = everything(&mut conn(&alone));
    let (location, database) = TestDatabase::fresh();
    let dump = dump.display().to_string();
    let address = url(&location);
    let data = database.folder().display().to_string();
    let args = ["import", "stackexchange", &dump, "--data-dir", &data, "--database-url", &address];
    let mut stages = Vec::new();
    // Each time a little later than the last, so that every part of it is hit once on a machine of whatever speed.
    for wait in (0..).map(|time| Duration::from_millis(30 + 25 * time)) {
        let mut child = program(database.folder(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(wait);
        if child.try_wait().unwrap().is_some() {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let printed = String::from_utf8(output.stdout).unwrap();
            assert!(printed.starts_with(&report), "{printed}\n---\n{report}");
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        stages.push(stage(&location));
    }
    let different: std::collections::BTreeSet<_> = stages.iter().collect();
    assert!(stages.len() > 3 && different.len() > 2, "it was killed at {stages:?} only");
    let found = everything(&mut conn(&location));
    for ((found, expected), sql) in found.iter().zip(&expected).zip(ROWS) {
        assert_eq!(found, expected, "{sql}");
    }
    checked(&location);
}
