//! The links at the end of mails: they work signed out, by one click, for as long as the mail is kept.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::TopicId;
use guildhall::forum::follows::{Level, Subject, store as follows};
use guildhall::notifications::notices::Reason;
use guildhall::notifications::notices::ways::store as ways;
use guildhall::notifications::stop_mail::{Stop, make_token};
use guildhall::platform::db::Timestamp;
use guildhall_schema::notices;

use super::notice_mail::{header, mailed};
use super::notices::comment;
use crate::forum::scene::{ask, reply, scene};
use crate::support::TestApp;

const ANSWER: &str = "The bank has to confirm the account again.";
const ONE_CLICK: &[(&str, &str)] = &[("List-Unsubscribe", "One-Click")];

async fn token(app: &TestApp, member: MemberId) -> String {
    app.write(move |tx| make_token(tx, member)).await
}

/// The reasons of which a member hears by mail.
async fn by_mail(app: &TestApp, member: MemberId) -> Vec<Reason> {
    let ways = app.read(move |conn| ways::of_member(conn, member)).await;
    Reason::ALL.iter().copied().filter(|reason| ways.of(*reason).mail).collect()
}

#[actix_web::test]
async fn one_click_ends_mails_of_its_kind_signed_out() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    let link = header(&app.mail_to("ann@example.com").raw, "List-Unsubscribe");
    let path = link.trim_matches(['<', '>']).strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(page.attributes("main form", "action"), std::slice::from_ref(&path), "one button");
    assert!(by_mail(&app, ann.member()).await.contains(&Reason::Reply), "opening it changes nothing");
    app.visitor().post_from_elsewhere(&path, ONE_CLICK).await.expect(200);
    reply(&app, &bob, topic, "And then it takes three more banking days.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    let own = reply(&app, &ann, topic, "Found it myself: the bank had to confirm.").await;
    comment(&app, &bob, own, "Good to know.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 2, "of other things she wants to hear");
    assert_ne!(answer, own);
    app.later(2_000 * Timestamp::DAY);
    app.visitor().get(&path).await.expect(200);
}

#[actix_web::test]
async fn a_topic_is_muted_and_everything_is_ended_from_the_foot_of_a_mail() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let (topic, other, member) = (ask(&ann, category).await, ask(&ann, category).await, ann.member());
    reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    let token = token(&app, member).await;
    let mail = app.mail_to("ann@example.com");
    for stop in [Stop::Reason(Reason::Reply), Stop::Topic(topic), Stop::All] {
        let url = format!("http://127.0.0.1:8080{}", stop.path(&token));
        assert!(mail.letter.text.contains(&url) && mail.letter.html.contains(&url), "{url}");
    }
    app.visitor().post_from_elsewhere(&Stop::Topic(topic).path(&token), ONE_CLICK).await.expect(200);
    assert_eq!(app.read(move |conn| follows::level(conn, member, Subject::Topic(topic))).await, Some(Level::Muted));
    reply(&app, &bob, topic, "And then it takes three more banking days.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    reply(&app, &bob, other, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 2);
    app.visitor().post_from_elsewhere(&Stop::All.path(&token), ONE_CLICK).await.expect(200);
    assert!(by_mail(&app, member).await.is_empty());
    reply(&app, &bob, other, "It came the next day after all.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 2);
    let on_page =
        app.read(move |conn| Ok(notices::table.filter(notices::member.eq(member)).filter(notices::on_page.eq(true)).count().get_result::<i64>(conn)?)).await;
    assert_eq!(on_page, 3, "on the page she is told as before");
}

#[actix_web::test]
async fn links_of_earlier_releases_end_mails_about_answers() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let (member, token) = (ann.member(), token(&app, ann.member()).await);
    assert_eq!(self::token(&app, member).await, token, "old mails go on working");
    let path = Stop::Answers.path(&token);
    app.visitor().get(&path).await.expect(200);
    app.visitor().post_from_elsewhere(&path, ONE_CLICK).await.expect(200);
    let left = by_mail(&app, member).await;
    assert!(!left.contains(&Reason::Reply) && !left.contains(&Reason::StaffAnswer) && left.contains(&Reason::Mention), "{left:?}");
}

#[actix_web::test]
async fn a_secret_that_is_none_or_a_topic_never_heard_of_ends_nothing() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let (topic, token) = (ask(&bob, category).await, token(&app, ann.member()).await);
    app.run_jobs();
    for path in ["/stop-mail/unknown".to_owned(), "/stop-mail/unknown/all".into(), format!("/stop-mail/{token}/nothing")] {
        app.visitor().get(&path).await.expect(410);
        app.visitor().post_from_elsewhere(&path, ONE_CLICK).await.expect(410);
    }
    for topic in [topic, TopicId(4_711)] {
        app.visitor().post_from_elsewhere(&Stop::Topic(topic).path(&token), ONE_CLICK).await.expect(410);
    }
    assert!(by_mail(&app, ann.member()).await.contains(&Reason::Reply));
}
