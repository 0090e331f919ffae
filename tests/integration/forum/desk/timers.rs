//! Topics that close, open and are unpinned by themselves; slow ones.

use guildhall::forum::desk::timers::TIMERS;
use guildhall::platform::db::Timestamp;
use guildhall::platform::jobs::NewJob;

use super::{all_is_right, asks, does, is, three, undoes};
use crate::forum::scene::reply;
use crate::support::{Client, TestApp};

/// Time passes, and the job looks.
async fn passes(app: &TestApp, micros: i64) {
    app.later(micros);
    app.write(|tx| tx.enqueue(&NewJob::now(&TIMERS, "", serde_json::Value::Null))).await;
    app.run_jobs();
}

async fn says(who: &Client, topic: guildhall::forum::TopicId) -> String {
    let page = who.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    who.get(&page).await.expect(200).texts(".topic-terms li").join("; ")
}

#[actix_web::test]
async fn a_topic_closes_for_an_hour_and_opens_by_itself() {
    let (app, here, ..) = three().await;
    let (ann, mia, eve) = (app.member("ann").await, app.moderator("mia").await, app.visitor());
    let topic = asks(&ann, here, "Where has my payout gone").await;
    assert_eq!(says(&eve, topic).await, "");
    does(&mia, topic, "close", &[("for", "3600")]).await.expect(303);
    assert!(is(&app, topic).await.0 && says(&eve, topic).await.contains("Opens again 21 Nov 2026, 15:06"), "{}", says(&eve, topic).await);
    passes(&app, 59 * Timestamp::MINUTE).await;
    assert!(is(&app, topic).await.0, "not yet");
    passes(&app, 2 * Timestamp::MINUTE).await;
    assert_eq!((is(&app, topic).await.0, says(&eve, topic).await), (false, String::new()));
    // Closed for good meanwhile, it stays so.
    does(&mia, topic, "close", &[("for", "3600")]).await.expect(303);
    does(&mia, topic, "close", &[]).await.expect(303);
    passes(&app, 2 * Timestamp::HOUR).await;
    assert!(is(&app, topic).await.0);
    undoes(&mia, topic).await.expect(303);
    assert!(is(&app, topic).await.0, "the time it was closed for is over: it was closed, and is");
    does(&mia, topic, "close-later", &[("for", "14400")]).await.expect(303);
    assert!(!is(&app, topic).await.0 && says(&eve, topic).await.contains("Closes"));
    passes(&app, 4 * Timestamp::HOUR).await;
    assert!(is(&app, topic).await.0);
    all_is_right(&app).await;
}

#[actix_web::test]
async fn a_pin_has_an_end_and_a_day_that_is_over_is_none() {
    let (app, here, ..) = three().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = asks(&ann, here, "Where has my payout gone").await;
    for day in ["2026-11-20", "2039-01-01", "soon", ""] {
        let wrong = does(&mia, topic, "pin", &[("for", "day"), ("day", day)]).await.expect(422);
        assert!(wrong.has("#day[aria-invalid=true]") && wrong.attributes("#day", "value") == [day], "{day}");
    }
    does(&mia, topic, "pin", &[("for", "7")]).await.expect(422);
    does(&mia, topic, "pin", &[("for", "day"), ("day", "2026-11-24")]).await.expect(303);
    assert!(is(&app, topic).await.1 && says(&ann, topic).await.contains("Pinned until 24 Nov 2026"));
    undoes(&mia, topic).await.expect(303);
    assert!(!is(&app, topic).await.1 && says(&ann, topic).await.is_empty());
    undoes(&mia, topic).await.expect(303);
    assert!(is(&app, topic).await.1 && says(&ann, topic).await.contains("24 Nov 2026"), "with its end");
    passes(&app, 4 * Timestamp::DAY).await;
    assert!(!is(&app, topic).await.1);
    all_is_right(&app).await;
}

#[actix_web::test]
async fn in_a_slow_topic_everybody_waits_but_those_who_keep_order() {
    let (app, here, ..) = three().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = asks(&ann, here, "Where has my payout gone").await;
    does(&mia, topic, "slow", &[("seconds", "17")]).await.expect(409);
    does(&mia, topic, "slow", &[("seconds", "300")]).await.expect(303);
    assert!(says(&bob, topic).await.contains("one post every 5 minutes"));
    let first = reply(&app, &bob, topic, "Ask the bank about it, they know.").await;
    let again = [("key", ""), ("body", "And what did the bank say, if anything at all?")];
    app.later(Timestamp::MINUTE);
    let told = does(&bob, topic, "reply", &again).await.expect(429);
    assert!(told.text("main").contains("slow mode") && told.text("main").contains("4 minutes"), "{}", told.text("main"));
    assert!(told.body.contains("And what did the bank say"), "what was typed comes back");
    bob.post(&format!("/p/{first}/comment"), &again).await.expect(429);
    app.later(210 * Timestamp::SECOND);
    assert!(does(&bob, topic, "reply", &again).await.expect(429).text("main").contains("30 seconds"));
    reply(&app, &mia, topic, "Everybody please be patient for a while.").await;
    reply(&app, &mia, topic, "The bank has answered us in the meantime.").await;
    app.later(30 * Timestamp::SECOND);
    does(&bob, topic, "reply", &again).await.expect(303);
    undoes(&mia, topic).await.expect(303);
    bob.post(&format!("/p/{first}/comment"), &again).await.expect(303);
    all_is_right(&app).await;
}
