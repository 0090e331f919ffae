//! What is shown of a member in many places follows when the member changes.

use diesel::prelude::*;
use guildhall::accounts::events::AccountEvent;
use guildhall::accounts::roles::{Grant, give_role, take_role};
use guildhall::accounts::settings::close_account;
use guildhall::accounts::{Acting, Role};
use guildhall::forum::rerender;
use guildhall::forum::{PostId, TopicId, texts};
use guildhall_schema::{members, mentions, post_texts, topic_counts, topics};

use super::scene::{ask, figures_are_right, reply, scene};
use crate::support::TestApp;

async fn html(app: &TestApp, post: PostId) -> String {
    app.read(move |conn| Ok(texts::store::text(conn, post)?.1)).await
}

async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::version).first(conn)?)).await
}

#[actix_web::test]
async fn a_mention_follows_whom_it_meant() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let written = reply(&app, &bob, topic, "I asked our accountant about this, too.").await;
    let other = ask(&ann, category).await;
    let post = reply(&app, &ann, other, "As @bob said: the bank has to confirm.").await;
    app.run_jobs();
    assert!(html(&app, post).await.contains("/u/bob"), "{}", html(&app, post).await);
    let (before, id) = (version(&app, topic).await, bob.member());
    app.write(move |tx| {
        let names = (members::username.eq("robert"), members::username_key.eq("robert"), members::username_skeleton.eq("robert"));
        diesel::update(members::table.find(id)).set(names).execute(tx.conn())?;
        tx.record(&AccountEvent::MemberRenamed(id))
    })
    .await;
    app.run_jobs();
    let shown = html(&app, post).await;
    assert!(shown.contains("/u/robert") && !shown.contains("/u/bob"), "{shown}");
    let source = app.read(move |conn| texts::store::source(conn, post)).await;
    assert_eq!(source, "As @bob said: the bank has to confirm.");
    assert!(version(&app, topic).await > before, "the page that shows the name is another");
    app.db().write(Acting::System, move |tx, _| close_account(tx, id)).await.expect("the account is closed");
    app.run_jobs();
    let shown = html(&app, post).await;
    assert!(shown.contains(&format!("@former-{id}")) && !shown.contains("bob") && !shown.contains("/u/"), "{shown}");
    let meant: i64 = app.read(move |conn| Ok(mentions::table.filter(mentions::post.eq(post)).select(mentions::member).first(conn)?)).await;
    assert_eq!(meant, written_by(&app, written).await, "the row keeps whom it meant");
}

async fn written_by(app: &TestApp, post: PostId) -> i64 {
    use guildhall_schema::posts;
    app.read(move |conn| Ok(posts::table.find(post).select(posts::author).first(conn)?)).await
}

#[actix_web::test]
async fn answers_by_the_companys_people_are_counted_again() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    let counted = async || app.read(move |conn| Ok(topic_counts::table.find(topic).select(topic_counts::staff_replies).first::<i64>(conn)?)).await;
    assert_eq!(counted().await, 0);
    let grant = Grant { member: bob.member(), role: Role::Staff, category: None };
    app.db().write(Acting::Command, move |tx, by| give_role(tx, by, &grant)).await.expect("the role is given");
    app.run_jobs();
    assert_eq!(counted().await, 1);
    figures_are_right(&app, topic).await;
    app.db().write(Acting::Command, move |tx, by| take_role(tx, by, &grant)).await.expect("the role is taken");
    app.run_jobs();
    assert_eq!(counted().await, 0);
}

#[actix_web::test]
async fn older_texts_are_brought_up_to_the_renderer() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let post = reply(&app, &ann, topic, "It was the **bank** all along, it seems.").await;
    app.rows(move |conn| {
        let old = (post_texts::html.eq("<p>as an older program wrote it</p>"), post_texts::renderer.eq(0));
        diesel::update(post_texts::table.find(post)).set(old).execute(conn).unwrap();
    })
    .await;
    let again = |app: &TestApp| {
        let db = app.db().clone();
        std::thread::spawn(move || rerender::outdated(&db, "http://127.0.0.1:8080").expect("the database answers")).join().unwrap()
    };
    assert_eq!(again(&app), 1);
    assert!(html(&app, post).await.contains("<strong>bank</strong>"), "{}", html(&app, post).await);
    assert_eq!(again(&app), 0);
}
