//! A small community in which tests of the forum begin.

use diesel::prelude::*;
use guildhall::accounts::{Acting, CategoryId, Right, Viewer};
use guildhall::forum::counts;
use guildhall::forum::participant::Participant;
use guildhall::forum::posts::change_state::{StateChange, change_state};
use guildhall::forum::{PostId, TopicId};
use guildhall::platform::db::Tx;
use guildhall_schema::posts;

use crate::support::Client;
use crate::support::fixtures::insert_category;
use crate::support::{Answer, TestApp};

/// An app with one open category.
pub async fn scene() -> (TestApp, CategoryId) {
    let app = TestApp::start().await;
    let category = app.rows(|conn| insert_category(conn, "payments", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await;
    (app, category)
}

/// The fields of a fine question.
pub fn question<'a>(category: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("title", "Payouts stopped after the bank changed our account"),
        ("category", category),
        ("body", "Since Monday no payout has reached us. What do we have to do?"),
        ("tags", ""),
    ]
}

/// Asks a fine question; gives the topic.
pub async fn ask(client: &Client, category: CategoryId) -> TopicId {
    let answer = client.post("/ask", &question(&category.to_string(), "")).await.expect(303);
    topic_in(&answer)
}

/// Something becomes of a post; nobody in particular does it.
pub async fn change(app: &TestApp, post: PostId, change: StateChange) {
    let (memory, db) = (app.parts.forum.clone(), app.db().clone());
    let task = move |tx: &mut Tx<'_>, viewer: &Viewer| {
        let who = Participant::new(&memory, &db, tx.conn(), viewer)?;
        change_state(tx, &who, post, change, "").map(|_| ())
    };
    app.db().write(Acting::System, task).await.expect("it changes");
}

/// The topic in the address of a redirect.
pub fn topic_in(answer: &Answer) -> TopicId {
    let path = answer.location().expect("a redirect");
    TopicId(path.split('/').nth(3).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{path} is no topic")))
}

/// Replies; gives the post.
pub async fn reply(app: &TestApp, client: &Client, topic: TopicId, body: &str) -> PostId {
    let answer = client.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", body)]).await.expect(303);
    let number = answer.location().and_then(|path| path.rsplit('/').next()?.parse::<i64>().ok()).expect("a number");
    post(app, topic, number).await
}

/// The post with a number.
pub async fn post(app: &TestApp, topic: TopicId, number: i64) -> PostId {
    app.read(move |conn| Ok(posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(number)).select(posts::id).first(conn)?)).await
}

/// One column of a post.
pub async fn state(app: &TestApp, post: PostId) -> String {
    app.read(move |conn| Ok(posts::table.find(post).select(posts::state).first(conn)?)).await
}

/// Fails when a stored figure of the topic differs from what its rows say.
pub async fn figures_are_right(app: &TestApp, topic: TopicId) {
    let wrong = app.read(move |conn| counts::wrong_in_topic(conn, topic)).await;
    assert!(wrong.is_empty(), "{wrong:?}");
}
