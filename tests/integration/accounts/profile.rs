//! What others see of a member: biography and website.

use crate::support::TestApp;
use diesel::prelude::*;
use guildhall::accounts::{Acting, MemberId, profiles, standing};
use guildhall::platform::text::RENDERER;
use guildhall_schema::member_profiles;

#[actix_web::test]
async fn a_biography_is_rendered_as_posts_are_and_calls_nobody() {
    let app = TestApp::start().await;
    let (ann, _bo) = (app.member("ann").await, app.member("bob").await);
    let page = app.visitor().get("/u/ann").await.expect(200);
    assert!(!page.has(".bio") && !page.has(".site"));
    let biography = "I sell **yarn** with @bob.\r\n\r\n- wool\r\n- <script>alert(1)</script>\r\n\r\n[mine](javascript:alert(1))";
    ann.post("/settings", &[("name", "ann"), ("biography", biography), ("website", "Garn.Example/butikk")]).await.expect(303);
    let page = app.visitor().get("/u/ann").await.expect(200);
    assert_eq!((page.texts(".bio strong"), page.texts(".bio li")), (vec!["yarn".into()], vec!["wool".into(), String::new()]));
    assert!(!page.has(".bio script") && !page.has(".bio a"), "{}", page.body);
    assert_eq!(page.attributes(".site a", "href"), ["https://garn.example/butikk"]);
    assert_eq!((page.attributes(".site a", "rel"), page.text(".site a")), (vec!["nofollow ugc noopener".into()], "garn.example/butikk".into()));
    assert!(!page.has(".who-head .acts") && ann.get("/u/ann").await.has(".who-head .acts a[href='/settings']"));
    assert_eq!(ann.get("/settings").await.text("#biography"), "I sell **yarn** with @bob. - wool - <script>alert(1)</script> [mine](javascript:alert(1))");

    ann.post("/settings", &[("name", "ann"), ("biography", " \n "), ("website", "")]).await.expect(303);
    let page = app.visitor().get("/u/ann").await;
    assert!(!page.has(".bio") && !page.has(".site"));
    let rows: i64 = app.rows(|conn| member_profiles::table.count().get_result(conn).unwrap()).await;
    assert_eq!(rows, 0, "nothing is kept of whoever says nothing");
}

#[actix_web::test]
async fn mistakes_come_back_with_what_was_typed_and_a_preview_keeps_nothing() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let long = "å".repeat(2_001);
    let fields = [("name", "Ann"), ("biography", long.as_str()), ("website", "javascript:alert(1)")];
    let page = ann.post("/settings", &fields).await.expect(422);
    assert_eq!(page.attributes("#errors a", "href"), ["#biography", "#website"]);
    assert!(page.text("#biography-e").contains("2,000"));
    assert_eq!((page.text("#biography").chars().count(), page.attributes("#website", "value")), (2_001, vec!["javascript:alert(1)".into()]));
    let fields = [("name", "Ann"), ("biography", "I sell *yarn*."), ("website", ""), ("preview", "1")];
    let page = ann.post("/settings", &fields).await.expect(200);
    assert_eq!((page.text(".preview em"), page.attributes("#name", "value")), ("yarn".into(), vec!["Ann".into()]));
    assert!(!app.visitor().get("/u/ann").await.has(".bio"));
}

#[actix_web::test]
async fn whoever_is_silenced_or_suspended_is_seen_as_before() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    ann.post("/settings", &[("name", "ann"), ("biography", "I sell yarn.")]).await.expect(303);
    let member = ann.member();
    for suspends in [false, true] {
        let restrict = if suspends { standing::suspend } else { standing::silence };
        app.db().write(Acting::System, move |tx, by| restrict(tx, by, member, None, "too loud")).await.unwrap();
        ann.post("/settings", &[("name", "Ann the Great"), ("biography", "Buy at my shop!")]).await.expect(403);
        ann.post("/settings/username", &[("username", "ann-the-great")]).await.expect(403);
    }
    assert_eq!(app.visitor().get("/u/ann").await.text(".bio"), "I sell yarn.");
    app.run_jobs();
}

#[actix_web::test]
async fn biographies_are_rendered_again_by_a_newer_renderer() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    ann.post("/settings", &[("name", "ann"), ("biography", "I sell **yarn**.")]).await.expect(303);
    app.rows(|conn| diesel::update(member_profiles::table).set((member_profiles::html.eq("old"), member_profiles::renderer.eq(0))).execute(conn).unwrap())
        .await;
    let db = app.db().clone();
    let rendered = std::thread::spawn(move || profiles::rerender(&db, "http://127.0.0.1:8080").unwrap()).join().unwrap();
    let rows: Vec<(MemberId, String, i32)> =
        app.rows(|conn| member_profiles::table.select((member_profiles::member, member_profiles::html, member_profiles::renderer)).load(conn).unwrap()).await;
    assert_eq!((rendered, rows), (1, vec![(ann.member(), "<p>I sell <strong>yarn</strong>.</p>\n".into(), RENDERER)]));
}

#[actix_web::test]
async fn a_closed_account_keeps_nothing_of_what_it_said() {
    let app = TestApp::start().await;
    let ann = super::with_password(&app, "ann").await;
    ann.post("/settings", &[("name", "ann"), ("biography", "I sell yarn."), ("website", "garn.example")]).await.expect(303);
    ann.post("/settings/close-account", &[("password", super::PASSWORD), ("sure", "1")]).await.expect(303);
    let rows: i64 = app.rows(|conn| member_profiles::table.count().get_result(conn).unwrap()).await;
    assert_eq!(rows, 0);
    app.run_jobs();
}
