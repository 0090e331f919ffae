//! Fifty at once: a form that is sent again and again makes one post, a click by many leaves one mark.

use diesel::prelude::*;
use guildhall::forum::{PostId, TopicId};
use guildhall::platform::db::Connection;
use guildhall_schema::{accepted, me_too, posts, submissions, topics, votes};
use std::collections::BTreeSet;
use std::rc::Rc;

use super::scene::{ask, figures_are_right, question, reply, scene};
use crate::support::{Answer, Client, TestApp};

/// As many as an impatient finger and a bad line make.
const MANY: usize = 50;

/// A form about to be sent: by whom, where, with which fields.
type Sending = (Rc<Client>, String, Vec<(&'static str, String)>);

/// Sends forms at the same time; gives the answers in the order in which they were sent.
async fn at_once(forms: Vec<Sending>) -> Vec<Answer> {
    let sent: Vec<_> = forms
        .into_iter()
        .map(|(client, path, fields)| {
            actix_web::rt::spawn(async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                client.post(&path, &fields).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.expect("it does not panic"));
    }
    answers
}

/// The same form, many times.
async fn the_same(client: &Rc<Client>, path: &str, fields: &[(&'static str, &str)]) -> BTreeSet<String> {
    let fields: Vec<(&'static str, String)> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let answers = at_once(vec![(client.clone(), path.to_owned(), fields); MANY]).await;
    assert_eq!(answers.len(), MANY);
    answers.into_iter().map(|answer| answer.expect(303).location().expect("a redirect")).collect()
}

async fn count(app: &TestApp, of: fn(&mut Connection) -> i64) -> i64 {
    app.read(move |conn| Ok(of(conn))).await
}

fn posts_and_forms(conn: &mut Connection) -> i64 {
    let posts: i64 = posts::table.count().get_result(conn).unwrap();
    let forms: i64 = submissions::table.count().get_result(conn).unwrap();
    assert_eq!(posts, forms, "a post for each form");
    posts
}

#[actix_web::test]
async fn the_same_form_fifty_times_at_once_makes_one_post_and_fifty_redirects_to_it() {
    let (app, category) = scene().await;
    let ann = Rc::new(app.member("ann").await);
    let category = category.to_string();
    let fields = question("", "the key of the question").into_iter().map(|(name, value)| if name == "category" { (name, &*category) } else { (name, value) });
    // Names are literals; values may be anything.
    let names = ["key", "title", "category", "body", "tags"];
    let fields: Vec<(&'static str, &str)> = names.into_iter().zip(fields.map(|(_, value)| value)).collect();
    let led_to = the_same(&ann, "/ask", &fields).await;
    assert_eq!(led_to.len(), 1, "{led_to:?}");
    assert_eq!(count(&app, posts_and_forms).await, 1);
    assert_eq!(count(&app, |conn| topics::table.count().get_result(conn).unwrap()).await, 1);
    let path = led_to.into_iter().next().unwrap();
    let topic = TopicId(path.split('/').nth(3).unwrap().parse().unwrap());

    let bert = Rc::new(app.member("bert").await);
    let led_to = the_same(&bert, &format!("/t/{topic}/reply"), &[("key", "the key of the reply"), ("body", "Write to the bank, and wait for two days.")]).await;
    assert_eq!(led_to.len(), 1, "{led_to:?}");
    assert_eq!(count(&app, posts_and_forms).await, 2);

    let post: PostId = app.read(move |conn| Ok(posts::table.filter(posts::number.eq(2_i64)).select(posts::id).first(conn)?)).await;
    let led_to = the_same(&ann, &format!("/p/{post}/comment"), &[("key", "the key of the comment"), ("body", "That helped, thank you.")]).await;
    assert_eq!(led_to.len(), 1, "{led_to:?}");
    assert_eq!(count(&app, posts_and_forms).await, 3);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn fifty_clicks_on_two_answers_leave_one_accepted() {
    let (app, category) = scene().await;
    let (ann, bert, staff) = (Rc::new(app.member("ann").await), app.member("bert").await, Rc::new(app.staff("sten").await));
    let topic = ask(&ann, category).await;
    let answers = [reply(&app, &bert, topic, "The first of two answers to this.").await, reply(&app, &bert, topic, "The second of two answers to this.").await];
    let click = |n: usize| {
        let (client, by) = if n.is_multiple_of(4) { (&staff, "staff") } else { (&ann, "asker") };
        (client.clone(), format!("/p/{}/accept", answers[n % 2]), vec![("by", by.to_owned())])
    };
    for answer in at_once((0..MANY).map(click).collect()).await {
        answer.expect(303);
    }
    let marks: Vec<(String, PostId)> = app.read(move |conn| Ok(accepted::table.order(accepted::by).select((accepted::by, accepted::post)).load(conn)?)).await;
    assert_eq!(marks.iter().map(|(by, _)| by.as_str()).collect::<Vec<_>>(), ["asker", "staff"], "one for each side");
    assert!(marks.iter().all(|(_, post)| answers.contains(post)));
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn votes_given_at_once_are_counted_once_for_each_member() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let post: PostId = app.read(move |conn| Ok(posts::table.select(posts::id).first(conn)?)).await;
    let mut voters = Vec::new();
    for name in ["bert", "carla", "dina", "emil", "frode"] {
        voters.push(Rc::new(app.member(name).await));
    }
    let clicks = |path: String| (0..MANY).map(|n| (voters[n % voters.len()].clone(), path.clone(), vec![("value", "1".to_owned())])).collect();
    for path in [format!("/p/{post}/vote"), format!("/t/{topic}/me-too")] {
        for answer in at_once(clicks(path)).await {
            answer.expect(303);
        }
    }
    assert_eq!(count(&app, |conn| votes::table.count().get_result(conn).unwrap()).await, 5);
    assert_eq!(count(&app, |conn| me_too::table.count().get_result(conn).unwrap()).await, 5);
    assert_eq!(count(&app, |conn| posts::table.select(posts::votes).first(conn).unwrap()).await, 5);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}
