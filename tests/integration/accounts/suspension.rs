//! A suspended member is told until when and why, and offered nothing that is of no use. Nobody else is told.

use crate::forum::scene::{ask, question, scene};
use crate::support::{Answer, Client, TestApp};
use guildhall::accounts::standing::{lift, silence, suspend};
use guildhall::accounts::{Acting, MemberId};
use guildhall::platform::db::Timestamp;

const REASON: &str = "Sold <links> to a shop of vv77";

async fn suspended(app: &TestApp, member: MemberId, days: Option<i64>, reason: &'static str) {
    let until = days.map(|days| crate::support::START.plus(days * Timestamp::DAY));
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, member, until, reason)).await.expect("suspended");
}

fn offers_to_write(page: &Answer) -> bool {
    page.has("header a[href='/ask']") || page.has("form.composer")
}

#[actix_web::test]
async fn a_suspended_member_learns_until_when_and_why_where_it_matters() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&bob, category).await;
    let topic = bob.follow(bob.get(&format!("/t/{topic}")).await).await;
    let topic = topic.attributes("link[rel=canonical]", "href").remove(0).replace(crate::support::app::BASE_URL, "");
    assert!(offers_to_write(&ann.get("/").await) && offers_to_write(&ann.get(&topic).await) && !ann.get("/settings").await.has(".suspended"));
    suspended(&app, ann.member(), Some(7), REASON).await;
    for (address, status) in [("/settings", 200), ("/settings/own-data", 200), ("/settings/preferences", 200), ("/u/ann", 200), (&*topic, 200), ("/ask", 403)] {
        let page = ann.get(address).await.expect(status);
        let told = page.text(".suspended");
        assert!(told.contains(REASON) && told.contains("28 Nov 2026"), "{address}: {told}");
        assert_eq!(page.attributes(".suspended time", "datetime"), ["2026-11-28T14:06:00Z"]);
        assert!(!offers_to_write(&page), "{address}");
    }
    for address in ["/", "/latest?page=1", "/tags", "/u/bob"] {
        let page = ann.follow(ann.get(address).await).await.expect(200);
        assert!(!offers_to_write(&page) && !page.has(".suspended"), "{address}");
    }
    app.later(7 * Timestamp::DAY);
    let ann = app.signed_in(ann.member()).await;
    assert!(offers_to_write(&ann.get(&topic).await) && !ann.get("/settings").await.has(".suspended"), "it ran out");
}

#[actix_web::test]
async fn what_a_suspended_member_sends_comes_back_with_the_reason() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&bob, category).await;
    suspended(&app, ann.member(), None, REASON).await;
    let category = category.to_string();
    let fields = question(&category, "1");
    let page = ann.post("/ask", &fields).await.expect(403);
    assert!(page.text(".suspended").contains(REASON) && page.text(".suspended").contains("until a moderator lifts it"));
    assert!(!page.has(".suspended time"));
    let typed = |name: &str| fields.iter().find(|field| field.0 == name).unwrap().1;
    assert_eq!((page.attributes("#title", "value"), page.text("#body")), (vec![typed("title").to_owned()], typed("body").to_owned()));
    let page = ann.post(&format!("/t/{topic}/reply"), &[("key", "2"), ("body", typed("body"))]).await.expect(403);
    assert!(page.text(".suspended").contains(REASON) && page.text("#body") == typed("body"));
}

#[actix_web::test]
async fn nobody_else_is_told() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    suspended(&app, ann.member(), Some(7), REASON).await;
    let visitor = app.visitor();
    let looks: [(&str, &Client); 3] = [("a visitor", &visitor), ("bob", &bob), ("a moderator", &mia)];
    for (who, client) in looks {
        for address in ["/", "/u/ann", "/u/ann/topics", &format!("/t/{topic}"), "/settings", "/ask", "/latest.atom"] {
            let page = client.follow(client.get(address).await).await;
            assert!(!page.body.contains("vv77") && !page.body.contains("class=\"notice warn suspended"), "{who}: {address}");
        }
    }
}

#[actix_web::test]
async fn the_reason_is_that_of_the_last_suspension_and_may_be_none() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let member = ann.member();
    suspended(&app, member, Some(7), "The first reason").await;
    app.db().write(Acting::Command, move |tx, by| lift(tx, by, member, "Why it was lifted")).await.unwrap();
    app.db().write(Acting::Command, move |tx, by| silence(tx, by, member, None, "Why it was silenced")).await.unwrap();
    assert!(!ann.get("/settings").await.expect(200).has(".suspended"));
    suspended(&app, member, None, "").await;
    let page = ann.get("/settings").await.expect(200);
    assert!(page.has(".suspended") && !page.has(".suspended q"), "{}", page.text(".suspended"));
    suspended(&app, member, None, "The second reason").await;
    assert_eq!(ann.get("/settings").await.text(".suspended q"), "The second reason");
}
