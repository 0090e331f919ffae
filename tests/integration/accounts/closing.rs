//! Whoever leaves is found nowhere: not on a page, not in a table, not in a file.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::texts;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{exports, former_usernames, jobs, log, old_urls, origins, reserved_usernames, revisions, sessions, submissions, topics};

use super::{PASSWORD, with_password};
use crate::forum::scene::{ask, post, reply, scene, topic_in};
use crate::support::{Client, TestApp};

/// Letters that stand in no other text of these tests.
const NAME: &str = "qwrylla";

async fn close(client: &Client) {
    client.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
}

/// Pages of all kinds that a visitor and an admin open, as one text.
async fn pages(app: &TestApp, who: &Client, former: MemberId, addresses: &[String]) -> String {
    let own = [
        "/".to_owned(),
        "/latest.atom".to_owned(),
        "/sitemap/1.xml".to_owned(),
        "/search?q=payouts".to_owned(),
        format!("/u/former-{former}"),
        "/admin/log".to_owned(),
        format!("/admin/members/{former}"),
        "/admin/members".to_owned(),
    ];
    let mut all = String::new();
    for address in own.iter().chain(addresses) {
        let answer = who.get(address).await;
        let answer = who.follow(answer).await;
        all.push_str(&answer.body);
    }
    app.run_jobs();
    all.to_lowercase()
}

#[actix_web::test]
async fn the_name_of_who_left_is_found_nowhere() {
    let (app, category) = scene().await;
    let (gone, bob, ada) = (with_password(&app, NAME).await, app.member("bob").await, app.admin("ada").await);
    let member = gone.member();
    gone.post("/settings", &[("name", "Qwrylla Shopkeeper"), ("lang", "nb")]).await.expect(303);
    let topic = ask(&gone, category).await;
    let quoted = reply(&app, &gone, topic, "The bank confirms it on Thursdays only.").await;
    // As the page itself quotes.
    let address = bob.get(&format!("/t/{topic}")).await.location().unwrap();
    let quotation = bob.get(&format!("{address}?quote=2")).await.expect(200).text("#reply-text");
    assert!(quotation.contains("Qwrylla Shopkeeper"), "{quotation}");
    let quotation = format!(
        "> [Qwrylla Shopkeeper](/t/x/{topic}/2):\n>\n> The bank confirms it on Thursdays only.\n\nThank you, @{NAME}! See `@{NAME}` and [her page](/u/{NAME})."
    );
    let quoting = reply(&app, &bob, topic, &quotation).await;
    let titled = [
        ("key", ""),
        ("title", &*format!("Who has asked @{NAME} about payouts")),
        ("category", &category.to_string()),
        ("body", "I would like to know, because payouts are late."),
        ("tags", ""),
    ];
    let other = topic_in(&bob.post("/ask", &titled).await.expect(303));
    let edited = reply(&app, &bob, topic, &format!("I think that @{NAME} is right about this.")).await;
    app.later(10 * Timestamp::MINUTE);
    bob.post(&format!("/p/{edited}/edit"), &[("version", "1"), ("body", "I think that this is right, all of it."), ("reason", &format!("as @{NAME} wished"))])
        .await
        .expect(303);
    app.rows(move |conn| {
        diesel::insert_into(old_urls::table).values((old_urls::path.eq("/users/5"), old_urls::target.eq(format!("/u/{NAME}")))).execute(conn).unwrap();
    })
    .await;
    app.visitor().post("/forgotten-password", &[("address", &format!("{NAME}@example.com"))]).await.expect(303);
    gone.post("/settings/own-data", &[("password", PASSWORD)]).await.expect(303);
    assert!(!app.texts_with(NAME).await.is_empty());
    app.later(Timestamp::MINUTE);
    app.run_jobs();
    app.visitor().post("/forgotten-password", &[("address", &format!("{NAME}@example.com"))]).await.expect(303);
    let mails = app.mails().len();

    close(&gone).await;
    app.run_jobs();
    assert_eq!(app.mails().len(), mails, "no mail goes to somebody who left");
    assert_eq!(app.texts_with(NAME).await, [] as [&str; 0]);
    assert_eq!(app.files_with(NAME), [] as [&str; 0]);
    let addresses = [format!("/t/{topic}"), format!("/t/{other}"), format!("/p/{edited}/history"), format!("/p/{quoting}/history"), format!("/t/{topic}.atom")];
    for who in [&app.visitor(), &bob, &ada] {
        let shown = pages(&app, who, member, &addresses).await;
        assert!(!shown.contains(NAME), "{}", &shown[shown.find(NAME).unwrap() - 300..][..600]);
        assert!(shown.contains(&format!("former-{member}")) && shown.contains("thursdays only"));
    }
    let (source, html) = app.read(move |conn| texts::store::text(conn, quoting)).await;
    assert!(source.starts_with(&format!("> [former-{member}](/t/x/{topic}/2):\n>\n> The bank confirms")), "{source}");
    assert!(html.contains(&format!("Thank you, @former-{member}!")), "{html}");
    let title: String = app.read(move |conn| Ok(topics::table.find(other).select(topics::title).first(conn)?)).await;
    assert_eq!(title, format!("Who has asked @former-{member} about payouts"));
    let note: String = app.read(move |conn| Ok(revisions::table.filter(revisions::post.eq(edited)).select(revisions::reason).first(conn)?)).await;
    assert_eq!(note, format!("as @former-{member} wished"));
    app.visitor().get(&format!("/u/{NAME}")).await.expect(404);
    app.visitor().get("/users/5").await.expect(404);
    bob.get(&format!("/p/{quoted}")).await.expect(301);
}

