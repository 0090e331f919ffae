//! Who is signed in, on which request, in which process.

use super::{PASSWORD, sign_in, with_password};
use crate::support::{START, TestApp};
use guildhall::platform::db::Timestamp;

#[actix_web::test]
async fn a_member_is_recognised_in_two_processes() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let elsewhere = app.another_process().await;
    let answer = ann.post("/language", &[("lang", "nb"), ("next", "/t/1")]).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/t/1"));
    let member = ann.member();
    let lang = elsewhere.read(move |conn| guildhall::accounts::store::mailbox(conn, member)).await.unwrap().lang;
    assert_eq!(lang.tag(), "nb");
}

#[actix_web::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for path in ["/settings", "/sign-out", "/settings/sessions/end", "/settings/close-account"] {
        ann.post_from_elsewhere(path, &[("name", "Eve"), ("lang", "nb")]).await.expect(403);
    }
    ann.get("/settings").await.expect(200);
}

#[actix_web::test]
async fn an_ended_session_is_refused_on_its_next_request_in_every_process() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let elsewhere = app.another_process().await;
    let copied = ann.cookie("sid").unwrap();
    let thief = elsewhere.visitor();
    thief.keep("sid", &copied);
    thief.get("/settings").await.expect(200);
    let answer = ann.post("/sign-out", &[]).await.expect(303);
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert!(ann.cookie("sid").is_none());
    thief.get("/settings").await.expect(303);
    let back = app.visitor();
    back.keep("sid", &copied);
    back.get("/settings").await.expect(303);
}

#[actix_web::test]
async fn sessions_are_listed_and_ended_one_by_one_or_together() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let (second, third) = (app.signed_in(ann.member()).await, app.signed_in(ann.member()).await);
    let stranger = app.member("eve").await;
    let page = ann.get("/settings/sessions").await.expect(200);
    let ends = page.attributes("li form[action^='/settings/sessions/']", "action");
    assert_eq!(ends.len(), 2, "{ends:?}");
    stranger.post(&ends[0], &[]).await.expect(404);
    ann.post(&ends[0], &[]).await.expect(303);
    let alive = [second.get("/settings").await.status, third.get("/settings").await.status];
    assert!(alive == [200, 303] || alive == [303, 200], "{alive:?}");
    ann.post("/settings/sessions/end", &[]).await.expect(303);
    for other in [&second, &third] {
        other.get("/settings").await.expect(303);
    }
    ann.get("/settings").await.expect(200);
}

#[actix_web::test]
async fn sessions_end_by_themselves() {
    let app = TestApp::start().await;
    let (ann, sara) = (app.member("ann").await, app.staff("sara").await);
    app.later(12 * Timestamp::HOUR);
    sara.get("/settings").await.expect(303);
    ann.get("/settings").await.expect(200);
    app.later(14 * Timestamp::DAY);
    ann.get("/settings").await.expect(303);
}

#[actix_web::test]
async fn cookies_are_kept_from_scripts_and_other_sites() {
    for (base_url, name) in [("http://127.0.0.1:8080", "sid"), ("https://forum.example.com", "__Host-sid")] {
        let app = TestApp::start_at(base_url).await;
        with_password(&app, "ann").await;
        let answer = sign_in(&app.visitor(), "ann", PASSWORD).await.expect(303);
        let cookies = answer.cookies();
        let cookie = cookies.iter().find(|cookie| cookie.name() == name).unwrap_or_else(|| panic!("{cookies:?}"));
        assert_eq!((cookie.http_only(), cookie.path(), cookie.domain()), (Some(true), Some("/"), None));
        assert_eq!(cookie.same_site(), Some(actix_web::cookie::SameSite::Lax));
        assert_eq!(cookie.secure().unwrap_or(false), base_url.starts_with("https"));
        assert_eq!(answer.header("strict-transport-security").is_some(), base_url.starts_with("https"));
    }
}

#[actix_web::test]
async fn signing_in_leads_only_to_own_pages() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "/sign-in?next=/"] {
        let answer = app.visitor().post("/sign-in", &[("identity", "ann"), ("password", PASSWORD), ("next", next)]).await.expect(303);
        assert_eq!(answer.location().as_deref(), Some("/"), "{next}");
    }
}

#[actix_web::test]
async fn what_was_typed_survives_an_ended_session() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    let carried = [("carried_to", "/t/12/reply"), ("carried.body", "Two lines\n<of> \"text\""), ("carried.key", "abc")];
    let mut fields = vec![("identity", "ann"), ("password", "wrong one here")];
    fields.extend(carried);
    let again = app.visitor().post("/sign-in", &fields).await.expect(422);
    assert_eq!(again.attributes("input[name='carried.body']", "value"), ["Two lines\n<of> \"text\""]);
    fields[1].1 = PASSWORD;
    let browser = app.visitor();
    let page = browser.post("/sign-in", &fields).await.expect(200);
    assert!(browser.cookie("sid").is_some() && page.header("cache-control") == Some("no-store"));
    assert_eq!(page.attributes("main form", "action"), ["/t/12/reply"]);
    assert_eq!(page.attributes("main form input[name=key]", "value"), ["abc"]);
    assert!(page.body.contains("Two lines\n&lt;of&gt;"), "{}", page.body);
    let mut elsewhere = vec![("identity", "ann"), ("password", PASSWORD), ("carried_to", "/settings/close-account"), ("carried.password", "x")];
    elsewhere.push(("next", "/latest"));
    app.visitor().post("/sign-in", &elsewhere).await.expect(303);
}

#[actix_web::test]
async fn use_of_a_session_is_noted_without_a_write_for_each_page() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    app.later(9 * Timestamp::MINUTE);
    ann.get("/settings").await.expect(200);
    assert!(app.parts.seen.drain().is_empty());
    app.later(Timestamp::MINUTE);
    ann.get("/settings").await.expect(200);
    app.flush_seen();
    let (member, at) = (ann.member(), START.plus(10 * Timestamp::MINUTE));
    let rows = app.read(move |conn| guildhall::accounts::sessions::store::of_member(conn, member)).await;
    assert_eq!(rows[0].seen_at, at);
}

#[actix_web::test]
async fn a_post_after_the_session_ended_is_met_by_a_sign_in_page_that_keeps_it() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    let browser = app.visitor();
    let typed = [
        ("key", "abcdefgh"),
        ("title", "Payout is late again"),
        ("category", "1"),
        ("kind", "question"),
        ("tags", ""),
        ("lang", "en"),
        ("body", "It is late.\n\nVery late."),
    ];
    let page = browser.post("/ask", &typed).await.expect(401);
    let kept = page.attributes("main form[action='/sign-in'] input[type=hidden]", "name");
    assert!(kept.contains(&"carried_to".to_owned()) && kept.contains(&"carried.body".to_owned()), "{kept:?}");
    let values = page.attributes("main form[action='/sign-in'] input[type=hidden]", "value");
    let mut fields: Vec<(&str, &str)> = kept.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    fields.extend([("identity", "ann"), ("password", PASSWORD)]);
    let ready = browser.post("/sign-in", &fields).await.expect(200);
    assert_eq!(ready.attributes("main form", "action"), ["/ask"]);
    assert_eq!(ready.attributes("main form #title", "value"), ["Payout is late again"]);
    assert!(ready.text("main textarea").contains("Very late."));
}
