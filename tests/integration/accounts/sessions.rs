//! Who is signed in, on which request, in which process.

use crate::support::TestApp;

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
    assert_eq!(app.run_jobs(), 0);
}

#[actix_web::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    ann.post_from_elsewhere("/language", &[("lang", "nb"), ("next", "/")]).await.expect(403);
    let member = ann.member();
    assert_eq!(app.read(move |conn| guildhall::accounts::store::mailbox(conn, member)).await.unwrap().lang.tag(), "en");
}
