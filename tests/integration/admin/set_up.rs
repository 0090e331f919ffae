//! The first minutes of a community.

use crate::support::TestApp;
use guildhall::accounts::{Role, set_up};
use guildhall::forum::categories::store::load;
use guildhall::platform::db::Timestamp;
use guildhall::platform::settings::Settings;

const FORM: &[(&str, &str)] = &[
    ("name", "Kontor people"),
    ("own", "nb"),
    ("lang-nb", "1"),
    ("lang-en", "1"),
    ("sign_up_open", "1"),
    ("username", "ingrid"),
    ("address", "ingrid@kontor.example"),
    ("password", "fjord mellom fjell"),
    ("start-announcements", "1"),
    ("start-payments", "1"),
];

fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    FORM.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).chain(changed).copied().collect()
}

async fn link(app: &TestApp) -> String {
    let db = app.db().clone();
    std::thread::spawn(move || set_up::issue_link(&db)).join().unwrap().unwrap()
}

#[actix_web::test]
async fn the_link_opens_the_community_once() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let browser = app.visitor();
    assert!(!browser.get("/").await.expect(200).has("a[href^='/sign-up']"), "nobody joins what is not there yet");
    let page = browser.get(&link).await.expect(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.has("#start-payments[checked]") && !page.has("#start-marketing[checked]"));
    let answer = browser.post(&link, FORM).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/"));
    let home = browser.follow(answer).await.expect(200);
    assert!(home.has(".flash") && home.has("details.account"), "signed in, with a notice");
    assert!(home.body.contains("Kunngjøringer") || home.body.contains("Announcements"));
    browser.get("/admin").await.expect(200);

    let settings = app.read(Settings::load).await;
    assert!(settings.set_up && settings.sign_up_open);
    assert_eq!((settings.name.as_str(), settings.language().tag(), settings.languages.len()), ("Kontor people", "nb", 2));
    let categories = app.read(load).await;
    assert_eq!(categories.all().iter().map(|category| category.path.as_str()).collect::<Vec<_>>(), ["announcements", "payments"]);
    assert_eq!(categories.all()[1].names.len(), 2);
    let ingrid = app.read(|conn| guildhall::accounts::store::find_by_username(conn, "ingrid")).await;
    let guildhall::accounts::store::Found::Member(ingrid) = ingrid else { panic!("no admin") };
    let now = app.clock.now();
    let viewer = app.read(move |conn| guildhall::accounts::store::viewer(conn, ingrid.id, now)).await;
    assert!([Role::Staff, Role::Moderator, Role::Admin].into_iter().all(|role| viewer.is(role)));
    let acts: Vec<String> = super::log(&app).await.into_iter().map(|entry| entry.act).collect();
    assert!(acts.contains(&"community.open".to_owned()) && acts.contains(&"category.make".to_owned()));

    let stranger = app.visitor();
    assert!(stranger.get("/").await.expect(200).has("header a[href^='/sign-up']"));
    stranger.get(&link).await.expect(404);
    stranger.post(&link, &with(&[("username", "mallory"), ("address", "mallory@elsewhere.example")])).await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn a_wrong_an_older_and_a_late_link_open_nothing() {
    let app = TestApp::start().await;
    let (older, newer) = (link(&app).await, link(&app).await);
    let browser = app.visitor();
    for path in ["/set-up/wrong", "/set-up/", older.as_str()] {
        browser.get(path).await.expect(404);
        browser.post(path, FORM).await.expect(404);
    }
    browser.get(&newer).await.expect(200);
    app.later(set_up::TERM + Timestamp::SECOND);
    browser.get(&newer).await.expect(404);
    browser.post(&newer, FORM).await.expect(404);
    assert!(!app.read(Settings::load).await.set_up);
}

#[actix_web::test]
async fn mistakes_use_nothing_up() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let browser = app.visitor();
    let wrong = with(&[("name", " "), ("username", "admin"), ("address", "ingrid"), ("password", "password1"), ("start-talk", "1")]);
    let page = browser.post(&link, &wrong).await.expect(422);
    assert_eq!(page.texts("#errors li").len(), 4, "{:?}", page.texts("#errors li"));
    assert_eq!(page.attributes("#username", "value"), ["admin"]);
    assert_eq!(page.attributes("#address", "value"), ["ingrid"]);
    assert_eq!(page.attributes("#password", "value"), [""]);
    assert!(page.has("#start-talk[checked]") && !page.has("#start-orders[checked]"));
    for anchor in page.attributes("#errors a", "href") {
        assert!(page.has(&anchor), "{anchor} leads nowhere");
    }
    let page = browser.post(&link, &with(&[("own", "zh-Hant")])).await.expect(422);
    assert!(page.has("#own[aria-invalid]"));
    assert!(app.read(load).await.all().is_empty());
    browser.post(&link, FORM).await.expect(303);
    app.run_jobs();
}
