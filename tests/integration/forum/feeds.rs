//! Feeds: valid Atom, of what a visitor sees, at the next request.

use actix_web::test::TestRequest;
use atom_syndication::Feed;
use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::{Audience, CategoryId, TopicKind};
use guildhall::platform::db::Timestamp;
use guildhall_schema::members;
use std::collections::BTreeSet;

use super::plans::OPEN;
use super::scene::{ask, post, reply, scene};
use crate::support::app::BASE_URL;
use crate::support::fixtures::{NewPost, NewTopic, insert_category, insert_member, insert_tag};
use crate::support::{Answer, Client, TestApp};

/// Fetches a feed and holds it against RFC 4287.
pub async fn fetch(client: &Client, address: &str) -> Feed {
    let answer = client.get(address).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert_elements(&answer.body);
    let feed = Feed::read_from(answer.body.as_bytes()).unwrap_or_else(|error| panic!("{address}: {error}\n{}", answer.body));
    let own: Vec<&str> = feed.links().iter().filter(|link| link.rel() == "self").map(|link| link.href()).collect();
    assert_eq!(own, [format!("{BASE_URL}{address}")]);
    assert_addresses(feed.id(), feed.links().iter().map(|link| link.href()));
    let ids: BTreeSet<&str> = feed.entries().iter().map(|entry| entry.id()).collect();
    assert_eq!(ids.len(), feed.entries().len(), "{address}: an id stands twice");
    for entry in feed.entries() {
        assert_addresses(entry.id(), entry.links().iter().map(|link| link.href()));
        assert_eq!(entry.links().iter().filter(|link| link.rel() == "alternate").count(), 1);
        assert!(!entry.title().value.trim().is_empty() && !entry.authors().is_empty() && entry.authors().iter().all(|author| !author.name().is_empty()));
        let content = entry.content().expect("content");
        assert_eq!(content.content_type(), Some("html"));
        assert!(content.value().is_some_and(|html| !html.is_empty()));
        assert!(entry.published().expect("a date") <= entry.updated());
        assert!(entry.updated() <= feed.updated());
    }
    feed
}

fn assert_addresses<'a>(id: &'a str, links: impl Iterator<Item = &'a str>) {
    for address in links.chain([id]) {
        assert!(address.starts_with(&format!("{BASE_URL}/")) && address.is_ascii(), "{address}");
        address.parse::<url::Url>().unwrap_or_else(|error| panic!("{address}: {error}"));
    }
}

/// What RFC 4287 wants exactly once stands exactly once; its elements come from its namespace.
fn assert_elements(xml: &str) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut path: Vec<(String, Vec<String>)> = Vec::new();
    let once = |(name, children): (String, Vec<String>)| {
        if matches!(name.as_str(), "feed" | "entry") {
            for wanted in ["id", "title", "updated"] {
                assert_eq!(children.iter().filter(|child| *child == wanted).count(), 1, "{wanted} in {name}");
            }
        }
        if name == "entry" {
            assert_eq!(children.iter().filter(|child| *child == "content").count(), 1);
        }
    };
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if path.is_empty() {
                    let namespace = start.try_get_attribute("xmlns").unwrap().unwrap();
                    assert_eq!((name.as_str(), &*namespace.value), ("feed", "http://www.w3.org/2005/Atom"));
                } else {
                    path.last_mut().unwrap().1.push(name.clone());
                }
                path.push((name, Vec::new()));
            }
            Event::End(_) => once(path.pop().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.entries().iter().map(|entry| entry.title().value.as_str()).collect()
}

fn older(feed: &Feed) -> Option<String> {
    feed.links().iter().find(|link| link.rel() == "next").map(|link| link.href().strip_prefix(BASE_URL).unwrap().to_owned())
}

async fn many(app: &TestApp, count: i64) -> (CategoryId, MemberId) {
    app.rows(move |conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        for number in 1..=count {
            let topic = NewTopic::question(category, author, &format!("Question {number}")).minutes(number).insert(conn);
            insert_tag(conn, topic, "c#");
        }
        (category, author)
    })
    .await
}

