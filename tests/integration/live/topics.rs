//! The page of a topic hears of each change once, however often its line is lost.

use actix_web::test::TestRequest;
use guildhall::forum::posts::change_state::StateChange;
use std::rc::Rc;

use super::{Listening, address, version};
use crate::forum::scene::{ask, change, reply, scene};
use crate::support::TestApp;

const TEXT: &str = "The bank has to confirm the account again.";

#[actix_web::test]
async fn a_page_hears_of_a_reply_after_it_was_committed_and_reads_it_in_the_usual_way() {
    let (app, category) = scene().await;
    let (ann, bob, visitor) = (app.member("ann").await, app.member("bob").await, app.visitor());
    let topic = ask(&ann, category).await;
    let page = ann.follow(ann.get(&format!("/t/{topic}")).await).await;
    let known = version(&app, topic).await;
    assert_eq!(page.attributes("body", "data-live"), [format!("topic={topic}&version={known}")]);
    assert!(page.has("body[data-member]"));
    let (mut of_ann, mut of_visitor) = (Listening::on_topic(&app, &ann, topic).await, Listening::on_topic(&app, &visitor, topic).await);
    bob.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", "no")]).await.expect(422);
    app.tell();
    assert!(of_ann.heard().await.is_empty(), "what was refused is no news");
    let post = reply(&app, &bob, topic, TEXT).await;
    assert!(of_ann.heard().await.is_empty(), "told by whoever looks, not by whoever writes");
    app.tell();
    for listening in [&mut of_ann, &mut of_visitor] {
        let told = listening.events("topic").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0]["replies"].as_i64(), told[0]["last"].as_i64()), (Some(1), Some(post.0)));
        assert!(told[0]["version"].as_i64().unwrap() > known);
        assert_eq!(listening.last_id.as_deref(), Some(&*told[0]["version"].to_string()));
        app.tell();
        assert!(listening.heard().await.is_empty(), "once");
    }
    let shown = visitor.follow(visitor.get(&format!("/t/{topic}")).await).await;
    assert!(shown.text(".replies .prose").contains(TEXT));
    assert_eq!(shown.attributes("body", "data-live"), [format!("topic={topic}&version={}", version(&app, topic).await)]);
    assert!(!shown.has("body[data-member]"));
    app.run_jobs();
}

#[actix_web::test]
async fn votes_answers_edits_and_what_is_taken_away_are_news() {
    let (app, category) = scene().await;
    let (ann, bob, visitor) = (app.member("ann").await, app.member("bob").await, app.visitor());
    let topic = ask(&ann, category).await;
    let post = reply(&app, &bob, topic, TEXT).await;
    let mut listening = Listening::on_topic(&app, &visitor, topic).await;
    for (path, field) in
        [(format!("/p/{post}/vote"), ("value", "1")), (format!("/p/{post}/accept"), ("by", "asker")), (format!("/p/{post}/withdraw"), ("by", "asker"))]
    {
        ann.post(&path, &[field]).await.expect(303);
        app.tell();
        assert_eq!(listening.versions().await.len(), 1, "{path}");
    }
    ann.post(&format!("/p/{post}/comment"), &[("key", ""), ("body", "That was it, many thanks to you.")]).await.expect(303);
    app.tell();
    assert_eq!(listening.versions().await, [version(&app, topic).await]);
    for act in [StateChange::Hide, StateChange::Restore] {
        change(&app, post, act).await;
        app.tell();
        assert_eq!(listening.versions().await, [version(&app, topic).await]);
    }
    app.run_jobs();
}

#[actix_web::test]
async fn whoever_comes_back_hears_what_they_missed_once_and_nothing_they_know() {
    let (app, category) = scene().await;
    let (ann, bob, visitor) = (app.member("ann").await, app.member("bob").await, app.visitor());
    let topic = ask(&ann, category).await;
    let old = version(&app, topic).await;
    reply(&app, &bob, topic, TEXT).await;
    let now = version(&app, topic).await;
    let mut behind = Listening::at(&app, &visitor, &address(&visitor, topic, old)).await;
    app.tell();
    assert_eq!(behind.versions().await, [now]);
    // As browsers come back: to the same address, with the last number that they heard.
    let again = TestRequest::get().uri(&address(&visitor, topic, old)).insert_header(("last-event-id", behind.last_id.clone().unwrap()));
    let mut back = Listening::by(&app, &visitor, again).await;
    app.tell();
    assert!(back.heard().await.is_empty());
    for nonsense in ["x", "99999999999999999999999", "-1"] {
        let request = TestRequest::get().uri(&address(&visitor, topic, old)).insert_header(("last-event-id", nonsense));
        let mut listening = Listening::by(&app, &visitor, request).await;
        app.tell();
        assert_eq!(listening.versions().await, [now], "{nonsense}");
    }
    // A line that is lost between the news and the look.
    drop(behind);
    reply(&app, &bob, topic, TEXT).await;
    app.tell();
    assert_eq!(back.versions().await, [version(&app, topic).await]);
    app.run_jobs();
}

/// Comes back again and again while others write: each version that is told is newer than the one before, and the last is the last.
async fn comes_and_goes(app: Rc<TestApp>, topic: guildhall::forum::TopicId, mut known: i64) -> i64 {
    let visitor = app.visitor();
    for round in 0..30 {
        let mut listening = Listening::at(&app, &visitor, &address(&visitor, topic, known)).await;
        for _ in 0..round % 4 {
            tokio::task::yield_now().await;
            app.tell();
            for version in listening.versions().await {
                assert!(version > known, "told {version} and knew {known}");
                known = version;
            }
        }
    }
    known
}

#[actix_web::test]
async fn nothing_is_lost_or_told_twice_while_many_write_and_lines_are_lost() {
    let (app, category) = scene().await;
    let app = Rc::new(app);
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let start = version(&app, topic).await;
    let mut writers = Vec::new();
    for name in ["bea", "cleo", "dora"] {
        let (app, member) = (app.clone(), app.member(name).await);
        writers.push(actix_web::rt::spawn(async move {
            for _ in 0..5 {
                reply(&app, &member, topic, TEXT).await;
            }
        }));
    }
    let readers: Vec<_> = (0..3).map(|_| actix_web::rt::spawn(comes_and_goes(app.clone(), topic, start))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let last = version(&app, topic).await;
    for reader in readers {
        let known = reader.await.unwrap();
        let visitor = app.visitor();
        let mut listening = Listening::at(&app, &visitor, &address(&visitor, topic, known)).await;
        app.tell();
        let told = listening.versions().await;
        assert_eq!(told.last().copied().unwrap_or(known), last, "the last version is told to whoever does not know it");
        assert!(told.len() <= 1);
    }
    app.run_jobs();
}

#[actix_web::test]
async fn members_hear_how_many_notices_are_unread() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await.reading("nb"), app.member("bob").await);
    let topic = ask(&ann, category).await;
    let mut listening = Listening::at(&app, &ann, "/live?member=1").await;
    app.tell();
    let counts = |told: Vec<serde_json::Value>| told.iter().map(|data| data["count"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(counts(listening.events("notices").await), [""]);
    reply(&app, &bob, topic, TEXT).await;
    app.run_jobs();
    app.tell();
    let told = listening.events("notices").await;
    assert_eq!(counts(told), ["1"]);
    ann.post("/notices/read", &[]).await.expect(303);
    app.tell();
    assert_eq!(counts(listening.events("notices").await), [""]);
    app.tell();
    assert!(listening.heard().await.is_empty());
}
