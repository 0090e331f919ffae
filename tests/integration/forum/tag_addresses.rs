//! A tag whose name ends as the addresses of feeds do has a page of its own all the same.

use super::feeds::fetch;
use super::scene::{question, scene, topic_in};
use crate::support::app::BASE_URL;
use crate::support::{Client, TestApp};
use guildhall::accounts::CategoryId;
use guildhall::forum::TopicId;

async fn asks(client: &Client, category: CategoryId, title: &str, tags: &str) -> TopicId {
    let category = category.to_string();
    let mut fields = question(&category, "");
    fields.retain(|(name, _)| !["tags", "title"].contains(name));
    fields.extend([("tags", tags), ("title", title)]);
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

async fn titles(app: &TestApp, address: &str) -> Vec<String> {
    app.visitor().get(address).await.expect(200).texts(".row-title a")
}

async fn leads(client: &Client, address: &str) -> String {
    client.get(address).await.expect(301).location().unwrap()
}

#[actix_web::test]
async fn a_name_that_ends_like_a_feed_has_a_page_and_a_feed() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    let both = asks(&staff, category, "How do I read node.atom from here", "node.atom").await;
    asks(&staff, category, "How do I write a node from here", "node").await;
    asks(&staff, category, "How do I read the old feed from here", "old.rss").await;
    let visitor = app.visitor();
    assert_eq!(titles(&app, "/tag/node.atom/").await, ["How do I read node.atom from here"]);
    assert_eq!(titles(&app, "/tag/node").await, ["How do I write a node from here"]);
    assert_eq!(titles(&app, "/tag/old.rss/").await, ["How do I read the old feed from here"]);
    let entries = |feed: atom_syndication::Feed| feed.entries().iter().map(|entry| entry.title().value.clone()).collect::<Vec<_>>();
    assert_eq!(entries(fetch(&visitor, "/tag/node.atom").await), ["How do I write a node from here"]);
    assert_eq!(entries(fetch(&visitor, "/tag/node.atom.atom").await), ["How do I read node.atom from here"]);
    assert_eq!(entries(fetch(&visitor, "/tag/old.rss.atom").await), ["How do I read the old feed from here"]);
    // Every page leads to the address that works.
    let topic = visitor.follow(visitor.get(&format!("/t/{both}")).await).await;
    assert_eq!(topic.attributes("a.tag", "href"), ["/tag/node.atom/"]);
    assert!(visitor.get("/tags").await.attributes(".all-tags a", "href").contains(&"/tag/old.rss/".to_owned()));
    let page = visitor.get("/tag/node.atom/").await;
    assert_eq!(page.attributes("link[rel=canonical]", "href"), [format!("{}/tag/node.atom/", BASE_URL)]);
    assert_eq!(page.attributes("link[rel=alternate]", "href"), ["/tag/node.atom.atom"]);
    assert_eq!(leads(&visitor, "/tag/node/").await, "/tag/node");
    assert_eq!(leads(&visitor, "/tag/Node.Atom/").await, "/tag/node.atom/");
    visitor.get("/tag/never.atom/").await.expect(404);
    visitor.get("/tag/never/").await.expect(404);
    visitor.get("/tag/never.atom").await.expect(404);

    // Staff change it as any other.
    let form = staff.get("/tag/node.atom/edit").await.expect(200);
    assert!(form.has("form[action='/tag/node.atom/rename']"));
    staff.post("/tag/node.atom/rename", &[("name", "node-feeds.atom")]).await.expect(303);
    assert_eq!(leads(&visitor, "/tag/node.atom/").await, "/tag/node-feeds.atom/");
    assert_eq!(leads(&visitor, "/tag/node-feeds.atom").await, "/tag/node-feeds.atom/", "there is no feed of that name");
    fetch(&visitor, "/tag/node.atom").await;
}
