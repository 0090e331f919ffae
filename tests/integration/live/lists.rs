//! The pages of lists hear how many topics are new or changed there, as their readers see them.

use guildhall::accounts::{CategoryId, Right};
use guildhall::platform::db::Timestamp;

use super::Listening;
use crate::forum::scene::{ask, question, reply, scene, topic_in};
use crate::support::fixtures::{insert_category, insert_tag};
use crate::support::{Client, TestApp};

/// Where the first page of a list listens.
async fn listens(client: &Client, path: &str) -> String {
    let page = client.get(path).await.expect(200);
    let live = page.attributes("body", "data-live").pop().unwrap_or_else(|| panic!("{path} hears nothing"));
    let member = if page.has("body[data-member]") { "&member=1" } else { "" };
    format!("/live?{live}{member}")
}

async fn listening(app: &TestApp, client: &Client, path: &str) -> Listening {
    let mut listening = Listening::at(app, client, &listens(client, path).await).await;
    app.tell();
    listening.heard().await;
    listening
}

/// The numbers told since.
async fn counts(listening: &mut Listening) -> Vec<i64> {
    listening.events("list").await.iter().map(|data| data["count"].as_i64().unwrap()).collect()
}

async fn asks_about(client: &Client, category: CategoryId, tag: &str) -> guildhall::forum::TopicId {
    let category = category.to_string();
    let mut fields = question(&category, "");
    fields.iter_mut().filter(|field| field.0 == "tags").for_each(|field| field.1 = tag);
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

#[actix_web::test]
async fn each_list_hears_of_its_own_topics_once_each() {
    let (app, payments) = scene().await;
    let orders = app.rows(|conn| insert_category(conn, "orders", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await;
    let (ann, bob, visitor) = (app.member("ann").await, app.staff("bob").await, app.visitor());
    let old = ask(&ann, payments).await;
    app.rows(move |conn| insert_tag(conn, old, "payouts")).await;
    let mut all = Vec::new();
    for path in ["/", "/unsolved", "/unanswered", "/c/payments", "/c/orders", "/tag/payouts"] {
        all.push((path, listening(&app, &visitor, path).await));
    }
    let mut expect = |expected: [&'static [i64]; 6]| {
        app.tell();
        let mut all = all.iter_mut().zip(expected).collect::<Vec<_>>();
        let told = async move {
            for ((path, listening), expected) in &mut all {
                assert_eq!(counts(listening).await, *expected, "{path}");
            }
        };
        futures_util::FutureExt::now_or_never(told).expect("nothing to wait for");
    };
    app.later(Timestamp::SECOND);
    let new = asks_about(&bob, orders, "payouts").await;
    expect([&[1], &[1], &[1], &[], &[1], &[1]]);
    app.later(Timestamp::SECOND);
    // Answered: it leaves one list, and is nothing new in the others but where it changed.
    let post = reply(&app, &bob, old, "The bank has to confirm the account again.").await;
    expect([&[2], &[2], &[], &[1], &[], &[2]]);
    ann.post(&format!("/p/{post}/vote"), &[("value", "1")]).await.expect(303);
    expect([&[], &[], &[], &[], &[], &[]]);
    reply(&app, &ann, new, "We have the same, since the very same day.").await;
    expect([&[], &[], &[], &[], &[], &[]]);
    for path in ["/hot", "/top", "/u/ann"] {
        assert!(!visitor.get(path).await.expect(200).has("body[data-live]"), "{path} has no order in time");
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_list_that_was_opened_late_hears_what_it_missed() {
    let (app, payments) = scene().await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    ask(&ann, payments).await;
    let address = listens(&visitor, "/").await;
    for _ in 0..2 {
        app.later(Timestamp::SECOND);
        ask(&ann, payments).await;
    }
    let (mut one, mut other) = (Listening::at(&app, &visitor, &address).await, Listening::at(&app, &visitor, &address).await);
    app.tell();
    for listening in [&mut one, &mut other] {
        let told = listening.events("list").await;
        assert_eq!(told.len(), 1);
        assert_eq!((told[0]["count"].as_i64(), told[0]["text"].as_str()), (Some(2), Some("2 new or updated: show")));
    }
    let in_norwegian = app.visitor().reading("nb");
    let mut listening = Listening::at(&app, &in_norwegian, &address).await;
    app.tell();
    assert_eq!(listening.events("list").await[0]["text"], "2 nye eller oppdaterte: vis");
    app.run_jobs();
}

#[actix_web::test]
async fn what_a_reader_muted_is_no_news() {
    let (app, payments) = scene().await;
    let orders = app.rows(|conn| insert_category(conn, "orders", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await;
    let (ann, bob) = (app.member("ann").await, app.staff("bob").await);
    let (muted, other) = (ask(&ann, payments).await, ask(&ann, payments).await);
    let tagged = asks_about(&bob, payments, "payouts").await;
    for path in [format!("/t/{muted}"), format!("/c/{orders}"), "/tag/payouts".to_owned()] {
        bob.post(&format!("{path}/follow"), &[("level", "muted")]).await.expect(303);
    }
    let mut listening = listening(&app, &bob, "/").await;
    let shown = listens(&bob, "/?muted=show").await;
    assert!(shown.contains("muted=show"), "{shown}");
    app.later(Timestamp::SECOND);
    for topic in [muted, tagged] {
        reply(&app, &ann, topic, "The bank has to confirm the account again.").await;
    }
    ask(&ann, orders).await;
    app.tell();
    assert_eq!(counts(&mut listening).await, [] as [i64; 0]);
    reply(&app, &ann, other, "The bank has to confirm the account again.").await;
    app.tell();
    assert_eq!(counts(&mut listening).await, [1]);
    let mut with_muted = Listening::at(&app, &bob, &shown).await;
    app.tell();
    assert_eq!(counts(&mut with_muted).await, [4]);
    app.run_jobs();
}
