//! Error pages: a way on in the reader's language, and every header that other pages have.

use crate::support::TestApp;

#[actix_web::test]
async fn what_does_not_exist_says_so_and_offers_a_way_on() {
    let app = TestApp::start().await;
    let answer = app.visitor().reading("nb").get("/nowhere").await.expect(404);
    assert_eq!(answer.text("h1"), "Siden finnes ikke, eller er ikke åpen for deg");
    assert!(answer.has("form[action='/search']") && answer.has("main a[href='/']") && answer.has("html[lang=nb]"));
    assert!(answer.header("content-security-policy").is_some() && answer.header("cache-control") == Some("no-store"));
}

#[actix_web::test]
async fn a_form_from_elsewhere_is_told_which_address_is_configured() {
    let app = TestApp::start().await;
    let answer = app.visitor().post_from_elsewhere("/language", &[("lang", "nb")]).await.expect(403);
    assert!(answer.text("main").contains("http://127.0.0.1:8080/"), "{}", answer.body);
    assert!(!answer.has("a[href^='/sign-in']"), "the page does not know who is signed in");
}

#[actix_web::test]
async fn a_form_with_a_doubled_field_is_refused() {
    let app = TestApp::start().await;
    let answer = app.visitor().post("/language", &[("lang", "nb"), ("lang", "en")]).await.expect(400);
    assert!(answer.text("main").contains("doubled"));
}