#[actix_web::test]
async fn lists_have_feeds_beside_them_page_by_page() {
    let app = TestApp::start().await;
    let (category, author) = many(&app, 30).await;
    app.rows(move |conn| {
        NewTopic { pinned: true, kind: TopicKind::Announcement, ..NewTopic::question(category, author, "Read this first").minutes(-60) }.insert(conn);
    })
    .await;
    let visitor = app.visitor();
    for (address, total) in [("/latest.atom", 31), ("/c/payments.atom", 31), ("/tag/c%23.atom", 30)] {
        let first = fetch(&visitor, address).await;
        let mut met: BTreeSet<String> = titles(&first).into_iter().map(ToOwned::to_owned).collect();
        assert_eq!(met.len(), 25, "{address}");
        let second = fetch(&visitor, &older(&first).expect("older ones")).await;
        assert_eq!((first.id(), older(&second)), (second.id(), None));
        met.extend(titles(&second).into_iter().map(ToOwned::to_owned));
        assert_eq!(met.len(), total, "{address}");
        assert_eq!(titles(&first)[0], "Question 30", "what is pinned has its place in time");
    }
    for wrong in ["/latest.atom?before=x", "/latest.atom?before=1-2-3", "/c/nothing.atom", "/tag/nothing.atom", "/tag/%3Cb%3E.atom", "/t/nothing/99.atom"] {
        visitor.get(wrong).await.expect(404);
    }
    visitor.get("/t/x/1.atom?before=x").await.expect(404);
}

