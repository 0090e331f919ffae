//! Somebody who wrote and was named thousands of times leaves: nobody else waits for it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guildhall::accounts::{MemberId, Right, feature};
use guildhall::platform::db::{Connection, Db, Durability, Error};
use guildhall::platform::jobs::{Job, JobId, System};
use guildhall::registry::FEATURES;
use guildhall_schema::{mentions, post_texts};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{PASSWORD, with_password};
use crate::support::app::BASE_URL;
use crate::support::fixtures::insert_category;
use crate::support::{START, TestApp};

/// Letters that stand in no other text of these tests.
const NAME: &str = "qwrylla";
/// Posts by whoever leaves; as many by somebody else quote and mention them.
const POSTS: i64 = 5_000;
/// Posts of either to a topic.
const TO_A_TOPIC: i64 = 20;
/// A write or a read of somebody else waits for no longer. Each piece holds the writer for ten milliseconds; the rest is
/// for a program that is not optimised, on a machine that does other things.
const WAIT: Duration = Duration::from_millis(1_000);

/// Topics in which one writes, and another quotes and mentions each of their posts.
fn fill(conn: &mut Connection, category: i64, gone: MemberId, other: MemberId) {
    let (topics, now) = (POSTS / TO_A_TOPIC, START.0);
    let numbers = |most: i64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})");
    let (some, many) = (numbers(topics), numbers(POSTS));
    let topic = format!("(i - 1) / {TO_A_TOPIC} + 1");
    let number = format!("(i - 1) % {TO_A_TOPIC} * 2 + 2");
    let (theirs, others) = ("i + 100000", "i + 200000");
    let quotation = format!("'> [Qwrylla Shopkeeper](/t/x/' || ({topic}) || '/' || ({number}) || '):\n>\n> Text number ' || i || '\n\nThank you, @{NAME}!'");
    let html = format!("'<p>Thank you, <a class=\"mention\" href=\"/u/{NAME}\">@{NAME}</a>!</p>'");
    let post = "topic, number, position, author, state, lang, created_at";
    for statement in [
        format!(
            "{some} INSERT INTO topics (id, category, author, kind, title, slug, lang, state, created_at, bumped_at, hot) \
             SELECT i, {category}, {other}, 'discussion', 'A title of ' || i, 'a-title', 'en', 'visible', {now}, {now}, 0 FROM n"
        ),
        format!("{some} INSERT INTO topic_counts (topic, votes, lang) SELECT i, 0, 'en' FROM n"),
        format!("{some} INSERT INTO posts (id, {post}) SELECT i, i, 1, NULL, {other}, 'visible', 'en', {now} FROM n"),
        format!("{many} INSERT INTO posts (id, {post}) SELECT {theirs}, {topic}, {number}, {number} - 1, {gone}, 'visible', 'en', {now} FROM n"),
        format!("{many} INSERT INTO posts (id, {post}) SELECT {others}, {topic}, {number} + 1, {number}, {other}, 'visible', 'en', {now} FROM n"),
        format!("{some} INSERT INTO post_texts (post, source, html, renderer) SELECT i, 'A question', '<p>A question</p>', 1 FROM n"),
        format!("{many} INSERT INTO post_texts (post, source, html, renderer) SELECT {theirs}, 'Text number ' || i, '<p>Text</p>', 1 FROM n"),
        format!("{many} INSERT INTO post_texts (post, source, html, renderer) SELECT {others}, {quotation}, {html}, 1 FROM n"),
        format!("{many} INSERT INTO mentions (post, member, typed) SELECT {others}, {gone}, '{NAME}' FROM n"),
        format!("{many} INSERT INTO quotes (post, quoted) SELECT {others}, {theirs} FROM n"),
    ] {
        conn.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
}

/// Writes or reads, again and again, until it is over; gives how long each time took, the longest last.
fn meanwhile(db: &Db, is_over: &AtomicBool, ask: impl Fn(&Db) -> Result<(), Error>) -> Vec<Duration> {
    let mut waits = Vec::new();
    while !is_over.load(Ordering::Acquire) {
        let began = Instant::now();
        ask(db).expect("an answer");
        waits.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(1));
    }
    waits.sort_unstable();
    waits
}

fn told(what: &str, waits: &[Duration]) -> String {
    let (half, most) = (waits[waits.len() / 2], waits[waits.len() * 99 / 100]);
    let long = waits.iter().filter(|wait| **wait > Duration::from_millis(50)).count();
    format!("{} {what}: half within {half:?}, 99 of 100 within {most:?}, all within {:?}, {long} above 50 ms", waits.len(), waits[waits.len() - 1])
}

#[actix_web::test]
async fn others_write_and_read_while_somebody_who_wrote_much_is_taken_out() {
    let app = TestApp::start().await;
    let (gone, other) = (with_password(&app, NAME).await, app.member("bob").await);
    let (member, bob) = (gone.member(), other.member());
    app.rows(move |conn| {
        let category = insert_category(conn, "payments", None, &[("everyone", Right::Read), ("members", Right::Ask)]);
        fill(conn, category.0, member, bob);
    })
    .await;
    let began = Instant::now();
    gone.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    let closed = began.elapsed();
    assert!(closed < Duration::from_secs(3), "closing itself took {closed:?}");

    let (db, is_over) = (app.db().clone(), AtomicBool::new(false));
    let job = Job { id: JobId(0), key: member.to_string(), payload: serde_json::json!({ "member": member }), attempts: 0 };
    let write = |db: &Db| db.write_blocking(System, Durability::Soon, |_, ()| Ok(()));
    let read = |db: &Db| db.read_blocking(|conn| Ok(post_texts::table.find(1_i64).select(post_texts::post).first::<i64>(conn).map(|_| ())?));
    let (took, writes, reads) = std::thread::scope(|scope| {
        let (writer, reader) = (scope.spawn(|| meanwhile(&db, &is_over, write)), scope.spawn(|| meanwhile(&db, &is_over, read)));
        // The job blocks, which a test's own runtime must not.
        let working = scope.spawn(|| {
            let began = Instant::now();
            let outcome = feature::anonymise(&db, BASE_URL, FEATURES, &job);
            is_over.store(true, Ordering::Release);
            outcome.map(|()| began.elapsed())
        });
        (working.join().unwrap().unwrap(), writer.join().unwrap(), reader.join().unwrap())
    });
    eprintln!("{POSTS} posts, as many that name them: closed in {closed:?}, taken out in {took:?}");
    eprintln!("{}\n{}", told("writes", &writes), told("reads", &reads));
    assert!(writes.last() < Some(&WAIT) && reads.last() < Some(&WAIT), "{} {}", told("writes", &writes), told("reads", &reads));
    app.run_jobs();
    assert_eq!(app.texts_with(NAME).await, [] as [&str; 0]);
    let renamed: i64 = app
        .read(move |conn| {
            let rows = mentions::table.filter(mentions::member.eq(member)).filter(mentions::typed.eq(format!("former-{member}")));
            let posts: Vec<i64> = rows.select(mentions::post).load(conn)?;
            let html = post_texts::table.filter(post_texts::html.like(format!("%@former-{member}!%"))).select(post_texts::post).load::<i64>(conn)?;
            Ok(html.iter().filter(|post| posts.contains(post)).count() as i64)
        })
        .await;
    assert_eq!(renamed, POSTS);
}
