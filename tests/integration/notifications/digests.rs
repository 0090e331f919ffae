//! The digest: whose, when, of what, and that nobody gets two.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::accounts::settings::store::{move_digests, set_digest};
use guildhall::accounts::store::set_language;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::notifications::digests;
use guildhall::platform::db::Timestamp;
use guildhall::platform::i18n::Lang;
use guildhall::platform::jobs::{Job, JobId};
use guildhall_schema::{jobs, member_settings, members, sessions};

use super::notice_mail::header;
use crate::forum::scene::{ask, change, question, reply, scene, topic_in};
use crate::support::fixtures::insert_member;
use crate::support::{Client, TestApp};

const ANSWER: &str = "The bank has to confirm the account again.";

/// Runs the job that plans digests.
fn plan(app: &TestApp) {
    let (db, memory) = (app.db().clone(), app.parts.forum.clone());
    let job = Job { id: JobId(1), key: String::new(), payload: serde_json::json!({}), attempts: 0 };
    std::thread::spawn(move || digests::run(&db, &memory, &job)).join().unwrap().expect("digests are planned");
}

/// Digests to an address, once those that are due were planned and sent.
fn digested(app: &TestApp, address: &str) -> usize {
    plan(app);
    app.run_jobs();
    app.mails().iter().filter(|mail| mail.name == "digest" && mail.to == address).count()
}

/// The digest of the next Monday; digests are planned for whoever is there, and mails that wait are sent meanwhile.
fn on_monday(app: &TestApp, address: &str) -> usize {
    plan(app);
    app.run_jobs();
    app.later(7 * Timestamp::DAY);
    app.run_jobs();
    digested(app, address)
}

async fn daily(app: &TestApp, member: MemberId) {
    app.write(move |tx| set_digest(tx, member, "daily")).await;
}

/// Follows a category, so that what goes on there is told in the digest.
async fn follower(app: &TestApp, name: &str, category: guildhall::accounts::CategoryId) -> Client {
    let who = app.member(name).await;
    who.post(&format!("/c/{category}/follow"), &[("level", "all")]).await.expect(303);
    who
}

#[actix_web::test]
async fn it_tells_what_was_not_read_and_which_questions_wait() {
    let (app, category) = scene().await;
    let (ann, bob, cat) = (app.member("ann").await, app.member("bob").await, follower(&app, "cat", category).await);
    plan(&app);
    let topic = ask(&ann, category).await;
    for number in 0..3 {
        reply(&app, &bob, topic, &format!("{ANSWER} {number}")).await;
    }
    let asked = category.to_string();
    let fields = question(&asked, "another");
    let waiting = topic_in(&bob.post("/ask", &fields).await.expect(303));
    assert_eq!(digested(&app, "cat@example.com"), 0, "not before Monday morning");
    let member = cat.member();
    app.later(Timestamp::MINUTE);
    for lang in Lang::all() {
        app.write(move |tx| set_language(tx, member, lang)).await;
        app.write(move |tx| {
            let row = member_settings::table.find(member);
            diesel::update(row).set((member_settings::digest_at.eq(1_i64), member_settings::digest_from.eq(0_i64))).execute(tx.conn())?;
            Ok(())
        })
        .await;
        digested(&app, "cat@example.com");
        let mail = app.mail_to("cat@example.com");
        assert_eq!(mail.name, "digest");
        let token = header(&mail.raw, "List-Unsubscribe").rsplit('/').nth(1).unwrap().to_owned();
        let words = format!("{}\n\n{}\n{}", mail.letter.subject, mail.letter.text, mail.letter.html.split("<body>").nth(1).expect("a body"));
        insta::assert_snapshot!(format!("digest_{}", lang.tag()), words.replace(&token, "TOKEN"));
        assert!(mail.letter.text.contains(&format!("/{waiting}")));
    }
}

