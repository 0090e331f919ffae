//! From the form to the page that was being read.

use super::{PASSWORD, link, sign_in};
use crate::support::{Client, TestApp};

async fn asks(client: &Client, username: &str, address: &str) -> crate::support::Answer {
    client.post("/sign-up", &[("username", username), ("address", address), ("password", PASSWORD), ("next", "/t/late-payout/12?page=2")]).await
}

#[actix_web::test]
async fn a_stranger_becomes_a_member_and_lands_where_they_were_reading() {
    let app = TestApp::start().await;
    let reader = app.visitor().reading("nb");
    let form = reader.get("/sign-up?next=%2Ft%2Flate-payout%2F12%3Fpage%3D2").await.expect(200);
    assert_eq!(form.attributes("main input[name=next]", "value"), ["/t/late-payout/12?page=2"]);
    let answer = asks(&reader, "Bjørn", "bjorn@example.com").await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/sign-up/sent"));
    reader.get("/sign-up/sent").await.expect(200);
    assert_eq!(app.run_jobs(), 1);
    let mail = app.mail_to("bjorn@example.com");
    assert_eq!((mail.name, mail.letter.subject.as_str()), ("confirm", "Bekreft adressen din hos Guildhall"));
    let path = link(&mail.letter.text, "/confirm/");
    assert!(mail.letter.html.contains(&format!("http://127.0.0.1:8080{path}")), "{}", mail.letter.html);

    let page = reader.get(&path).await.expect(200);
    assert!(page.text("main").contains("Bjørn") && page.header("cache-control") == Some("no-store"), "{}", page.body);
    assert!(reader.cookie("sid").is_none(), "opening the link changes nothing");
    let landed = reader.post(&path, &[]).await.expect(303);
    assert_eq!(landed.location().as_deref(), Some("/t/late-payout/12?page=2"));
    let settings = reader.get("/settings").await.expect(200);
    assert_eq!(settings.attributes("input[name=name]", "value"), ["Bjørn"]);
    assert_eq!(settings.attributes("html", "lang"), ["nb"]);

    let again = app.visitor();
    again.post(&path, &[]).await.expect(410);
    again.get(&path).await.expect(410);
    sign_in(&again, "BJØRN", PASSWORD).await.expect(303);
}

#[actix_web::test]
async fn the_answer_does_not_tell_whether_an_address_has_an_account() {
    let app = TestApp::start().await;
    app.member("ann").await;
    let (known, unknown) = (app.visitor(), app.visitor());
    let to_known = asks(&known, "berit", "Ann@Example.com").await.expect(303);
    let to_unknown = asks(&unknown, "carl", "carl@example.com").await.expect(303);
    assert_eq!((to_known.location(), &to_known.body), (to_unknown.location(), &to_unknown.body));
    assert_eq!(known.follow(to_known).await.body, unknown.follow(to_unknown).await.body);
    app.run_jobs();
    assert_eq!(app.mail_to("carl@example.com").name, "confirm");
    let mail = app.mail_to("Ann@example.com");
    assert_eq!(mail.name, "have-account");
    assert!(mail.letter.text.contains("ann") && !mail.letter.text.contains("/confirm/"));
}

#[actix_web::test]
async fn mistakes_are_named_and_what_was_typed_comes_back() {
    let app = TestApp::start().await;
    let fields = [("username", "admin"), ("address", "nowhere"), ("password", "password1"), ("next", "//evil.example")];
    let answer = app.visitor().post("/sign-up", &fields).await.expect(422);
    assert!(answer.text("title").starts_with("Error: "), "{}", answer.text("title"));
    assert_eq!(answer.attributes("#errors a", "href"), ["#address", "#username", "#password"]);
    assert_eq!(answer.attributes("input[aria-invalid]", "name").len(), 3);
    assert_eq!(answer.attributes("input[name=username]", "value"), ["admin"]);
    assert_eq!(answer.attributes("input[name=address]", "value"), ["nowhere"]);
    assert_eq!(answer.attributes("input[name=password]", "value"), [""]);
    assert_eq!(answer.attributes("main input[name=next]", "value"), ["/"]);
    assert!(!answer.body.contains("password1"));
}

#[actix_web::test]
async fn of_two_who_want_a_username_the_first_to_confirm_gets_it() {
    let app = TestApp::start().await;
    let (first, second) = (app.visitor(), app.visitor());
    asks(&first, "kari", "kari@example.com").await.expect(303);
    asks(&second, "Kari", "other@example.com").await.expect(303);
    app.run_jobs();
    let path = |to: &str| link(&app.mail_to(to).letter.text, "/confirm/");
    first.post(&path("kari@example.com"), &[]).await.expect(303);
    let late = second.post(&path("other@example.com"), &[]).await.expect(422);
    assert_eq!(late.attributes("input[name=username]", "value"), ["Kari"]);
    second.post(&path("other@example.com"), &[("username", "kari.")]).await.expect(422);
    second.post(&path("other@example.com"), &[("username", "kari-two")]).await.expect(303);
    assert_eq!(second.get("/settings").await.attributes("input[name=name]", "value"), ["kari-two"]);
}

#[actix_web::test]
async fn a_link_ends_after_a_day_and_its_row_goes() {
    let app = TestApp::start().await;
    asks(&app.visitor(), "kari", "kari@example.com").await.expect(303);
    app.run_jobs();
    app.later(24 * 3_600_000_000);
    app.visitor().post(&link(&app.mail_to("kari@example.com").letter.text, "/confirm/"), &[]).await.expect(410);
    let db = app.db().clone();
    std::thread::spawn(move || guildhall::accounts::feature::tidy(&db, guildhall::registry::FEATURES)).join().unwrap().unwrap();
    let left: i64 = app
        .read(|conn| {
            use diesel::prelude::*;
            Ok(guildhall_schema::sign_ups::table.count().get_result(conn)?)
        })
        .await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn one_letter_box_gets_three_mails_an_hour() {
    let app = TestApp::start().await;
    for number in 0..3 {
        asks(&app.visitor().coming_from(&format!("192.0.2.{number}")), &format!("kari{number}x"), "kari@example.com").await.expect(303);
    }
    let refused = asks(&app.visitor().coming_from("192.0.2.9"), "karina", "KARI@example.com").await.expect(429);
    assert!(refused.header("retry-after").is_some() && refused.text("main").contains("this address"), "{}", refused.body);
    app.run_jobs();
    assert_eq!(app.mails().len(), 3);
}
