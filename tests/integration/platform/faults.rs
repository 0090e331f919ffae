//! A database that others hold, doors that nobody opens, a clock that jumps.

use crate::accounts::picture::of_colour;
use crate::accounts::picture_files::RED;
use crate::support::{Client, TestApp, fixtures};
use diesel::connection::SimpleConnection;
use guildhall::accounts::Right;
use guildhall::platform::db::{Connection, Db, Error, Timestamp, Use, open_connection};
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

/// Readers that have something in their hands and do not let go.
struct HeldReaders {
    release: crossbeam_channel::Sender<()>,
    threads: Vec<std::thread::JoinHandle<Result<(), Error>>>,
}

impl HeldReaders {
    /// Takes so many, and comes back when each has been taken.
    fn take(db: &Db, readers: usize) -> Self {
        let (release, released) = crossbeam_channel::bounded::<()>(0);
        let (taken, is_taken) = crossbeam_channel::bounded(readers);
        let hold = || {
            let (db, released, taken) = (db.clone(), released.clone(), taken.clone());
            std::thread::spawn(move || {
                db.read_blocking(move |_| {
                    taken.send(()).expect("somebody waits for this");
                    // Nothing is ever sent: it ends when the other end goes.
                    let _ = released.recv();
                    Ok::<_, Error>(())
                })
            })
        };
        let threads = (0..readers).map(|_| hold()).collect();
        (0..readers).for_each(|_| is_taken.recv().expect("a reader takes what it is given"));
        Self { release, threads }
    }

    fn release(self) {
        drop(self.release);
        self.threads.into_iter().for_each(|thread| thread.join().unwrap().unwrap());
    }
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
async fn a_profile_that_cannot_be_saved_comes_back() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let mut other = hold(&app, "member_profiles, blobs", "EXCLUSIVE");
    let fields = [("name", "ann"), ("biography", TEXT), ("website", "https://shop.example")];
    let answer = ann.post("/settings", &fields).await.expect(503);
    assert!(answer.header("retry-after").is_some() && answer.text("#errors").contains("Your text is still here"), "{}", answer.body);
    assert_eq!((answer.text("#biography"), answer.attributes("#website", "value")), (TEXT.to_owned(), vec!["https://shop.example".to_owned()]));
    // A picture, which cannot come back in a form, is asked for again.
    let answer = ann.post_file("/settings/picture", "picture", "me.png", &of_colour(RED)).await.expect(503);
    assert!(answer.header("retry-after").is_some() && answer.text("#errors").contains("could not save the picture"), "{}", answer.body);
    other.batch_execute("ROLLBACK").unwrap();
    ann.post("/settings", &fields).await.expect(303);
    ann.post_file("/settings/picture", "picture", "me.png", &of_colour(RED)).await.expect(303);
    assert_eq!(ann.get("/settings").await.expect(200).text("#biography"), TEXT);
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
    ann.post("/settings/preferences", &[("lang", "en"), ("theme", "dark")]).await.expect(303);
    ann.get("/").await.expect(200);
    let held = HeldReaders::take(app.db(), 2);
    let began = Instant::now();
    let answer = app.visitor().get("/healthz").await.expect(503);
    assert!(began.elapsed() < Duration::from_millis(150), "{:?}", began.elapsed());
    assert!(answer.header("retry-after").is_some());
    let began = Instant::now();
    let answer = ann.get("/").await.expect(503);
    assert!(began.elapsed() < WITHIN && answer.header("retry-after").is_some(), "{:?}", began.elapsed());
    assert!(answer.has(".error-page"));
    assert_eq!(answer.attributes("html", "data-theme"), ["dark"], "in the theme that she chose, without asking the database");
    is_refused(&ann, "first").await;
    held.release();
    app.visitor().get("/healthz").await.expect(200);
    ann.post("/ask", &question("first")).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn a_queue_that_is_full_turns_away_at_once() {
    let app = TestApp::start().await;
    app.visitor().get("/").await.expect(200);
    let held = HeldReaders::take(app.db(), 2);
    let ask = || {
        let db = app.db().clone();
        tokio::spawn(async move { db.read(|_| Ok::<_, Error>(())).await })
    };
    let waiting: Vec<_> = (0..1_024).map(|_| ask()).collect();
    while app.db().metrics().readers_waiting < 1_024 {
        tokio::task::yield_now().await;
    }
    let began = Instant::now();
    let answer = app.visitor().get("/").await.expect(503);
    assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    assert!(answer.header("retry-after").is_some());
    held.release();
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
    // A mail waits since the year 2126.
    app.later(100 * 365 * Timestamp::DAY);
}
