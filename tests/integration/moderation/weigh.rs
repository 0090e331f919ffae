//! What follows from flags by itself.

use diesel::prelude::*;
use guildhall::forum::TopicId;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{log, members, topics};

use super::scene::{flag, trusted};
use crate::forum::scene::{ask, figures_are_right, post, reply, scene, state};
use crate::support::{Client, TestApp};

const OFFER: &str = "Write to me, I sell what you need, it is cheap.";

async fn member_state(app: &TestApp, who: &Client) -> String {
    let member = who.member();
    app.read(move |conn| Ok(members::table.find(member).select(members::state).first(conn)?)).await
}

async fn is_closed(app: &TestApp, topic: TopicId) -> bool {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::closed).first(conn)?)).await
}

async fn acts(app: &TestApp, act: &'static str) -> Vec<(Option<i64>, String)> {
    app.read(move |conn| Ok(log::table.filter(log::act.eq(act)).order(log::id).select((log::actor, log::via)).load(conn)?)).await
}

#[actix_web::test]
async fn three_flags_hide_a_post_and_its_author_reads_why_and_edits_it_once() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, trusted(&app, "bob", 1).await);
    let topic = ask(&ann, category).await;
    let offer = reply(&app, &bob, topic, OFFER).await;
    for (at, name) in ["kim", "lee", "max"].into_iter().enumerate() {
        flag(&trusted(&app, name, 2).await, offer, "promotion").await;
        app.run_jobs();
        assert_eq!(state(&app, offer).await, if at < 2 { "visible" } else { "hidden" });
    }
    figures_are_right(&app, topic).await;
    assert_eq!(acts(&app, "post.hide").await, [(None, "system".to_owned())], "nobody's act but the program's");
    let url = format!("/t/payouts-stopped-after-the-bank-changed-our-account/{topic}");
    let page = bob.get(&url).await.expect(200);
    assert!(page.text("#post-2 .standing").contains("Whoever sells something says so."), "{}", page.text("#post-2"));
    assert!(page.has(&format!("#post-2 a[href='/p/{offer}/edit']")));
    assert!(!ann.get(&url).await.body.contains("I sell what you need"));

    let edit = |version: &'static str, body: &'static str| vec![("version", version), ("body", body), ("reason", "")];
    let bettered = "I work for a company that sells this, and the bank has to confirm it.";
    bob.post(&format!("/p/{offer}/edit"), &edit("1", bettered)).await.expect(303);
    assert_eq!(state(&app, offer).await, "hidden", "a moderator looks first");
    bob.post(&format!("/p/{offer}/edit"), &edit("2", "And write to me, I am cheap, as I said before.")).await.expect(403);
    app.later(Timestamp::MINUTE);
    bob.get(&format!("/p/{offer}/edit")).await.expect(403);
    app.run_jobs();
}

#[actix_web::test]
async fn fifty_flags_at_once_hide_once_and_close_the_topic_for_four_hours() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, trusted(&app, "bob", 1).await);
    let topic = ask(&ann, category).await;
    let offer = reply(&app, &bob, topic, OFFER).await;
    for at in 0..50 {
        flag(&app.member(&format!("member{at}")).await, offer, "rude").await;
    }
    app.run_jobs();
    assert_eq!(state(&app, offer).await, "hidden");
    assert_eq!(acts(&app, "post.hide").await.len(), 1);
    assert!(is_closed(&app, topic).await);
    app.later(4 * Timestamp::HOUR - Timestamp::MINUTE);
    app.run_jobs();
    assert!(is_closed(&app, topic).await, "not yet");
    app.later(2 * Timestamp::MINUTE);
    app.run_jobs();
    assert!(!is_closed(&app, topic).await);
}

#[actix_web::test]
async fn a_topic_that_a_moderator_closed_meanwhile_stays_closed() {
    let (app, category) = scene().await;
    let (ann, mia) = (trusted(&app, "ann", 1).await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let first = post(&app, topic, 1).await;
    for at in 0..31 {
        flag(&app.member(&format!("member{at}")).await, first, "rude").await;
    }
    app.run_jobs();
    mia.post(&format!("/t/{topic}/reopen"), &[]).await.expect(303);
    mia.post(&format!("/t/{topic}/close"), &[]).await.expect(303);
    app.later(5 * Timestamp::HOUR);
    app.run_jobs();
    assert!(is_closed(&app, topic).await);
}

#[actix_web::test]
async fn three_members_silence_a_new_one_and_nobody_whom_others_trust() {
    let (app, category) = scene().await;
    let (new, known) = (app.member("newt").await, trusted(&app, "known", 1).await);
    let ann = app.member("ann").await;
    let flaggers = [trusted(&app, "kim", 1).await, trusted(&app, "lee", 1).await, trusted(&app, "max", 1).await];
    for (author, silenced) in [(&new, true), (&known, false)] {
        let topic = ask(&ann, category).await;
        let offer = reply(&app, author, topic, OFFER).await;
        for who in &flaggers {
            assert_eq!(member_state(&app, author).await, "active");
            flag(who, offer, "spam").await;
            app.run_jobs();
        }
        assert_eq!(member_state(&app, author).await == "silenced", silenced);
    }
    assert_eq!(acts(&app, "member.silence").await, [(None, "system".to_owned())]);
}

#[actix_web::test]
async fn what_a_moderator_brought_back_is_judged_by_what_comes_after() {
    let (app, category) = scene().await;
    let (ann, mia) = (trusted(&app, "ann", 1).await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let offer = reply(&app, &trusted(&app, "bob", 1).await, topic, OFFER).await;
    for name in ["kim", "lee", "max"] {
        flag(&trusted(&app, name, 2).await, offer, "spam").await;
    }
    app.run_jobs();
    assert_eq!(state(&app, offer).await, "hidden");
    app.later(Timestamp::MINUTE);
    mia.post(&format!("/p/{offer}/restore"), &[]).await.expect(303);
    app.later(Timestamp::MINUTE);
    flag(&trusted(&app, "noa", 2).await, offer, "spam").await;
    app.run_jobs();
    assert_eq!(state(&app, offer).await, "visible");
}