#[actix_web::test]
async fn what_was_theirs_alone_is_gone() {
    let (app, category) = scene().await;
    let gone = with_password(&app, NAME).await;
    let member = gone.member();
    let topic = ask(&gone, category).await;
    gone.post(&format!("/t/{topic}/reply"), &[("key", "a form"), ("body", "The bank confirms it on Thursdays only.")]).await.expect(303);
    gone.post("/settings/own-data", &[("password", PASSWORD)]).await.expect(303);
    app.run_jobs();
    let acts: i64 = app.read(|conn| Ok(log::table.count().get_result(conn)?)).await;
    assert_eq!(app.folder.join("exports").read_dir().unwrap().count(), 1);
    close(&gone).await;
    let at_once = app.read(move |conn| {
        let sessions: i64 = sessions::table.filter(sessions::member.eq(member)).count().get_result(conn)?;
        let origins: i64 = origins::table.filter(origins::member.eq(member)).count().get_result(conn)?;
        let exports: i64 = exports::table.filter(exports::member.eq(member)).count().get_result(conn)?;
        Ok((sessions, origins, exports))
    });
    assert_eq!(at_once.await, (0, 0, 0));
    app.run_jobs();
    let later = app.read(move |conn| {
        let submissions: i64 = submissions::table.filter(submissions::member.eq(member)).count().get_result(conn)?;
        let former: i64 = former_usernames::table.count().get_result(conn)?;
        let acts: i64 = log::table.count().get_result(conn)?;
        let jobs: i64 = jobs::table.count().get_result(conn)?;
        Ok((submissions, former, acts, jobs))
    });
    assert_eq!(later.await, (0, 0, acts, 0), "the log stays");
    let first = post(&app, topic, 1).await;
    assert_eq!(app.read(move |conn| texts::store::source(conn, first)).await.len(), 61, "what they wrote stays");
    assert_eq!(app.folder.join("exports").read_dir().unwrap().count(), 0, "the archive's file");
}

#[actix_web::test]
async fn nobody_else_gets_the_name_for_a_year_and_nobody_reads_it() {
    let app = TestApp::start().await;
    let gone = with_password(&app, NAME).await;
    close(&gone).await;
    app.run_jobs();
    let (kept, former): (Vec<String>, i64) =
        app.read(|conn| Ok((reserved_usernames::table.select(reserved_usernames::hash).load(conn)?, former_usernames::table.count().get_result(conn)?))).await;
    assert!(kept.len() == 2 && kept.iter().all(|hash| hash.len() == 64), "{kept:?}");
    assert_eq!(former, 0);
    let wish = |username: &'static str| [("username", username), ("address", "new@example.com"), ("password", PASSWORD)];
    for username in ["qwrylla", "QWRYLLA", "qwryIIa"] {
        let taken = app.visitor().post("/sign-up", &wish(username)).await.expect(422);
        assert_eq!(taken.attributes("#errors a", "href"), ["#username"], "{username}");
    }
    app.later(366 * Timestamp::DAY);
    app.visitor().post("/sign-up", &wish("qwrylla")).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn two_who_look_the_same_leave_one_after_the_other() {
    let app = TestApp::start().await;
    let gone = with_password(&app, NAME).await;
    close(&gone).await;
    app.run_jobs();
    app.later(300 * Timestamp::DAY);
    // An admin's import may give it again; the later end counts.
    let again = with_password(&app, NAME).await;
    close(&again).await;
    app.run_jobs();
    app.later(200 * Timestamp::DAY);
    let fields = [("username", NAME), ("address", "new@example.com"), ("password", PASSWORD)];
    app.visitor().post("/sign-up", &fields).await.expect(422);
}

#[actix_web::test]
async fn words_that_only_look_like_the_name_stay() {
    let (app, category) = scene().await;
    let (gone, bob) = (with_password(&app, "ann").await, app.member("bob").await);
    let topic = ask(&gone, category).await;
    let body = "Planning with @anna and ann@example.com, [Ann](/t/x/999/1): see /u/annika and **Ann**.";
    let other = reply(&app, &bob, topic, body).await;
    close(&gone).await;
    app.run_jobs();
    assert_eq!(app.read(move |conn| texts::store::source(conn, other)).await, body);
}
