//! A database that others hold, doors that nobody opens, a clock that jumps.

use crate::support::{Client, TestApp, fixtures};
use diesel::connection::SimpleConnection;
use guildhall::accounts::Right;
use guildhall::platform::db::{Connection, Error, Timestamp, Use, open_connection};
use std::time::{Duration, Instant};

const TEXT: &str = "The text that somebody typed and does not want to type again";
/// Every answer comes within this.
const WITHIN: Duration = Duration::from_secs(5);

async fn category(app: &TestApp) {
    app.rows(|conn| fixtures::insert_category(conn, "talk", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await;
}

fn question(key: &str) -> [(&str, &str); 4] {
    [("key", key), ("category", "1"), ("title", "What is to be done about it now"), ("body", TEXT)]
}

/// Asks while nothing can be written: refused in time, with what was typed.
async fn is_refused(client: &Client, key: &str) {
    let began = Instant::now();
    let answer = client.post("/ask", &question(key)).await.expect(503);
    assert!(began.elapsed() < WITHIN, "{:?}", began.elapsed());
    assert!(answer.header("retry-after").is_some());
    assert_eq!(answer.text("#body"), TEXT);
    assert_eq!(answer.attributes("#title", "value"), ["What is to be done about it now"]);
    assert!(answer.text("title").starts_with("Error:") || answer.has("[role=alert]"), "{}", answer.body);
}

/// Another process has the one writer of SQLite, or tables of PostgreSQL, for itself.
fn hold(app: &TestApp, tables: &str, mode: &str) -> Connection {
    let mut conn = open_connection(app.db().location(), Use::Write, &Default::default()).unwrap();
    match app.db().location().is_sqlite() {
        true => conn.batch_execute("BEGIN IMMEDIATE").unwrap(),
        false => conn.batch_execute(&format!("BEGIN; LOCK TABLE {tables} IN {mode} MODE")).unwrap(),
    }
    conn
}

#[actix_web::test]
async fn whoever_finds_the_database_locked_is_told_in_time_and_keeps_the_text() {
    let app = TestApp::start().await;
    category(&app).await;
    let ann = app.member("ann").await;
    let mut other = hold(&app, "topics, posts", "EXCLUSIVE");
    is_refused(&ann, "first").await;
    // Reading goes on.
    let began = Instant::now();
    ann.get("/").await.expect(200);
    app.visitor().get("/healthz").await.expect(200);
    assert!(began.elapsed() < Duration::from_secs(1));
    other.batch_execute("ROLLBACK").unwrap();
    ann.post("/ask", &question("first")).await.expect(303);
    assert_eq!(app.visitor().get("/").await.texts("ol.topics > li").len(), 1);
    app.run_jobs();
}

#[actix_web::test]
async fn tables_that_nobody_may_read_cost_a_few_seconds() {
    let app = TestApp::start().await;
    if app.db().location().is_sqlite() {
        // Whoever writes holds up nobody who reads.
        return;
    }
    category(&app).await;
    let ann = app.member("ann").await;
    let mut other = hold(&app, "sessions", "ACCESS EXCLUSIVE");
    let began = Instant::now();
    let answer = ann.get("/").await.expect(503);
    assert!(began.elapsed() < WITHIN && answer.header("retry-after").is_some());
    is_refused(&ann, "first").await;
    other.batch_execute("ROLLBACK").unwrap();
    ann.get("/").await.expect(200);
}

#[actix_web::test]
async fn when_every_reader_is_taken_pages_come_back_later() {
    let app = TestApp::start().await;
    category(&app).await;
    let ann = app.member("ann").await;
    ann.get("/").await.expect(200);
    // Both readers are held longer than anybody waits.
    let held: Vec<_> = (0..2)
        .map(|_| {
            let db = app.db().clone();
            std::thread::spawn(move || {
                db.read_blocking(|_| {
                    std::thread::sleep(Duration::from_millis(11_500));
                    Ok::<_, Error>(())
                })
            })
        })
        .collect();
    std::thread::sleep(Duration::from_millis(50));
    let began = Instant::now();
    let answer = app.visitor().get("/healthz").await.expect(503);
    assert!(began.elapsed() < Duration::from_millis(150), "{:?}", began.elapsed());
    assert!(answer.header("retry-after").is_some());
    let began = Instant::now();
    let answer = app.visitor().get("/").await.expect(503);
    assert!(began.elapsed() < WITHIN && answer.header("retry-after").is_some(), "{:?}", began.elapsed());
    assert!(answer.has(".error-page"));
    is_refused(&ann, "first").await;
    held.into_iter().for_each(|thread| thread.join().unwrap().unwrap());
    app.visitor().get("/healthz").await.expect(200);
    ann.post("/ask", &question("first")).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn a_queue_that_is_full_turns_away_at_once() {
    let app = TestApp::start().await;
    app.visitor().get("/").await.expect(200);
    let (release, held) = crossbeam_channel::bounded::<()>(0);
    let ask = || {
        let (db, held) = (app.db().clone(), held.clone());
        tokio::spawn(async move { db.read(move |_| Ok::<_, Error>(held.recv().is_err())).await })
    };
    let mut waiting = vec![ask(), ask()];
    // Both readers have one in their hands before the queue fills.
    tokio::time::sleep(Duration::from_millis(100)).await;
    waiting.extend((0..1_024).map(|_| ask()));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(app.db().metrics().readers_waiting, 1_024);
    let began = Instant::now();
    let answer = app.visitor().get("/").await.expect(503);
    assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    assert!(answer.header("retry-after").is_some());
    drop(release);
    for task in waiting {
        task.await.unwrap().unwrap();
    }
    app.visitor().get("/").await.expect(200);
}

#[actix_web::test]
async fn a_clock_that_jumps_changes_no_order_and_ends_nothing() {
    let app = TestApp::start().await;
    category(&app).await;
    let ann = app.member("ann").await;
    ann.post("/ask", &question("first")).await.expect(303);
    // Back to before anything was, on to the year 2126, back again: an order by time alone would be another one each time.
    for (number, jump) in [-60 * 365 * Timestamp::DAY, 160 * 365 * Timestamp::DAY, -100 * 365 * Timestamp::DAY + Timestamp::HOUR].into_iter().enumerate() {
        app.later(jump);
        let bea = app.member(&format!("bea{number}")).await;
        let body = format!("Reply number {number}, whatever the clock says by now");
        bea.post("/t/1/reply", &[("key", &body), ("body", &body)]).await.expect(303);
        for page in ["/", "/hot", "/top?period=week", "/unsolved", "/latest.atom", "/sitemap/1.xml", "/healthz", "/u/ann"] {
            bea.get(page).await.expect(200);
        }
        app.run_jobs();
    }
    let page = app.visitor().get("/t/what-is-to-be-done-about-it-now/1").await.expect(200);
    let replies: Vec<String> = page.texts(".post .prose").into_iter().filter(|text| text.starts_with("Reply")).collect();
    let numbers: Vec<&str> = replies.iter().map(|text| &text[13..14]).collect();
    assert_eq!(numbers, ["0", "1", "2"], "in the order of their numbers");
    ann.get("/settings").await.expect(200);
}
