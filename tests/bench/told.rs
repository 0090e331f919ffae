//! How long it takes to tell many: a topic with 5,000 followers who want mail at once, and digests for 100,000 members, whose
//! planning is killed in the middle and begun again; some of them are written and handed over, one after the other.
//!
//! `cargo run --release --example told` takes some minutes on SQLite, in a folder of its own; with
//! `GUILDHALL_BENCH_DATABASE_URL` on an empty PostgreSQL database. `MEMBERS=10000` makes it smaller.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use guildhall::app::Parts;
use guildhall::notifications::{digests, notices};
use guildhall::platform::clock::Clock;
use guildhall::platform::config::{Config, Sources};
use guildhall::platform::db::migrations::{self, Until};
use guildhall::platform::db::{Connection, Db, Location, Options, Use, open_connection};
use guildhall::platform::jobs::{Job, JobId};
use guildhall::subscriptions;
use serde_json::json;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const FOLLOWERS: i64 = 5_000;
/// Digests that are sent.
const SENT: i64 = 2_000;
/// What a notice of a new topic says of its reasons.
const TOPIC: i64 = 1 << 11;

fn main() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().collect();
    if let [_, word, folder] = words.as_slice()
        && word == "plan"
    {
        plan(&config(folder)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = tempfile::tempdir()?;
    let folder = folder.path().display().to_string();
    let config = config(&folder)?;
    migrations::run(&config.database, Until::Started)?;
    let mut conn = open_connection(&config.database, Use::Write, &Default::default())?;
    let members: i64 = std::env::var("MEMBERS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    fill(&mut conn, members)?;
    let is_told = followers(&config, &mut conn)?;
    let is_planned = planned(&folder, &mut conn, members)?;
    let is_sent = sent(&config, &mut conn, members)?;
    Ok(if is_told && is_planned && is_sent { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn config(folder: &str) -> anyhow::Result<Config> {
    let mut environment = vec![("GUILDHALL_DATA_DIR".to_owned(), folder.to_owned())];
    if let Ok(url) = std::env::var("GUILDHALL_BENCH_DATABASE_URL") {
        environment.push(("GUILDHALL_DATABASE_URL".into(), url));
    }
    Ok(Config::load(&Sources { file: None, environment, flags: Vec::new() })?)
}

fn db(location: &Location) -> Db {
    Db::open(Options {
        location: location.clone(),
        readers: 2,
        writers: 2,
        limit_factor: 1,
        clock: Clock::System,
        subscriptions: subscriptions::subscriptions(),
        wake: Box::new(|_| {}),
    })
}

fn job(payload: serde_json::Value) -> Job {
    Job { id: JobId(1), key: String::new(), payload, attempts: 0 }
}

fn run(conn: &mut Connection, sql: &str) -> anyhow::Result<()> {
    sql_query(sql).execute(conn)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn number(conn: &mut Connection, sql: &str) -> anyhow::Result<i64> {
    Ok(sql_query(format!("SELECT {sql} AS number")).get_result::<Number>(conn)?.number)
}

/// A topic with two posts; members with an address, a digest that is due and something to tell in it.
fn fill(conn: &mut Connection, members: i64) -> anyhow::Result<()> {
    let began = Instant::now();
    let count = format!("(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {members}) SELECT i FROM n) AS numbers");
    run(
        conn,
        &format!(
            "INSERT INTO members (username, username_key, username_skeleton, name, name_skeleton, lang, created_at, seen_at) \
             SELECT 'reader' || i, 'reader' || i, 'reader' || i, 'Reader ' || i, 'reader' || i, 'en', {0}, {0} FROM {count}",
            Clock::System.now().0 - 3_600_000_000
        ),
    )?;
    run(conn, "INSERT INTO member_settings (member, digest_at) SELECT id, 1 FROM members")?;
    run(
        conn,
        "INSERT INTO member_addresses (member, address, address_key, confirmed_at) SELECT id, username || '@example.com', username || '@example.com', 1 FROM members",
    )?;
    run(conn, "INSERT INTO categories (slug, path, icon, position, created_at) VALUES ('talk', 'talk', 'chat', 1, 1)")?;
    run(conn, "INSERT INTO category_access (category, grantee, may) VALUES (1, 'everyone', 'read'), (1, 'members', 'ask')")?;
    run(
        conn,
        "INSERT INTO topics (category, author, kind, title, slug, lang, state, created_at, bumped_at, hot) VALUES (1, 1, 'question', 'Payouts stopped', 'payouts', 'en', 'visible', 1, 1, 1.0)",
    )?;
    run(conn, "INSERT INTO topic_counts (topic, last_at, lang) VALUES (1, 1, 'en')")?;
    run(
        conn,
        "INSERT INTO posts (topic, number, author, state, audience, lang, created_at) VALUES (1, 1, 1, 'visible', 'everyone', 'en', 1), (1, 2, 2, 'visible', 'everyone', 'en', 1)",
    )?;
    run(conn, "UPDATE posts SET position = 1 WHERE number = 2")?;
    run(conn, "INSERT INTO post_texts (post, source, html, renderer) SELECT id, 'Words', '<p>Words</p>', 1 FROM posts")?;
    run(conn, &format!("INSERT INTO notices (member, topic, post, reason, reasons, at) SELECT id, 1, 1, 'topic', {TOPIC}, 2 FROM members"))?;
    run(
        conn,
        &format!(
            "INSERT INTO follows (member, what, subject, level, chosen, created_at) SELECT id, 'topic', 1, 'all', {}, 1 FROM members WHERE id > 2 AND id <= {}",
            truth(conn),
            FOLLOWERS + 2
        ),
    )?;
    run(conn, &format!("INSERT INTO notice_ways (member, reason, page, mail, digest) SELECT member, 'followed', {0}, {0}, {0} FROM follows", truth(conn)))?;
    say(&format!("{members} members made in {:.1} s", began.elapsed().as_secs_f64()));
    Ok(())
}

fn truth(conn: &Connection) -> &'static str {
    match conn {
        Connection::Sqlite(_) => "1",
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => "TRUE",
    }
}

/// A reply in the topic: all are told, and their mails are queued.
fn followers(config: &Config, conn: &mut Connection) -> anyhow::Result<bool> {
    let parts = Parts::on(db(&config.database), config)?;
    let began = Instant::now();
    notices::new_posts(parts.web.db(), &parts.forum, &[job(json!({ "post": 2 }))]).into_iter().collect::<anyhow::Result<()>>()?;
    let took = began.elapsed().as_secs_f64();
    let told = number(conn, "(SELECT COUNT(*) FROM notices WHERE post = 2)")?;
    let queued = number(conn, "(SELECT COUNT(*) FROM jobs WHERE kind = 'notifications.notice-mail')")?;
    let expected = FOLLOWERS.min(number(conn, "(SELECT COUNT(*) FROM members)")? - 2);
    say(&format!("{told} told and {queued} mails queued in {took:.2} s, at most 5 allowed"));
    Ok(told >= expected && queued >= expected && took <= 5.0)
}

fn plan(config: &Config) -> anyhow::Result<()> {
    let parts = Parts::on(db(&config.database), config)?;
    digests::run(parts.web.db(), &parts.forum, &job(json!({})))
}

/// Plans in a process of its own, killed when a third is done and begun again.
fn planned(folder: &str, conn: &mut Connection, members: i64) -> anyhow::Result<bool> {
    let program = std::env::current_exe()?;
    let begin = || Command::new(&program).args(["plan", folder]).spawn();
    let queued = "(SELECT COUNT(*) FROM jobs WHERE kind = 'notifications.digest-mail')";
    let began = Instant::now();
    let mut first = begin()?;
    let mut was_killed = false;
    while first.try_wait()?.is_none() {
        if number(conn, queued)? > members / 3 {
            first.kill()?;
            first.wait()?;
            was_killed = true;
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let at = number(conn, queued)?;
    let is_done = begin()?.wait()?.success();
    let took = began.elapsed().as_secs_f64();
    let (jobs, different) = (number(conn, queued)?, number(conn, "(SELECT COUNT(DISTINCT payload) FROM jobs WHERE kind = 'notifications.digest-mail')")?);
    say(&format!("killed at {at}: {was_killed}; {jobs} digests for {different} members planned in {took:.1} s, at most 600 allowed"));
    Ok(was_killed && is_done && jobs == members && different == members && took <= 600.0)
}

#[derive(QueryableByName)]
struct Payload {
    #[diesel(sql_type = Text)]
    payload: String,
}

/// Some of the digests are written and handed over, into a folder: how long all would take, one after the other.
fn sent(config: &Config, conn: &mut Connection, members: i64) -> anyhow::Result<bool> {
    let parts = Parts::on(db(&config.database), config)?;
    let jobs: Vec<Payload> = sql_query(format!("SELECT payload FROM jobs WHERE kind = 'notifications.digest-mail' ORDER BY id LIMIT {SENT}")).load(conn)?;
    let began = Instant::now();
    for (id, row) in (1..).zip(&jobs) {
        let job = Job { id: JobId(id), key: String::new(), payload: serde_json::from_str(&row.payload)?, attempts: 0 };
        digests::send(&parts.web, &parts.mailer, &parts.forum, &job)?;
    }
    let took = began.elapsed().as_secs_f64();
    let mails = std::fs::read_dir(config.data_dir.join("mail"))?.count();
    let all = took / jobs.len() as f64 * members as f64;
    say(&format!("{mails} digests sent in {took:.1} s: {members} would take {all:.0} s, at most 600 allowed"));
    Ok(mails == jobs.len() && all <= 600.0)
}
