//! Sitemaps, held against the protocol of sitemaps.org.

use actix_web::test::TestRequest;
use diesel::prelude::*;
use guildhall::accounts::Right;
use guildhall::forum::{PostState, TopicId};
use guildhall_schema::{topic_counts, topics};

use super::plans::OPEN;
use super::scene::{ask, post, scene};
use crate::support::TestApp;
use crate::support::app::BASE_URL;
use crate::support::fixtures::{NewTopic, insert_category, insert_member};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Fetches a file, holds it against the protocol, and gives its addresses with their dates.
async fn fetch(app: &TestApp, address: &str, root: &str) -> Vec<(String, Option<String>)> {
    use quick_xml::events::Event;
    let answer = app.visitor().get(address).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/xml; charset=utf-8"));
    assert!(answer.body.len() < 50 << 20);
    let mut reader = quick_xml::Reader::from_str(&answer.body);
    let (mut path, mut found) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if path.is_empty() {
                    assert_eq!(&*start.try_get_attribute("xmlns").unwrap().unwrap().value, NAMESPACE);
                }
                path.push(name);
                if path.len() == 2 {
                    found.push((String::new(), None));
                }
            }
            Event::Text(text) if path.len() == 3 => {
                let line = found.last_mut().unwrap();
                let text = text.as_ref().to_owned();
                match path[2].as_str() {
                    "loc" => line.0 = text,
                    "lastmod" => line.1 = Some(text),
                    other => panic!("{other} is no element of the protocol"),
                }
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
        let wanted = if root == "urlset" { [root, "url"] } else { [root, "sitemap"] };
        assert!(path.iter().zip(wanted).all(|(name, wanted)| name == wanted), "{path:?}");
    }
    assert!(!found.is_empty() && found.len() <= 50_000);
    for (address, date) in &found {
        assert!(address.starts_with(&format!("{BASE_URL}/")) && address.is_ascii() && address.len() < 2_048, "{address}");
        let day = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
        assert!(date.as_ref().is_none_or(|date| time::PrimitiveDateTime::parse(date, day).is_ok()), "{date:?}");
    }
    found
}

async fn locations(app: &TestApp, address: &str, root: &str) -> Vec<String> {
    fetch(app, address, root).await.into_iter().map(|(location, _)| location.strip_prefix(BASE_URL).unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn the_index_names_the_files_that_hold_something() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "付款", None, OPEN));
        let child = insert_category(conn, "cards", Some(category), OPEN);
        let closed = insert_category(conn, "partners", None, &[("members", Right::Ask)]);
        let mut at = |id: i64, topic: NewTopic| {
            let made = topic.insert(conn);
            // Its number is what counts here, not what hangs on it.
            diesel::delete(guildhall_schema::post_texts::table).execute(conn).unwrap();
            diesel::delete(guildhall_schema::posts::table).execute(conn).unwrap();
            diesel::delete(guildhall_schema::topic_titles::table).execute(conn).unwrap();
            diesel::delete(topic_counts::table.find(made)).execute(conn).unwrap();
            diesel::update(topics::table.find(made)).set(topics::id.eq(TopicId(id))).execute(conn).unwrap();
        };
        at(10_000, NewTopic::question(category, author, "The last of the first"));
        at(20_000, NewTopic { state: PostState::Hidden, ..NewTopic::question(category, author, "Hidden") });
        at(30_001, NewTopic::question(child, author, "超商取貨"));
        at(50_000, NewTopic::question(closed, author, "Among members"));
        at(9_999, NewTopic::question(category, author, "The last but one"));
    })
    .await;
    let files = ["/sitemap/categories.xml", "/sitemap/1.xml", "/sitemap/4.xml"];
    assert_eq!(locations(&app, "/sitemap.xml", "sitemapindex").await, files);
    assert_eq!(locations(&app, files[0], "urlset").await, ["/", "/c/%E4%BB%98%E6%AC%BE", "/c/%E4%BB%98%E6%AC%BE/cards"]);
    assert_eq!(locations(&app, files[1], "urlset").await, ["/t/the-last-but-one/9999", "/t/the-last-of-the-first/10000"]);
    assert_eq!(locations(&app, files[2], "urlset").await, ["/t/%E8%B6%85%E5%95%86%E5%8F%96%E8%B2%A8/30001"]);
    assert!(fetch(&app, files[1], "urlset").await.iter().all(|(_, date)| date.as_deref() == Some("2026-11-21T14:06:00Z")));
    for nowhere in ["/sitemap/2.xml", "/sitemap/3.xml", "/sitemap/5.xml", "/sitemap/0.xml", "/sitemap/001.xml"] {
        app.visitor().get(nowhere).await.expect(404);
    }
}

#[actix_web::test]
async fn a_file_in_memory_never_outlives_its_state() {
    let (app, category) = scene().await;
    let (ann, keeper) = (app.member("ann").await, app.moderator("keeper").await);
    let (first, second) = (ask(&ann, category).await, ask(&ann, category).await);
    let address = "/sitemap/1.xml";
    assert_eq!(locations(&app, address, "urlset").await.len(), 2);
    let answer = app.visitor().get(address).await;
    let mark = answer.header("etag").unwrap().to_owned();
    let again = |mark: String| async { app.visitor().send(TestRequest::get().uri(address).insert_header(("if-none-match", mark))).await };
    again(mark.clone()).await.expect(304);
    again("*".into()).await.expect(304);
    // One goes while another comes back: neither the number of topics nor anything that is seen of it alone would tell.
    let posts = [post(&app, first, 1).await, post(&app, second, 1).await];
    keeper.post(&format!("/p/{}/delete", posts[0]), &[("reason", "")]).await.expect(303);
    assert_eq!(locations(&app, address, "urlset").await.len(), 1);
    again(mark.clone()).await.expect(200);
    keeper.post(&format!("/p/{}/delete", posts[1]), &[("reason", "")]).await.expect(303);
    app.visitor().get(address).await.expect(404);
    again(mark.clone()).await.expect(404);
    again("*".into()).await.expect(404);
    assert_eq!(locations(&app, "/sitemap.xml", "sitemapindex").await, ["/sitemap/categories.xml"]);
    keeper.post(&format!("/p/{}/restore", posts[0]), &[]).await.expect(303);
    let left = locations(&app, address, "urlset").await;
    assert!(left.len() == 1 && left[0].ends_with(&format!("/{first}")), "{left:?}");
    // Another process has files of its own in memory, and the same states.
    let other = app.another_process().await;
    assert_eq!(other.visitor().get(address).await.header("etag"), app.visitor().get(address).await.header("etag"));
    // What visitors may read changes without any topic changing.
    app.rows(move |conn| {
        use guildhall_schema::category_access;
        diesel::delete(category_access::table.filter(category_access::grantee.eq("everyone"))).execute(conn).unwrap();
    })
    .await;
    app.visitor().get(address).await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn a_file_is_sent_as_it_is_asked_for() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        for number in 1..=50 {
            NewTopic::question(category, author, &format!("Question {number}")).insert(conn);
        }
    })
    .await;
    for _ in 0..2 {
        for (asked, given) in [("gzip", Some("gzip")), ("zstd, gzip", Some("zstd")), ("identity", None)] {
            let answer = app.visitor().send(TestRequest::get().uri("/sitemap/1.xml").insert_header(("accept-encoding", asked))).await.expect(200);
            assert_eq!((answer.header("content-encoding"), answer.header("vary")), (given, Some("Accept-Encoding")));
        }
    }
}