#[actix_web::test]
async fn it_is_never_empty_and_tells_nothing_twice() {
    let (app, category) = scene().await;
    let (ann, cat) = (app.member("ann").await, follower(&app, "cat", category).await);
    assert_eq!(on_monday(&app, "cat@example.com"), 0, "nothing happened");
    ask(&ann, category).await;
    assert_eq!(on_monday(&app, "cat@example.com"), 1);
    assert_eq!(on_monday(&app, "cat@example.com"), 1, "nothing since");
    let (ann, cat) = (app.signed_in(ann.member()).await, app.signed_in(cat.member()).await);
    ask(&ann, category).await;
    app.run_jobs();
    cat.post("/notices/read", &[]).await.expect(303);
    let bob = app.member("bob").await;
    let asked = ask(&ann, category).await;
    reply(&app, &bob, asked, ANSWER).await;
    app.run_jobs();
    cat.post("/notices/read", &[]).await.expect(303);
    let text = |app: &TestApp| app.mail_to("cat@example.com").letter.text;
    assert_eq!(on_monday(&app, "cat@example.com"), 2, "a question still waits");
    assert!(!text(&app).contains("opened a topic"), "what was read is not told: {}", text(&app));
}

#[actix_web::test]
async fn it_comes_as_often_as_its_member_wants() {
    let (app, category) = scene().await;
    let (ann, day, never) = (app.member("ann").await, follower(&app, "day", category).await, follower(&app, "nev", category).await);
    let page = day.get("/settings/notices").await.expect(200);
    assert_eq!(page.attributes("input[name=digest][checked]", "value"), ["weekly"]);
    day.post("/settings/notices", &[("digest", "daily"), ("topic-digest", "1")]).await.expect(303);
    never.post("/settings/notices", &[("digest", "never"), ("topic-digest", "1")]).await.expect(303);
    assert_eq!(day.get("/settings/notices").await.expect(200).attributes("input[name=digest][checked]", "value"), ["daily"]);
    day.post("/settings/notices", &[("topic-digest", "1")]).await.expect(303);
    day.post("/settings/notices", &[("digest", "asked"), ("topic-digest", "1")]).await.expect(303);
    assert_eq!(day.get("/settings/notices").await.expect(200).attributes("input[name=digest][checked]", "value"), ["daily"], "nothing else is chosen");
    plan(&app);
    for days in 1..=3 {
        ask(&ann, category).await;
        app.run_jobs();
        app.later(Timestamp::DAY);
        assert_eq!((digested(&app, "day@example.com"), digested(&app, "nev@example.com")), (days, 0));
    }
    let stop = header(&app.mail_to("day@example.com").raw, "List-Unsubscribe");
    let path = stop.trim_matches(['<', '>']).strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    assert!(path.ends_with("/digest"));
    app.visitor().post_from_elsewhere(&path, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    ask(&ann, category).await;
    assert_eq!(on_monday(&app, "day@example.com"), 3, "ended by one click");
}

#[actix_web::test]
async fn rights_are_asked_again_when_it_is_written() {
    let (app, category) = scene().await;
    let (ann, cat) = (app.member("ann").await, follower(&app, "cat", category).await);
    plan(&app);
    let topic = ask(&ann, category).await;
    let opening = crate::forum::scene::post(&app, topic, 1).await;
    app.run_jobs();
    app.later(7 * Timestamp::DAY);
    plan(&app);
    change(&app, opening, StateChange::Hide).await;
    app.run_jobs();
    assert!(app.mails().iter().all(|mail| mail.to != "cat@example.com"), "hidden between planning and sending: nothing is left to tell");
    assert_ne!(cat.member(), ann.member());
}

#[actix_web::test]
async fn after_half_a_year_of_silence_one_last_question_and_then_none() {
    let (app, category) = scene().await;
    let (ann, cat) = (app.member("ann").await, follower(&app, "cat", category).await);
    daily(&app, cat.member()).await;
    plan(&app);
    app.later(183 * Timestamp::DAY);
    let ann = app.signed_in(ann.member()).await;
    ask(&ann, category).await;
    assert_eq!(digested(&app, "cat@example.com"), 0);
    let mail = app.mail_to("cat@example.com");
    assert_eq!(mail.name, "digest-asked");
    app.later(30 * Timestamp::DAY);
    digested(&app, "cat@example.com");
    assert_eq!(app.mails().iter().filter(|mail| mail.to == "cat@example.com").count(), 1, "one last question");
    let go_on =
        mail.letter.text.lines().find_map(|line| line.strip_prefix("http://127.0.0.1:8080").filter(|path| path.ends_with("/go-on"))).unwrap().to_owned();
    app.visitor().get(&go_on).await.expect(200);
    app.visitor().post(&go_on, &[]).await.expect(200);
    let member = cat.member();
    app.write(move |tx| {
        let now = tx.now();
        diesel::update(members::table.find(member)).set(members::seen_at.eq(now)).execute(tx.conn())?;
        Ok(())
    })
    .await;
    plan(&app);
    let ann = app.signed_in(ann.member()).await;
    ask(&ann, category).await;
    assert_eq!(on_monday(&app, "cat@example.com"), 1, "it goes on");
}

#[actix_web::test]
async fn whoever_is_here_is_noted_once_a_day() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let member = ann.member();
    let seen = async || app.read(move |conn| Ok(members::table.find(member).select(members::seen_at).first::<Timestamp>(conn)?)).await;
    let first = seen().await;
    assert_eq!(first, app.db().now(), "signing in");
    app.later(Timestamp::HOUR);
    ann.get("/").await.expect(200);
    app.flush_seen();
    assert_eq!(seen().await, first);
    app.later(2 * Timestamp::DAY);
    ann.get("/").await.expect(200);
    app.flush_seen();
    assert_eq!(seen().await, app.db().now());
    let sessions: i64 = app.read(|conn| Ok(sessions::table.count().get_result(conn)?)).await;
    assert_eq!(sessions, 1);
}

