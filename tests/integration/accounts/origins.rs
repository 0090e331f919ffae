//! Where sign-ins and posts came from: kept for a while, looked at by admins only, and not unnoticed.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::platform::db::Timestamp;
use guildhall::registry::FEATURES;
use guildhall_schema::{log, origins};

use super::{PASSWORD, sign_in, with_password};
use crate::forum::scene::{ask, post, reply, scene};
use crate::support::TestApp;

async fn kept(app: &TestApp, member: MemberId) -> Vec<(Option<i64>, String)> {
    app.read(move |conn| {
        let own = origins::table.filter(origins::member.eq(member)).order(origins::id);
        Ok(own.select((origins::post, origins::network)).load(conn)?)
    })
    .await
}

fn tidy(app: &TestApp) {
    let db = app.db().clone();
    std::thread::spawn(move || guildhall::accounts::feature::tidy(&db, FEATURES)).join().unwrap().unwrap();
}

#[actix_web::test]
async fn sign_ins_and_posts_leave_where_they_came_from() {
    let (app, category) = scene().await;
    let owner = with_password(&app, "ann").await.member();
    let ann = app.visitor().coming_from("2001:db8:1:2:3:4:5:6");
    sign_in(&ann, "ann", PASSWORD).await.expect(303);
    let topic = ask(&ann, category).await;
    let second = reply(&app, &ann, topic, "It was the bank, they had the wrong number.").await;
    ann.post(&format!("/p/{second}/comment"), &[("key", ""), ("body", "And they say sorry.")]).await.expect(303);
    let (first, third) = (post(&app, topic, 1).await, post(&app, topic, 3).await);
    let network = || "2001:db8:1:2::/64".to_owned();
    let expected = [(None, "127.0.0.1".to_owned()), (None, network()), (Some(first.0), network()), (Some(second.0), network()), (Some(third.0), network())];
    assert_eq!(kept(&app, owner).await, expected);
    app.run_jobs();
}

#[actix_web::test]
async fn they_go_after_as_many_days_as_the_settings_say() {
    let app = TestApp::start().await;
    let (ann, ada) = (app.member("ann").await.member(), app.admin("ada").await);
    app.later(89 * Timestamp::DAY);
    tidy(&app);
    assert_eq!(kept(&app, ann).await.len(), 1);
    app.later(2 * Timestamp::DAY);
    tidy(&app);
    assert_eq!(kept(&app, ann).await.len(), 0);

    let ada = app.signed_in(ada.member()).await;
    let set = |days: &'static str| [("name", "Kontor"), ("own", "en"), ("lang-en", "1"), ("origin_days", days), ("mail_wait", "10"), ("mails_a_day", "50")];
    for days in ["", "0", "366", "-1", "many"] {
        let page = ada.post("/admin/settings", &set(days)).await.expect(422);
        assert!(page.has("#origin_days[aria-invalid]") && page.attributes("#origin_days", "value") == [days], "{days}");
    }
    ada.post("/admin/settings", &set("7")).await.expect(303);
    app.signed_in(ann).await;
    app.later(8 * Timestamp::DAY);
    tidy(&app);
    assert_eq!(kept(&app, ann).await.len(), 0);
}

#[actix_web::test]
async fn an_admin_looks_and_the_log_says_so() {
    let (app, category) = scene().await;
    let (ann, ada, mia) = (app.member("ann").await, app.admin("ada").await, app.moderator("mia").await);
    let member = ann.member();
    let topic = ask(&ann, category).await;
    let address = format!("/admin/members/{member}/origins");
    for who in [&mia, &ann, &app.visitor()] {
        who.post(&address, &[]).await.expect(404);
    }
    assert!(!ada.get(&format!("/admin/members/{member}")).await.expect(200).body.contains("127.0.0.1"));
    ada.post("/admin/members/9999/origins", &[]).await.expect(404);
    let looked =
        || app.read(|conn| Ok(log::table.filter(log::act.eq("member.origins")).select((log::actor, log::subject)).load::<(Option<i64>, i64)>(conn)?));
    assert_eq!(looked().await, []);
    let page = ada.post(&address, &[]).await.expect(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let first = post(&app, topic, 1).await;
    assert_eq!(page.texts("tbody tr").len(), 2);
    assert!(page.texts("tbody tr")[1].contains("127.0.0.1"), "{:?}", page.texts("tbody tr"));
    assert_eq!(page.attributes("tbody a", "href"), [format!("/p/{first}")]);
    assert_eq!(looked().await, [(Some(ada.member().0), member.0)]);

    app.rows(move |conn| {
        for at in 0..150_i64 {
            let row = (origins::member.eq(member), origins::network.eq("192.0.2.1"), origins::browser.eq(""), origins::at.eq(at));
            diesel::insert_into(origins::table).values(row).execute(conn).unwrap();
        }
    })
    .await;
    let page = ada.post(&address, &[]).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 100);
    let before = page.attributes("input[name=before]", "value").remove(0);
    let page = ada.post(&address, &[("before", &before)]).await.expect(200);
    assert_eq!((page.texts("tbody tr").len(), page.has("input[name=before]")), (52, false));
    app.run_jobs();
}
