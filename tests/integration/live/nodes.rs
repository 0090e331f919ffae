//! What another process wrote is news here, too.

use diesel::connection::SimpleConnection;
use std::time::{Duration, Instant};

use super::{Listening, version};
use crate::forum::scene::{ask, reply, scene};
use crate::support::TestApp;

/// Far longer than anybody should wait; what is asked is whether it comes at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// Looks until something of a name was told.
async fn waits_for(app: &TestApp, listening: &mut Listening, name: &str) -> serde_json::Value {
    let began = Instant::now();
    loop {
        app.tell();
        if let Some(data) = listening.events(name).await.pop() {
            return data;
        }
        assert!(began.elapsed() < PATIENCE, "no {name} came");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn a_reply_at_one_node_reaches_readers_at_another() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let other = app.another_process().await;
    let watched = other.db().clone();
    std::thread::spawn(move || watched.watch_news());
    let visitor = other.visitor();
    let mut listening = Listening::on_topic(&other, &visitor, topic).await;
    for _ in 0..3 {
        reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
        let told = waits_for(&other, &mut listening, "topic").await;
        assert_eq!(told["version"].as_i64(), Some(version(&app, topic).await));
    }
    // The line to the server of the database is cut: what was told meanwhile is looked for.
    if !app.db().location().is_sqlite() {
        let lines = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";
        app.rows(move |conn| conn.batch_execute(lines).unwrap()).await;
        reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
        let told = waits_for(&other, &mut listening, "topic").await;
        assert_eq!(told["version"].as_i64(), Some(version(&app, topic).await));
    }
    app.run_jobs();
}

#[actix_web::test]
async fn who_writes_at_one_node_is_told_at_another_and_one_hears_nothing_of_oneself() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let other = app.another_process().await;
    // On a file there is one node.
    if app.db().location().is_sqlite() {
        app.run_jobs();
        return;
    }
    for db in [app.db().clone(), other.db().clone()] {
        std::thread::spawn(move || db.watch_news());
    }
    let visitor = other.visitor();
    let mut listening = Listening::on_topic(&other, &visitor, topic).await;
    // Both have to hear first: told again until it is.
    let began = Instant::now();
    loop {
        bob.post(&format!("/t/{topic}/writing"), &[]).await.expect(200);
        other.tell();
        if let Some(told) = listening.events("writing").await.pop() {
            assert_eq!(told["words"], "Somebody is writing");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "nothing came");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    app.run_jobs();
}

#[actix_web::test]
async fn where_nobody_tells_everything_is_looked_at() {
    use guildhall::platform::db::News;
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let other = app.another_process().await;
    let reader = other.signed_in(ann.member()).await;
    let mut on_topic = Listening::on_topic(&other, &reader, topic).await;
    let mut on_list = Listening::at(&other, &reader, "/live?list=latest&since=0&member=1").await;
    other.tell();
    assert_eq!(on_list.events("list").await.len(), 1);
    app.later(guildhall::platform::db::Timestamp::SECOND);
    ask(&bob, category).await;
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    app.run_jobs();
    other.tell();
    assert!(on_topic.heard().await.is_empty() && on_list.heard().await.is_empty(), "nobody told");
    other.parts.live.hear(&[News::Anything]);
    other.tell();
    let told = on_topic.heard().await;
    assert!(told.iter().any(|(name, data)| name == "topic" && data["replies"] == 1), "{told:?}");
    assert!(told.iter().any(|(name, data)| name == "notices" && data["count"] == "1"), "{told:?}");
    let told = on_list.events("list").await;
    assert_eq!(told.last().map(|data| data["count"].clone()), Some(2.into()), "{told:?}");
}
