//! From SQLite to the other database and back: every row is the same.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use guildhall::forum::bulk::{self, PastPost, store};
use guildhall::forum::{Audience, PostState, TopicId};
use guildhall::platform::db::{Db, Durability, Error, Location, Timestamp};
use guildhall::platform::jobs::System;
use guildhall_schema::{post_texts, posts, tags, topic_counts};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use super::{Place, connection, filled, rows, tables};
use crate::platform::schema::written;
use crate::support::open_database;

/// What a restore itself adds or changes: an act in the log, jobs that are held back.
const CHANGED: &[&str] = &["jobs", "log"];

/// Writes one reply with everything that is counted, as a use case would: in one transaction.
fn write_post(db: &Db) -> Result<(), Error> {
    db.write_blocking(System, Durability::Full, |tx, ()| {
        let topic = TopicId(2);
        let (number, position): (i64, i64) =
            topic_counts::table.find(topic).select((topic_counts::next_number, topic_counts::next_position)).first(tx.conn())?;
        let author = posts::table.filter(posts::topic.eq(topic)).select(posts::author).first(tx.conn())?;
        let post = store::insert_post(
            tx,
            &PastPost {
                id: None,
                topic,
                number,
                parent: None,
                position: Some(position),
                author,
                state: PostState::Visible,
                audience: Audience::Everyone,
                lang: "en".into(),
                created_at: Timestamp(1_800_000_000_000_000 + number),
                edited_at: None,
                version: 1,
                vote_base: 0,
            },
        )?;
        let text = (post_texts::post.eq(post), post_texts::source.eq("A reply."), post_texts::html.eq("<p>A reply.</p>"), post_texts::renderer.eq(1));
        diesel::insert_into(post_texts::table).values(text).execute(tx.conn())?;
        bulk::finish_topic(tx, topic)?;
        bulk::finish_member(tx, author)
    })
}

/// Backs up while posts are written, at least 200 of them; answers how many posts there were before and after.
fn back_up_under_writes(place: &Place, file: &str) -> (i64, i64) {
    let db = open_database(&place.location);
    let (is_done, written) = (AtomicBool::new(false), AtomicI64::new(0));
    let before = rows(&place.location, "posts");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Acquire) || written.load(Ordering::Acquire) < 200 {
                write_post(&db).unwrap();
                written.fetch_add(1, Ordering::Release);
            }
        });
        while written.load(Ordering::Acquire) < 20 {
            std::thread::yield_now();
        }
        place.printed(&["backup", file]);
        is_done.store(true, Ordering::Release);
    });
    (before, rows(&place.location, "posts"))
}

/// Every row that one of two SQLite databases has and the other has not.
fn differences(one: &Location, other: &Location, skip: &[&str]) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        number: i64,
    }
    let Location::Sqlite(other) = other else { panic!("compared inside SQLite") };
    let mut conn = connection(one);
    diesel::sql_query("ATTACH DATABASE $1 AS other").bind::<Text, _>(other.to_str().unwrap()).execute(&mut conn).unwrap();
    let mut found = Vec::new();
    let compared = written().into_keys().filter(|table| !skip.contains(&table.as_str())).chain(["sqlite_sequence".to_owned()]);
    for table in compared {
        for (a, b) in [("main", "other"), ("other", "main")] {
            // A row twice counts twice: every table has a key.
            let query = format!("SELECT count(*) AS number FROM (SELECT * FROM {a}.{table} EXCEPT SELECT * FROM {b}.{table})");
            let number = diesel::sql_query(query).get_result::<Count>(&mut conn).unwrap().number;
            if number > 0 && !(table == "sqlite_sequence" && number == 1) {
                found.push(format!("{number} rows of {a}.{table}"));
            }
        }
    }
    found
}

fn archive(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(path)).unwrap()
}

#[test]
fn backed_up_under_writes_and_carried_to_the_other_database_and_back_every_row_is_the_same() {
    let (middle, test) = Place::configured();
    let source = filled(&test);
    let file = |name: &str| test.folder().join(name).to_str().unwrap().to_owned();
    let (before, after) = back_up_under_writes(&source, &file("a.tar"));

    let first = tables(&archive(&file("a.tar")));
    let kept = first["posts"].len() as i64;
    assert!(before + 20 <= kept && kept < after, "{before} {kept} {after}: it was made while posts were written");
    let said = middle.printed(&["restore", &file("a.tar")]);
    assert!(said.contains("4 jobs that would leave this machine are held back") && said.contains("everything is as it should be"), "{said}");
    middle.printed(&["backup", &file("b.tar")]);
    let (last, direct) = (Place::sqlite(&test, "last"), Place::sqlite(&test, "direct"));
    last.printed(&["restore", &file("b.tar")]);
    direct.printed(&["restore", &file("a.tar")]);
    last.printed(&["backup", &file("c.tar")]);

    let (second, third) = (tables(&archive(&file("b.tar"))), tables(&archive(&file("c.tar"))));
    for (table, rows) in first.iter().filter(|(table, _)| !CHANGED.contains(&table.as_str())) {
        assert_eq!(Some(rows), second.get(table), "{table} in the middle");
        assert_eq!(Some(rows), third.get(table), "{table} at the end");
    }
    assert!(second["log"].starts_with(&first["log"]) && third["log"].starts_with(&second["log"]), "the log only grows");
    assert_eq!(second["jobs"], third["jobs"], "what is held back stays so");
    // Once more without this program's own reading: inside SQLite.
    assert_eq!(differences(&direct.location, &last.location, &["log"]), [""; 0]);
    for place in [&middle, &last, &direct] {
        assert_eq!(std::fs::read(place.folder.join("uploads/ab/abcd")).unwrap(), b"\x00\xffpicture");
    }
}

