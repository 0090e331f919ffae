//! Signing in, forgotten and changed passwords.

use super::{PASSWORD, link, sign_in, with_password};
use crate::support::TestApp;
use guildhall::platform::db::Timestamp;

#[actix_web::test]
async fn a_member_signs_in_by_name_or_address_and_gets_a_new_session_each_time() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    let browser = app.visitor();
    let answer = sign_in(&browser, " Ann ", PASSWORD).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/settings"));
    let first = browser.cookie("sid").unwrap();
    sign_in(&browser, "ANN@example.com", PASSWORD).await.expect(303);
    let second = browser.cookie("sid").unwrap();
    assert_ne!(first, second);
    let old = app.visitor();
    old.keep("sid", &first);
    old.get("/settings").await.expect(303);
}

#[actix_web::test]
async fn a_wrong_password_an_unknown_name_and_no_password_get_one_answer() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    app.member("without").await;
    let mut bodies = Vec::new();
    for identity in ["ann", "nobody", "without"] {
        let answer = sign_in(&app.visitor(), identity, "wrong door seven").await.expect(422);
        assert_eq!(answer.attributes("#identity", "value"), [identity]);
        assert!(!answer.body.contains("wrong door"));
        bodies.push(answer.body.replace(identity, ""));
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
}

#[actix_web::test]
async fn guessing_is_limited_without_locking_the_owner_out() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    for _ in 0..10 {
        sign_in(&app.visitor().coming_from("198.51.100.7"), "ann", "guess number one").await.expect(422);
    }
    sign_in(&app.visitor().coming_from("198.51.100.8"), "ann", PASSWORD).await.expect(429);
    assert_eq!(ann.cookie("sid").unwrap().len(), 43);
    // Ann is signed in from 127.0.0.1 already.
    sign_in(&app.visitor(), "ann", PASSWORD).await.expect(303);
    app.later(15 * Timestamp::MINUTE);
    sign_in(&app.visitor().coming_from("198.51.100.8"), "ann", PASSWORD).await.expect(303);
}

#[actix_web::test]
async fn one_network_guesses_sixty_times() {
    let app = TestApp::start().await;
    let browser = app.visitor().coming_from("198.51.100.7");
    for number in 0..60 {
        sign_in(&browser, &format!("nobody{number}"), "guess number one").await.expect(422);
    }
    sign_in(&browser, "somebody", "guess number one").await.expect(429);
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_once_and_ends_every_session() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let browser = app.visitor();
    let unknown = browser.post("/forgotten-password", &[("address", "nobody@example.com")]).await.expect(303);
    let known = browser.post("/forgotten-password", &[("address", "ann@example.com")]).await.expect(303);
    assert_eq!((unknown.location(), &unknown.body), (known.location(), &known.body));
    assert_eq!(app.run_jobs(), 2, "a job is written for every address");
    assert_eq!(app.mails().len(), 1);
    let path = link(&app.mail_to("ann@example.com").letter.text, "/reset-password/");

    browser.get(&path).await.expect(200);
    browser.post(&path, &[("password", "ann")]).await.expect(422);
    let done = browser.post(&path, &[("password", "quiet blue harbour")]).await.expect(303);
    assert_eq!(done.location().as_deref(), Some("/sign-in"));
    ann.get("/settings").await.expect(303);
    browser.post(&path, &[("password", "loud red harbour")]).await.expect(410);
    sign_in(&app.visitor(), "ann", PASSWORD).await.expect(422);
    sign_in(&app.visitor(), "ann", "quiet blue harbour").await.expect(303);
    app.run_jobs();
    assert_eq!(app.mail_to("ann@example.com").name, "password-changed");
}

#[actix_web::test]
async fn a_reset_link_ends_after_an_hour_and_with_the_next_one() {
    let app = TestApp::start().await;
    with_password(&app, "ann").await;
    let ask = async || {
        app.visitor().post("/forgotten-password", &[("address", "ann@example.com")]).await.expect(303);
        app.run_jobs();
        link(&app.mail_to("ann@example.com").letter.text, "/reset-password/")
    };
    let first = ask().await;
    let second = ask().await;
    app.visitor().get(&first).await.expect(410);
    app.visitor().get(&second).await.expect(200);
    app.later(Timestamp::HOUR);
    app.visitor().get(&second).await.expect(410);
}

#[actix_web::test]
async fn a_changed_password_needs_the_present_one_and_ends_other_sessions() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let elsewhere = app.signed_in(ann.member()).await;
    let wrong = ann.post("/settings/password", &[("present", "not this one"), ("password", "quiet blue harbour")]).await.expect(422);
    assert_eq!(wrong.attributes("#errors a", "href"), ["#present"]);
    ann.post("/settings/password", &[("present", PASSWORD), ("password", "quiet blue harbour")]).await.expect(303);
    ann.get("/settings").await.expect(200);
    elsewhere.get("/settings").await.expect(303);
    app.run_jobs();
    assert_eq!(app.mail_to("ann@example.com").name, "password-changed");
}
