//! The page of notices: lines, filters, pages, and how one wants to be told.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::TopicId;
use guildhall::notifications::notices::{Reason, check::Unread};
use guildhall::platform::check::{look, mend};
use guildhall::platform::db::Timestamp;
use guildhall_schema::{members, notices};

use super::notices::{comment, lines, told};
use crate::forum::scene::{ask, post, reply, scene};
use crate::support::fixtures::NewTopic;
use crate::support::{Client, TestApp};

const ANSWER: &str = "The bank has to confirm the account again.";

#[actix_web::test]
async fn several_who_reply_in_one_topic_are_one_line() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let first = reply(&app, &app.member("bob").await, topic, ANSWER).await;
    app.run_jobs();
    for name in ["eve", "dan", "zoe"] {
        app.later(Timestamp::MINUTE);
        reply(&app, &app.member(name).await, topic, ANSWER).await;
        app.run_jobs();
    }
    assert_eq!(told(&app, &ann).await.len(), 4);
    let page = ann.get("/notices").await.expect(200);
    assert_eq!(page.texts(".told li").len(), 1);
    assert!(page.text(".told li").contains("zoe and 3 others replied to your topic:"), "{}", page.text(".told li"));
    assert_eq!(page.attributes(".told a.about-topic", "href"), [format!("/p/{first}")], "one reads on where one stopped");
    let mute = page.attributes(".told form", "action").remove(0);
    let answer = ann.post(&mute, &[("level", "muted"), ("next", "/notices")]).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/notices"));
    reply(&app, &app.member("kim").await, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await.len(), 4, "muted from the notice itself");
    let answer = ann.post("/notices/read", &[]).await.expect(303);
    let page = ann.follow(answer).await;
    assert!(page.text(".flash").contains("marked as read") && !page.has(".told .new") && !page.has("form[action='/notices/read']"));
    assert!(told(&app, &ann).await.is_empty());
}

#[actix_web::test]
async fn nothing_to_tell_is_said_kindly_and_visitors_sign_in() {
    let (app, _) = scene().await;
    let ann = app.member("ann").await;
    assert!(ann.get("/notices").await.expect(200).text(".empty h2").contains("Nothing to tell you yet"));
    assert!(ann.get("/notices?kind=own").await.expect(200).text(".empty h2").contains("None of these"));
    for path in ["/notices?kind=never", "/notices?show=never", "/notices?after=never"] {
        ann.get(path).await.expect(404);
    }
    assert_eq!(app.visitor().get("/notices").await.expect(303).location().as_deref(), Some("/sign-in?next=%2Fnotices"));
    assert!(!app.visitor().get("/").await.has(".to-notices"));
}

/// Rows put straight into the table: a notice of a new topic each.
async fn notices_of(app: &TestApp, who: &Client, author: MemberId, category: guildhall::accounts::CategoryId, count: i64) {
    let member = who.member();
    app.rows(move |conn| {
        use guildhall_schema::posts;
        for number in 0..count {
            let topic: TopicId = NewTopic::question(category, author, &format!("Question {number}")).insert(conn);
            let post: i64 = posts::table.filter(posts::topic.eq(topic)).select(posts::id).first(conn).unwrap();
            diesel::insert_into(notices::table)
                .values((
                    notices::member.eq(member),
                    notices::topic.eq(topic),
                    notices::post.eq(post),
                    notices::reason.eq(Reason::Topic),
                    notices::reasons.eq(1_i64 << Reason::Topic as i64),
                    notices::actor.eq(Some(author)),
                    // Some at the same moment: the number decides.
                    notices::at.eq(number / 3),
                ))
                .execute(conn)
                .unwrap();
        }
        diesel::update(members::table.find(member)).set(members::unread.eq(count)).execute(conn).unwrap();
    })
    .await;
}

