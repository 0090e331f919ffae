//! Work on whole topics: another category, kind, title; timers, slow mode; posts moved, split off, merged; all of it undone.

mod moves;
mod plans;
mod quoted;
mod rights;
mod timers;
mod values;

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, Right, Role};
use guildhall::forum::{PostId, TopicId};
use guildhall::registry;
use guildhall_schema::{posts, topics};

use super::scene::{question, scene, topic_in};
use crate::support::fixtures::insert_category;
use crate::support::{Answer, Client, TestApp};

/// An app with two open categories and one that members cannot read.
async fn three() -> (TestApp, CategoryId, CategoryId, CategoryId) {
    let (app, here) = scene().await;
    let open: &[(&str, Right)] = &[("everyone", Right::Read), ("members", Right::Ask)];
    let there = app.rows(|conn| insert_category(conn, "shipping", None, open)).await;
    let hidden = app.rows(|conn| insert_category(conn, "backstage", None, &[("moderators", Right::Ask), ("staff", Right::Ask)])).await;
    (app, here, there, hidden)
}

/// Keeps order in some categories alone.
async fn keeper(app: &TestApp, username: &str, categories: &[CategoryId]) -> Client {
    let client = app.member(username).await;
    for category in categories {
        app.give_role(client.member(), Role::Moderator, Some(*category)).await;
    }
    client
}

/// Asks something with a title of its own.
async fn asks(client: &Client, category: CategoryId, title: &str) -> TopicId {
    let category = category.to_string();
    let fields: Vec<(&str, &str)> = question(&category, "").into_iter().map(|(name, value)| (name, if name == "title" { title } else { value })).collect();
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

/// Sends a form of the desk.
async fn does(who: &Client, topic: TopicId, what: &str, fields: &[(&str, &str)]) -> Answer {
    who.post(&format!("/t/{topic}/{what}"), fields).await
}

/// Moves posts to another topic, as the form does.
async fn moves(who: &Client, from: TopicId, posts: &[PostId], to: TopicId) -> Answer {
    let (names, into): (Vec<String>, String) = (posts.iter().map(|post| format!("post-{post}")).collect(), to.to_string());
    let mut fields = vec![("whither", "existing"), ("into", into.as_str())];
    fields.extend(names.iter().map(|name| (name.as_str(), "1")));
    does(who, from, "move", &fields).await
}

/// Splits posts off, as the form does; gives the answer.
async fn splits(who: &Client, from: TopicId, posts: &[PostId], category: CategoryId, title: &str) -> Answer {
    let (names, category): (Vec<String>, String) = (posts.iter().map(|post| format!("post-{post}")).collect(), category.to_string());
    let mut fields = vec![("whither", "new"), ("title", title), ("category", category.as_str()), ("kind", "question")];
    fields.extend(names.iter().map(|name| (name.as_str(), "1")));
    does(who, from, "move", &fields).await
}

/// Presses the first button at the desk that undoes something.
async fn undoes(who: &Client, topic: TopicId) -> Answer {
    let desk = who.get(&format!("/t/{topic}/desk")).await.expect(200);
    let field = |name: &str| desk.attributes(&format!("form[action$='/undo'] input[name={name}]"), "value").into_iter().next();
    let first = desk.attributes("form[action$='/undo'] input[type=hidden]", "name").remove(0);
    let value = field(&first).expect("a value");
    does(who, topic, "undo", &[(first.as_str(), value.as_str())]).await
}

/// Numbers of a topic's posts, with their positions, in order.
async fn numbers(app: &TestApp, topic: TopicId) -> Vec<(PostId, i64, Option<i64>)> {
    app.read(move |conn| {
        let rows = posts::table.filter(posts::topic.eq(topic)).order(posts::number);
        Ok(rows.select((posts::id, posts::number, posts::position)).load(conn)?)
    })
    .await
}

/// Is the topic closed, pinned, solved?
async fn is(app: &TestApp, topic: TopicId) -> (bool, bool, bool) {
    app.read(move |conn| Ok(topics::table.find(topic).select((topics::closed, topics::pinned, topics::solved)).first(conn)?)).await
}

/// Where a topic stands.
async fn category_of(app: &TestApp, topic: TopicId) -> CategoryId {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::category).first(conn)?)).await
}

/// What `guildhall check` looks at: nothing that is stored twice differs.
async fn all_is_right(app: &TestApp) {
    app.run_jobs();
    let wrong: Vec<String> = app
        .read(|conn| {
            let mut wrong = Vec::new();
            for check in registry::checks() {
                let ids = check.ids(conn, i64::MIN, 1_000)?;
                wrong.extend(check.wrong_among(conn, &ids)?.into_iter().map(|(id, what)| format!("{} {id}: {what}", check.name())));
            }
            Ok(wrong)
        })
        .await;
    assert!(wrong.is_empty(), "{wrong:?}");
}