#[actix_web::test]
async fn two_that_plan_at_once_and_one_that_is_killed_give_nobody_two() {
    let (app, category) = scene().await;
    let (ann, cat) = (app.member("ann").await, follower(&app, "cat", category).await);
    plan(&app);
    ask(&ann, category).await;
    app.run_jobs();
    app.later(7 * Timestamp::DAY);
    let (member, now) = (cat.member(), app.db().now());
    let next = now.plus(7 * Timestamp::DAY);
    let claimed = app.write(move |tx| move_digests(tx, &[member], now, next)).await;
    assert_eq!(claimed, [member]);
    assert!(app.write(move |tx| move_digests(tx, &[member], now, next)).await.is_empty(), "the second finds it moved on");
    // Killed before the transaction that moves it on: it is still due, and its mail was not written.
    app.write(move |tx| {
        diesel::update(member_settings::table.find(member))
            .set((member_settings::digest_at.eq(now), member_settings::digest_from.eq(0_i64)))
            .execute(tx.conn())?;
        Ok(())
    })
    .await;
    plan(&app);
    plan(&app);
    let planned: i64 = app.read(|conn| Ok(jobs::table.filter(jobs::kind.eq("notifications.digest-mail")).count().get_result(conn)?)).await;
    assert_eq!(planned, 1);
    assert_eq!(digested(&app, "cat@example.com"), 1);
}

#[actix_web::test]
async fn a_thousand_are_planned_by_few_statements() {
    const MEMBERS: i64 = 1_000;
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    ask(&ann, category).await;
    app.run_jobs();
    app.rows(move |conn| {
        for number in 0..MEMBERS {
            let member = insert_member(conn, &format!("reader{number}"));
            diesel::insert_into(member_settings::table)
                .values((member_settings::member.eq(member), member_settings::digest_at.eq(1_i64)))
                .execute(conn)
                .unwrap();
        }
    })
    .await;
    let before = app.queries();
    plan(&app);
    let asked = app.queries() - before;
    assert!(asked < 200, "{asked} statements for {MEMBERS}");
    let left: i64 = app.read(|conn| Ok(member_settings::table.filter(member_settings::digest_at.le(1_i64)).count().get_result(conn)?)).await;
    assert_eq!(left, 0);
}