#[actix_web::test]
async fn an_entry_says_what_the_page_says() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let category = app.rows(|conn| insert_category(conn, "payments", None, OPEN)).await;
    let body = "See [the **terms**](/c/payments) & <b>pay</b>\u{ffff}, or `<a href=\"/x\">`.\n\nÄrlig";
    let fields = [("key", ""), ("title", "Payouts < 5 & more"), ("category", &*category.to_string()), ("body", body), ("tags", "")];
    ann.post("/ask", &fields).await.expect(303);
    let feed = fetch(&app.visitor(), "/latest.atom").await;
    let entry = &feed.entries()[0];
    assert_eq!((feed.title().value.as_str(), feed.lang()), ("Latest topics · Guildhall", Some("en")));
    assert_eq!(entry.title().value, "Payouts < 5 & more");
    assert_eq!((entry.authors()[0].name(), entry.authors()[0].uri()), ("ann", Some(&*format!("{BASE_URL}/u/ann"))));
    let labels: Vec<_> = entry.categories().iter().map(|label| (label.term(), label.scheme(), label.label())).collect();
    assert_eq!(labels, [("payments", Some(&*format!("{BASE_URL}/c/")), Some("The payments category"))]);
    let html = entry.content().unwrap().value().unwrap();
    assert!(html.contains(&format!("<a href=\"{BASE_URL}/c/payments\">the <strong>terms</strong></a> &amp; <b>pay</b>")), "{html}");
    assert!(html.contains("<code>&lt;a href=\"/x\"&gt;</code>") && html.contains("Ärlig") && !html.contains('\u{ffff}'), "{html}");
    let replies = entry.links().iter().find(|link| link.rel() == "replies").unwrap().href().strip_prefix(BASE_URL).unwrap().to_owned();
    assert_eq!(titles(&fetch(&app.visitor(), &replies).await), ["Payouts < 5 & more"]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_topics_feed_holds_its_posts_newest_first() {
    let (app, category) = scene().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    app.later(Timestamp::MINUTE);
    let answer = reply(&app, &bo, topic, "The bank wants the name spelled as in its letter.").await;
    app.later(Timestamp::MINUTE);
    ann.post(&format!("/p/{answer}/comment"), &[("key", ""), ("body", "That was it, thank you so much!")]).await.expect(303);
    let visitor = app.visitor();
    let short = visitor.get(&format!("/t/{topic}.atom")).await.expect(301).location().unwrap();
    assert_eq!(visitor.get(&format!("/t/another-slug/{topic}.atom")).await.expect(301).location().as_deref(), Some(&*short));
    let title = "Payouts stopped after the bank changed our account";
    let feed = fetch(&visitor, &short).await;
    assert_eq!(titles(&feed), [&format!("ann commented in “{title}”"), &format!("bob replied to “{title}”"), title]);
    let first = post(&app, topic, 1).await;
    assert_eq!(feed.entries()[2].id(), format!("{BASE_URL}/p/{first}"));
    assert_eq!(feed.entries()[2].links()[0].href(), format!("{BASE_URL}{}", short.strip_suffix(".atom").unwrap()));
    // A closed account keeps no page.
    let left = bo.member();
    app.rows(move |conn| diesel::update(members::table.find(left)).set(members::state.eq("closed")).execute(conn).unwrap()).await;
    assert_eq!(fetch(&visitor, &short).await.entries()[1].authors()[0].uri(), None);
    app.run_jobs();
}

#[actix_web::test]
async fn a_long_topic_is_read_page_by_page_without_what_has_no_place_on_it() {
    let app = TestApp::start().await;
    let topic = app
        .rows(|conn| {
            let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
            let topic = NewTopic::question(category, author, "Long").insert(conn);
            for number in 2..=40 {
                NewPost::reply(topic, author, &format!("Reply {number}")).insert(conn);
            }
            // A comment on a note of staff that was let in by mistake.
            let note = NewPost { audience: Audience::Staff, ..NewPost::reply(topic, author, "A note") }.insert(conn);
            NewPost::comment(topic, note, author, "On the note").insert(conn);
            topic
        })
        .await;
    let first = fetch(&app.visitor(), &format!("/t/long/{topic}.atom")).await;
    let second = fetch(&app.visitor(), &older(&first).unwrap()).await;
    assert_eq!((first.entries().len(), second.entries().len(), older(&second)), (24, 16, None));
    assert!(!app.visitor().get(&format!("/t/long/{topic}.atom")).await.body.contains("note"));
}

async fn again(app: &TestApp, address: &str, mark: &str) -> Answer {
    app.visitor().send(TestRequest::get().uri(address).insert_header(("if-none-match", mark))).await
}

#[actix_web::test]
async fn who_has_it_already_is_told_so_until_anything_changes() {
    let app = TestApp::start().await;
    let (category, author) = many(&app, 2).await;
    let address = "/latest.atom";
    let first = app.visitor().get(address).await.expect(200);
    let mark = first.header("etag").unwrap().to_owned();
    assert_eq!((first.header("cache-control"), first.header("last-modified")), (Some("public, no-cache"), None));
    let same = again(&app, address, &mark).await.expect(304);
    assert!(same.body.is_empty() && same.header("etag") == Some(&mark));
    again(&app, address, &format!("\"x\", {mark}")).await.expect(304);
    again(&app, address, "*").await.expect(304);
    again(&app, address, "\"x\"").await.expect(200);
    // A date says nothing: what was hidden makes a feed older.
    let dated = TestRequest::get().uri(address).insert_header(("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"));
    app.visitor().send(dated).await.expect(200);
    app.rows(move |conn| NewTopic::question(category, author, "Another").insert(conn)).await;
    assert_ne!(again(&app, address, &mark).await.expect(200).header("etag"), Some(&*mark));
}

#[actix_web::test]
async fn feeds_of_other_programs_lead_here() {
    let app = TestApp::start().await;
    many(&app, 1).await;
    let visitor = app.visitor();
    for (old, new) in [
        ("/latest.rss", "/latest.atom"),
        ("/c/payments.rss", "/c/payments.atom"),
        ("/tag/c%23.rss", "/tag/c%23.atom"),
        ("/t/question-1/1.rss", "/t/question-1/1.atom"),
    ] {
        assert_eq!(visitor.get(old).await.expect(301).location().as_deref(), Some(new));
        fetch(&visitor, new).await;
    }
    assert_eq!(visitor.get("//evil.example/x.rss").await.expect(301).location().as_deref(), Some("/"));
}

#[actix_web::test]
async fn a_community_without_topics_has_a_feed_too() {
    let app = TestApp::start().await;
    assert_eq!(fetch(&app.visitor(), "/latest.atom").await.entries().len(), 0);
}