#[test]
fn a_quiet_database_and_its_copy_are_equal_and_the_archive_is_the_same_from_either() {
    let (middle, test) = Place::configured();
    let source = filled(&test);
    let file = |name: &str| test.folder().join(name).to_str().unwrap().to_owned();
    source.printed(&["backup", &file("a.tar")]);
    middle.printed(&["restore", &file("a.tar"), "--end-sessions"]);
    middle.printed(&["backup", &file("b.tar")]);
    let last = Place::sqlite(&test, "last");
    last.printed(&["restore", &file("b.tar")]);
    assert_eq!(differences(&source.location, &last.location, CHANGED), [""; 0]);

    // Numbers are never given twice, and the log is as closed as before.
    for place in [&middle, &last] {
        let mut conn = connection(&place.location);
        let row = (tags::name.eq("new"), tags::created_at.eq(0_i64));
        let id: i64 = diesel::insert_into(tags::table).values(row).returning(tags::id).get_result(&mut conn).unwrap();
        assert_eq!(id, 901);
        for change in ["UPDATE log SET reason = 'x'", "DELETE FROM log"] {
            assert!(conn.batch_execute(change).unwrap_err().to_string().contains("append-only"));
        }
        assert!(place.printed(&["log"]).contains("backup.restore"));
    }
    assert!(source.printed(&["log"]).contains("backup.make"));
}

#[test]
fn what_would_leave_the_machine_waits_for_an_admin() {
    let (place, test) = Place::configured();
    let source = filled(&test);
    let file = test.folder().join("a.tar").to_str().unwrap().to_owned();
    source.printed(&["backup", &file]);
    place.printed(&["restore", &file]);
    let listed = place.printed(&["jobs"]);
    assert!(listed.contains("Held back when a backup was restored") && listed.contains("Given up"), "{listed}");
    let jobs = || -> Vec<(String, String, String, String)> {
        use guildhall_schema::jobs::{self as table, created_at, key, kind, last_error, state};
        table::table.select((kind, key, state, last_error)).order(created_at).load(&mut connection(&place.location)).unwrap()
    };
    let held = "restored from a backup";
    let expected = [
        ("notifications.notice-mail", "1", "parked", held),
        ("notifications.notice-mail", "2", "parked", held),
        ("notifications.notice-mail", "2", "parked", held),
        ("notifications.notice-mail", "3", "parked", "refused"),
        ("of-the-future", "", "parked", held),
        ("accounts.tidy", "kept", "waiting", ""),
    ];
    assert_eq!(jobs(), expected.map(|(kind, key, state, error)| (kind.into(), key.into(), state.into(), error.into())));
    assert_eq!(place.printed(&["jobs", "--retry", "all"]), "1 job runs again.\n");
    assert_eq!(place.printed(&["jobs", "--retry", "restored"]), "4 jobs run again.\n");
    assert_eq!(jobs().len(), 5, "of two about the same thing one runs");
    assert_eq!(place.printed(&["jobs", "--discard", "restored"]), "Nothing is held back.\n");
}

#[test]
fn every_table_and_column_of_the_schema_is_kept() {
    let (place, test) = Place::configured();
    connection(&place.location).batch_execute("INSERT INTO settings (name, value) VALUES ('name', 'Kontor')").unwrap();
    let file = test.folder().join("a.tar").to_str().unwrap().to_owned();
    place.printed(&["backup", &file]);
    let (name, manifest) = super::members(&archive(&file)).swap_remove(0);
    assert_eq!(name, "manifest.json");
    let manifest: guildhall::platform::backup::Manifest = serde_json::from_slice(&manifest).unwrap();
    for (table, (_, columns)) in written() {
        let kept = manifest.tables.iter().find(|kept| kept.name == table).unwrap_or_else(|| panic!("{table} is not kept"));
        let mut names: Vec<&String> = kept.columns.iter().map(|(name, _)| name).collect();
        names.sort();
        assert_eq!(names, columns.keys().collect::<Vec<_>>(), "columns of {table}");
        assert_eq!(kept.rows, u64::from(table == "settings"), "rows of {table}");
    }
}
