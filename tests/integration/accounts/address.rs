//! Another address: the password, a mailed link with one button, and both letter boxes told.

use super::{PASSWORD, link, sign_in, with_password};
use crate::support::{Answer, Client, TestApp};
use diesel::prelude::*;
use guildhall::accounts::store;
use guildhall::platform::db::Timestamp;
use guildhall_schema::member_addresses;

async fn ask(client: &Client, address: &str) -> Answer {
    client.post("/settings/address", &[("address", address), ("password", PASSWORD)]).await
}

async fn address_of(app: &TestApp, client: &Client) -> String {
    let member = client.member();
    app.read(move |conn| store::mailbox(conn, member)).await.unwrap().address
}

#[actix_web::test]
async fn the_new_address_confirms_and_both_are_told() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    ask(&ann, "New@Example.org").await.expect(303);
    assert!(ann.get("/settings/address").await.text(".notice.info").contains("New@example.org"));
    app.run_jobs();
    let mail = app.mail_to("New@example.org");
    let path = link(&mail.letter.text, "/confirm-address/");
    assert_eq!(app.mails().len(), 1, "the former address hears of what happened, not of what was asked");
    for _ in 0..2 {
        let page = app.visitor().get(&path).await.expect(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert!(page.text("main").contains("New@example.org"));
    }
    assert_eq!(address_of(&app, &ann).await, "ann@example.com", "opening changes nothing");
    app.visitor().post_from_elsewhere(&path, &[]).await.expect(403);
    assert_eq!(app.visitor().post(&path, &[]).await.expect(303).location().as_deref(), Some("/settings/account"));
    assert_eq!(address_of(&app, &ann).await, "New@example.org");
    app.run_jobs();
    let (former, new) = (app.mail_to("ann@example.com"), app.mail_to("New@example.org"));
    assert!(former.letter.text.contains("no longer to this one") && !former.letter.text.contains("New@"), "{}", former.letter.text);
    assert!(new.letter.text.contains("goes to this address from now on") && new.letter.text.contains("21 Nov 2026, 14:06 (UTC)"), "{}", new.letter.text);
    app.visitor().get(&path).await.expect(410);
    app.visitor().post(&path, &[]).await.expect(410);
    sign_in(&app.visitor(), "new@example.org", PASSWORD).await.expect(303);
    sign_in(&app.visitor(), "ann@example.com", PASSWORD).await.expect(422);
}

#[actix_web::test]
async fn nobody_learns_who_has_an_address() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    app.member("bob").await;
    let answers = [ask(&ann, "free@example.org").await, ask(&ann, "bob@example.com").await];
    let told = answers.map(|answer| (answer.status, answer.location(), answer.cookies().len(), answer.body));
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].0, 303);
    app.run_jobs();
    assert!(app.mails().iter().all(|mail| mail.to != "free@example.org"), "another address was asked for since");
    let mail = app.mail_to("bob@example.com");
    assert!(
        mail.letter.text.contains("It has an account already") && mail.letter.text.contains("bob") && !mail.letter.text.contains("/confirm-address/"),
        "{}",
        mail.letter.text
    );
}

#[actix_web::test]
async fn it_takes_the_password_and_a_real_address() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let page = ann.post("/settings/address", &[("address", "new@example.org"), ("password", "not this one")]).await.expect(422);
    assert_eq!(page.attributes("#errors a", "href"), ["#password"]);
    assert_eq!((page.attributes("#address", "value"), page.attributes("#password", "value")), (vec!["new@example.org".into()], vec![String::new()]));
    assert_eq!(ask(&ann, "nowhere").await.expect(422).attributes("#errors a", "href"), ["#address"]);
    app.run_jobs();
    assert!(app.mails().is_empty());
}

#[actix_web::test]
async fn a_link_ends_with_its_term_and_with_the_next_one_and_with_the_account() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    ask(&ann, "first@example.org").await.expect(303);
    app.run_jobs();
    let first = link(&app.mail_to("first@example.org").letter.text, "/confirm-address/");
    ask(&ann, "second@example.org").await.expect(303);
    app.visitor().get(&first).await.expect(410);
    app.run_jobs();
    let second = link(&app.mail_to("second@example.org").letter.text, "/confirm-address/");
    app.visitor().get(&second).await.expect(200);
    app.later(25 * Timestamp::HOUR);
    app.visitor().get(&second).await.expect(410);
    app.visitor().post(&second, &[]).await.expect(410);
    ask(&ann, "third@example.org").await.expect(303);
    app.run_jobs();
    let third = link(&app.mail_to("third@example.org").letter.text, "/confirm-address/");
    ann.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    app.visitor().post(&third, &[]).await.expect(410);
    app.run_jobs();
}

#[actix_web::test]
async fn an_address_that_got_an_account_meanwhile_stays_there() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    ask(&ann, "bob@example.com").await.expect(303);
    app.run_jobs();
    let path = link(&app.mail_to("bob@example.com").letter.text, "/confirm-address/");
    let bo = app.member("bob").await;
    assert!(app.visitor().post(&path, &[]).await.expect(409).text("h1").contains("has an account already"));
    assert_eq!((address_of(&app, &ann).await, address_of(&app, &bo).await), ("ann@example.com".into(), "bob@example.com".into()));
}

#[actix_web::test]
async fn whoever_has_no_address_gets_a_first_one() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let member = ann.member();
    app.rows(move |conn| diesel::delete(member_addresses::table.find(member)).execute(conn).unwrap()).await;
    assert!(ann.get("/settings/account").await.text(".entries").contains("None"));
    ask(&ann, "first@example.org").await.expect(303);
    app.run_jobs();
    let path = link(&app.mail_to("first@example.org").letter.text, "/confirm-address/");
    app.visitor().post(&path, &[]).await.expect(303);
    assert_eq!(address_of(&app, &ann).await, "first@example.org");
    app.run_jobs();
    assert_eq!(app.mails().len(), 2, "there is no former letter box to tell");
}

#[actix_web::test]
async fn mails_are_sent_to_so_many_addresses_and_no_more() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    for number in 0..10 {
        ask(&ann, &format!("a{number}@example.org")).await.expect(303);
        app.later(2 * Timestamp::MINUTE);
    }
    ask(&ann, "one-more@example.org").await.expect(429);
    app.run_jobs();
}