#[actix_web::test]
async fn pages_follow_one_another_and_repeat_nothing() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    notices_of(&app, &ann, bob.member(), category, 60).await;
    let mut titles = Vec::new();
    let mut next = "/notices?show=unread".to_owned();
    for _ in 0..3 {
        let page = ann.get(&next).await.expect(200);
        titles.extend(page.texts(".told a.about-topic"));
        next = page.attributes("nav.pager a[rel=next]", "href").pop().unwrap_or_default();
    }
    assert_eq!((titles, next), ((0..60).rev().map(|number| format!("Question {number}")).collect(), String::new()));
    assert_eq!(ann.get("/notices").await.text(".to-notices .count"), "60");
    let before = app.queries();
    ann.get("/notices").await.expect(200);
    let asked = app.queries() - before;
    assert!(asked <= 12, "{asked} queries");
}

#[actix_web::test]
async fn a_member_chooses_in_which_ways_to_be_told() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let page = ann.get("/settings/notices").await.expect(200);
    assert_eq!(page.attributes("table.ways input[checked]", "name").iter().filter(|name| name.ends_with("-page")).count(), Reason::ALL.len());
    assert!(page.has("input[name=reply-mail][checked]") && !page.has("input[name=votes-mail][checked]"));
    // No replies on the page, but mail about them; comments in no way at all; mentions as ever.
    ann.post("/settings/notices", &[("reply-mail", "1"), ("mention-page", "1"), ("reply-page", "0")]).await.expect(303);
    let page = ann.get("/settings/notices").await.expect(200);
    assert_eq!(page.attributes("table.ways input[checked]", "name"), ["mention-page", "reply-mail"]);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    assert!(told(&app, &ann).await.is_empty() && lines(&ann, "/notices").await.is_empty());
    app.later(10 * Timestamp::MINUTE);
    app.run_jobs();
    assert_eq!(app.mails().len(), 1, "the mail about answers goes on as it did");
    let member = ann.member();
    let waits: Vec<(Reason, bool)> =
        app.read(move |conn| Ok(notices::table.filter(notices::member.eq(member)).select((notices::reason, notices::on_page)).load(conn)?)).await;
    assert_eq!(waits, [(Reason::Reply, false)], "a notice for mail alone");
    let opening = post(&app, topic, 1).await;
    comment(&app, &bob, opening, "Which bank was that?").await;
    let named = comment(&app, &bob, answer, "What do you say, @ann?").await;
    assert_eq!(told(&app, &ann).await, [(Reason::Mention, named)]);
    // The setting of the account and the one here are the same.
    ann.post("/settings/notices", &[("mention-page", "1")]).await.expect(303);
    assert!(!ann.get("/settings/preferences").await.expect(200).has("input[name=answer_mail][checked]"));
    reply(&app, &bob, topic, "And then it takes three banking days.").await;
    app.run_jobs();
    assert_eq!(app.mails().len(), 1);
}

#[actix_web::test]
async fn the_number_is_checked_and_mended() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await.len(), 1);
    let member = ann.member();
    app.rows(move |conn| diesel::update(members::table.find(member)).set(members::unread.eq(7_i64)).execute(conn).unwrap()).await;
    let db = app.db().clone();
    let (wrong, left) = std::thread::spawn(move || {
        let mut wrong = Vec::new();
        look(&db, &Unread, |found| {
            wrong.extend(found.into_iter().map(|wrong| wrong.to_string()));
            Ok(())
        })
        .unwrap();
        (wrong, mend(&db, &Unread, &[member.0]).unwrap())
    })
    .join()
    .unwrap();
    assert_eq!(wrong, [format!("notices of member {member}: unread 7, should be 1")]);
    assert!(left.is_empty());
    assert_eq!(told(&app, &ann).await.len(), 1);
}

#[actix_web::test]
async fn notices_go_after_a_year_and_with_their_member() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await.len(), 1);
    app.later(366 * Timestamp::DAY);
    app.tidy();
    let left: i64 = app.read(|conn| Ok(notices::table.count().get_result(conn)?)).await;
    assert_eq!(left, 0);
    let unread: i64 = app.read(move |conn| Ok(members::table.filter(members::unread.ne(0_i64)).count().get_result(conn)?)).await;
    assert_eq!(unread, 0);
}
