//! An account that came with an import goes to its owner, by a link that works once.

use super::{PASSWORD, link, sign_in, with_password};
use crate::support::TestApp;
use diesel::prelude::*;
use guildhall::accounts::bulk::{PastMember, store as bulk};
use guildhall::accounts::{MemberId, MemberState, hand_over};
use guildhall::platform::db::Timestamp;
use guildhall_schema::{log, member_addresses, member_passwords};

/// An account without address and password, as imports make them.
async fn imported(app: &TestApp, username: &'static str, lang: &'static str) -> MemberId {
    let past = PastMember { username: username.into(), name: "Olav H".into(), lang, state: MemberState::Active, trust: 0, created_at: Timestamp(0) };
    app.write(move |tx| bulk::insert(tx, &past)).await
}

/// The link in the newest mail to an address.
fn link_to(app: &TestApp, address: &str) -> String {
    app.run_jobs();
    link(&app.mail_to(address).letter.text, "/claim/")
}

#[actix_web::test]
async fn an_admin_hands_over_and_the_owner_claims_by_mail() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let olav = imported(&app, "olav", "nb").await;
    let page = format!("/admin/members/{olav}");
    assert!(admin.get(&page).await.expect(200).has("form[action$='/hand-over'] input[type=email]"));
    let answer = admin.post(&format!("{page}/hand-over"), &[("address", "olav@example.com")]).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some(page.as_str()));
    let claim = link_to(&app, "olav@example.com");
    assert_eq!(app.mail_to("olav@example.com").letter.subject, "Kontoen din fra det tidligere fellesskapet er nå hos Guildhall");
    assert!(admin.get(&page).await.body.contains("olav@example.com"), "where it is on its way to");
    let owner = app.visitor();
    for _ in 0..2 {
        let shown = owner.get(&claim).await.expect(200);
        assert!(shown.has("input[type=password]") && shown.body.contains("@<bdi>olav</bdi>"));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
    }
    let short = owner.post(&claim, &[("password", "short")]).await.expect(422);
    assert!(short.has("#password[aria-invalid=true]"));
    owner.post(&claim, &[("password", "olav@example.com")]).await.expect(422);
    assert_eq!(owner.post(&claim, &[("password", PASSWORD)]).await.expect(303).location().as_deref(), Some("/sign-in"));
    for identity in ["olav", "olav@example.com"] {
        sign_in(&app.visitor(), identity, PASSWORD).await.expect(303);
    }
    owner.get(&claim).await.expect(410);
    owner.post(&claim, &[("password", "another door nine")]).await.expect(410);
    sign_in(&app.visitor(), "olav", "another door nine").await.expect(422);
    assert!(!admin.get(&page).await.expect(200).has("form[action$='/hand-over']"));
    admin.post(&format!("{page}/hand-over"), &[("address", "thief@example.com")]).await.expect(422);
    let acts: Vec<(String, Option<i64>, String)> =
        app.read(move |conn| Ok(log::table.filter(log::subject.eq(olav)).select((log::act, log::actor, log::after)).load(conn)?)).await;
    assert_eq!(acts, [("member.hand-over".to_owned(), Some(admin.member().0), String::new())]);
}

#[actix_web::test]
async fn handed_to_another_address_the_old_link_dies() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let olav = imported(&app, "olav", "en").await;
    let form = format!("/admin/members/{olav}/hand-over");
    admin.post(&form, &[("address", "wrong@example.com")]).await.expect(303);
    let first = link_to(&app, "wrong@example.com");
    admin.post(&form, &[("address", "right@example.com")]).await.expect(303);
    // Even before the second mail is written.
    app.visitor().post(&first, &[("password", PASSWORD)]).await.expect(410);
    let second = link_to(&app, "right@example.com");
    app.visitor().get(&first).await.expect(410);
    app.visitor().post(&second, &[("password", PASSWORD)]).await.expect(303);
    let address: String = app.read(move |conn| Ok(member_addresses::table.find(olav).select(member_addresses::address).first(conn)?)).await;
    assert_eq!(address, "right@example.com");
}

#[actix_web::test]
async fn a_mail_that_waits_goes_to_the_newest_address_only() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let olav = imported(&app, "olav", "en").await;
    let form = format!("/admin/members/{olav}/hand-over");
    admin.post(&form, &[("address", "wrong@example.com")]).await.expect(303);
    admin.post(&form, &[("address", "right@example.com")]).await.expect(303);
    let claim = link_to(&app, "right@example.com");
    assert!(app.mails().iter().all(|mail| mail.to != "wrong@example.com"));
    app.visitor().post(&claim, &[("password", PASSWORD)]).await.expect(303);
}

#[actix_web::test]
async fn links_end_with_their_term_and_strange_ones_open_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let olav = imported(&app, "olav", "en").await;
    admin.post(&format!("/admin/members/{olav}/hand-over"), &[("address", "olav@example.com")]).await.expect(303);
    let claim = link_to(&app, "olav@example.com");
    // The secret of one thing opens no other.
    let ann = with_password(&app, "ann").await;
    ann.post("/forgotten-password", &[("address", "ann@example.com")]).await.expect(303);
    app.run_jobs();
    let reset = link(&app.mail_to("ann@example.com").letter.text, "/reset-password/");
    app.visitor().get(&reset.replace("/reset-password/", "/claim/")).await.expect(410);
    app.visitor().get(&claim.replace("/claim/", "/reset-password/")).await.expect(410);
    app.visitor().post(&claim.replace("/claim/", "/reset-password/"), &[("password", PASSWORD)]).await.expect(410);
    app.later(hand_over::TERM - Timestamp::MINUTE);
    app.visitor().get(&claim).await.expect(200);
    app.later(2 * Timestamp::MINUTE);
    app.visitor().get(&claim).await.expect(410);
    app.visitor().post(&claim, &[("password", PASSWORD)]).await.expect(410);
    let kept: i64 = app.read(move |conn| Ok(member_passwords::table.filter(member_passwords::member.eq(olav)).count().get_result(conn)?)).await;
    assert_eq!(kept, 0);
}

#[actix_web::test]
async fn an_address_has_one_owner() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let (olav, kari) = (imported(&app, "olav", "en").await, imported(&app, "kari", "en").await);
    app.member("ann").await;
    let form = |member: MemberId| format!("/admin/members/{member}/hand-over");
    let refused = admin.post(&form(olav), &[("address", "ANN@example.com")]).await.expect(422);
    assert_eq!(refused.attributes("#address", "value"), ["ANN@example.com"]);
    assert!(refused.body.contains("Another member has this address"));
    admin.post(&form(olav), &[("address", "no address")]).await.expect(422);
    // Two accounts on their way to one address: the first that is claimed has it.
    let mut claims = Vec::new();
    for member in [olav, kari] {
        admin.post(&form(member), &[("address", "both@example.com")]).await.expect(303);
        claims.push(link_to(&app, "both@example.com"));
    }
    app.visitor().post(&claims[0], &[("password", PASSWORD)]).await.expect(303);
    let late = app.visitor().post(&claims[1], &[("password", PASSWORD)]).await.expect(409);
    assert_eq!(late.text("h1"), "This address has an account already");
    app.visitor().get(&claims[1]).await.expect(200);
    app.member("bea").await.post(&form(kari), &[("address", "bea2@example.com")]).await.expect(404);
}
