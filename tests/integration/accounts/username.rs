//! Another username: old links lead on, nobody else gets the former one for a year.

use super::{PASSWORD, with_password};
use crate::forum::scene;
use crate::support::{Answer, Client, TestApp};
use diesel::prelude::*;
use guildhall::accounts::names::free_username;
use guildhall::forum::TopicId;
use guildhall::platform::db::Timestamp;
use guildhall_schema::topics;

async fn rename(client: &Client, username: &str) -> Answer {
    let answer = client.post("/settings/username", &[("username", username)]).await;
    assert!(answer.status != 303 || answer.location().as_deref() == Some("/settings/account"), "{:?}", answer.location());
    answer
}

async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.rows(move |conn| topics::table.find(topic).select(topics::version).first(conn).unwrap()).await
}

#[actix_web::test]
async fn old_links_lead_to_the_new_name_and_texts_call_by_it() {
    let (app, category) = scene::scene().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    let topic = scene::ask(&ann, category).await;
    scene::reply(&app, &bo, topic, "That was asked and answered well by @ann some days ago.").await;
    let address = format!("/t/{topic}");
    let before = version(&app, topic).await;
    rename(&ann, "Anna.Berg").await.expect(303);
    app.run_jobs();
    assert!(version(&app, topic).await > before, "what shows the name is newer");
    for (old, new) in [("/u/ann", "/u/Anna.Berg"), ("/u/ann/topics", "/u/Anna.Berg/topics"), ("/u/ANN/replies", "/u/Anna.Berg/replies")] {
        assert_eq!(app.visitor().get(old).await.expect(301).location().as_deref(), Some(new));
    }
    let page = app.visitor();
    let page = page.follow(page.get(&address).await).await;
    assert_eq!((page.text("a.mention"), page.attributes("a.mention", "href")), ("@Anna.Berg".into(), vec!["/u/Anna.Berg".into()]));
    app.visitor().get("/u/Anna.Berg").await.expect(200);
}

#[actix_web::test]
async fn a_former_name_is_kept_for_a_year_for_its_owner_alone() {
    let app = TestApp::start().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    rename(&ann, "berit").await.expect(303);
    for taken in ["ann", "Ann", "\u{430}nn", "berit"] {
        let page = rename(&bo, taken).await.expect(422);
        assert_eq!(page.attributes("#username", "value"), [taken], "what was typed comes back");
    }
    app.later(31 * Timestamp::DAY);
    let ann = app.signed_in(ann.member()).await;
    rename(&ann, "ann").await.expect(303);
    assert_eq!(app.visitor().get("/u/berit").await.expect(301).location().as_deref(), Some("/u/ann"));
    app.visitor().get("/u/ann").await.expect(200);
    app.later(31 * Timestamp::DAY);
    let ann = app.signed_in(ann.member()).await;
    rename(&ann, "berit").await.expect(303);
    app.later(364 * Timestamp::DAY);
    let taken = app.read(|conn| Ok(free_username(conn, "ann", None, Timestamp(i64::MAX / 2)).is_ok())).await;
    assert!(taken, "in a far future it is free");
    rename(&app.signed_in(bo.member()).await, "ann").await.expect(422);
    app.later(2 * Timestamp::DAY);
    let bo = app.signed_in(bo.member()).await;
    rename(&bo, "ann").await.expect(303);
    assert_eq!(bo.get("/u/ann").await.expect(200).text("h1"), "bob");
    app.run_jobs();
}

#[actix_web::test]
async fn it_is_changed_once_in_thirty_days_but_for_its_capitals() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    assert!(ann.get("/settings/username").await.text("main").contains("once in 30 days"));
    rename(&ann, "ann").await.expect(303);
    rename(&ann, "Ann").await.expect(303);
    app.visitor().get("/u/ann").await.expect(301);
    rename(&ann, "berit").await.expect(303);
    let page = rename(&ann, "cecilie").await.expect(422);
    assert!(page.text("#username-e").contains("21 Dec 2026"), "{}", page.text("#username-e"));
    assert!(page.text(".notice.info").contains("21 Dec 2026"));
    rename(&ann, "Berit").await.expect(303);
    app.later(30 * Timestamp::DAY);
    let ann = app.signed_in(ann.member()).await;
    rename(&ann, "cecilie").await.expect(303);
    assert_eq!(app.visitor().get("/u/ann").await.expect(301).location().as_deref(), Some("/u/cecilie"));
    assert_eq!(app.visitor().get("/u/berit").await.expect(301).location().as_deref(), Some("/u/cecilie"));
    app.run_jobs();
}

#[actix_web::test]
async fn the_rules_are_those_of_signing_up() {
    let app = TestApp::start().await;
    app.staff("sunniva").await;
    let ann = with_password(&app, "ann").await;
    for refused in ["", "a", "admin", "sunn\u{456}va", "Sunniva", "an__n", "ann a", "x".repeat(31).as_str()] {
        rename(&ann, refused).await.expect(422);
    }
    rename(&ann, "anna").await.expect(303);
    super::sign_in(&app.visitor(), "anna", PASSWORD).await.expect(303);
    super::sign_in(&app.visitor(), "ann", PASSWORD).await.expect(422);
    app.run_jobs();
}

#[actix_web::test]
async fn names_are_changed_so_often_and_no_oftener() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for number in 0..20 {
        ann.post("/settings", &[("name", &format!("Ann {number}"))]).await.expect(303);
    }
    ann.post("/settings", &[("name", "Ann again")]).await.expect(429);
    ann.post("/settings", &[("name", "Ann 19"), ("biography", "Only the name is counted.")]).await.expect(303);
    app.run_jobs();
}
