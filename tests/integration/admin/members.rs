//! An admin finds members, gives and takes roles, groups and trust, silences and suspends.

use super::{category, done, log};
use crate::support::TestApp;
use guildhall::accounts::viewer::Viewer;
use guildhall::accounts::{MemberId, MemberState, Role, store};
use guildhall::platform::db::Timestamp;

async fn viewer(app: &TestApp, member: MemberId) -> Viewer {
    let now = app.clock.now();
    app.read(move |conn| store::viewer(conn, member, now)).await
}

#[actix_web::test]
async fn members_are_found_by_the_beginning_of_a_folded_name() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    for name in ["bjørn", "bjarne", "王小明", "cara"] {
        app.member(name).await;
    }
    let usernames = |page: &crate::support::Answer| page.texts("tbody th .sub");
    assert_eq!(usernames(&admin.get("/admin/members").await.expect(200)), ["@cara", "@王小明", "@bjarne", "@bjørn", "@ada"]);
    assert_eq!(usernames(&admin.get("/admin/members?q=BJ").await), ["@bjarne", "@bjørn"]);
    assert_eq!(usernames(&admin.get("/admin/members?q=Bj%C3%98").await), ["@bjørn"]);
    assert_eq!(usernames(&admin.get("/admin/members?q=%E7%8E%8B").await), ["@王小明"]);
    assert_eq!(usernames(&admin.get("/admin/members?q=%40car").await), ["@cara"]);
    assert!(usernames(&admin.get("/admin/members?q=%25").await).is_empty());
    admin.get("/admin/members?before=nonsense").await.expect(200);
    admin.get("/admin/members/999").await.expect(404);
}

#[actix_web::test]
async fn a_long_list_goes_on_where_it_ended() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    app.rows(|conn| {
        for number in 0..120 {
            crate::support::fixtures::insert_member(conn, &format!("member{number:03}"));
        }
    })
    .await;
    let (mut path, mut found) = ("/admin/members?q=member".to_owned(), Vec::new());
    loop {
        let page = admin.get(&path).await.expect(200);
        found.extend(page.texts("tbody th .sub"));
        match page.attributes("a[rel=next]", "href").first() {
            Some(next) => path.clone_from(next),
            None => break,
        }
    }
    assert_eq!(found.len(), 120);
    assert!(found.is_sorted_by(|a, b| a > b), "the newest first, none twice");
}

#[actix_web::test]
async fn roles_are_given_and_taken_and_somebody_stays_admin() {
    let app = TestApp::start().await;
    let payments = category(&app, "payments").await.to_string();
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    let ann_page = format!("/admin/members/{}", ann.member());
    assert_eq!(done(&ada, &format!("{ann_page}/give-role"), &[("role", "moderator"), ("category", &payments)]).await, "The role is given.");
    assert_eq!(viewer(&app, ann.member()).await.moderated().len(), 1);
    let page = ada.get(&ann_page).await.expect(200);
    assert!(page.texts(".held li")[0].starts_with("Moderator The payments category"), "{:?}", page.texts(".held li"));
    let wrong = ada.post(&format!("{ann_page}/give-role"), &[("role", "staff"), ("category", &payments)]).await.expect(422);
    assert_eq!(wrong.text("#role-e"), "Only moderators can have their role in one category.");
    ada.post(&format!("{ann_page}/give-role"), &[("role", "moderator"), ("category", "999")]).await.expect(404);
    ada.post(&format!("{ann_page}/give-role"), &[("role", "emperor")]).await.expect(400);
    done(&ada, &format!("{ann_page}/take-role"), &[("role", "moderator"), ("category", &payments)]).await;
    assert!(viewer(&app, ann.member()).await.moderated().is_empty());

    let own = format!("/admin/members/{}", ada.member());
    let refused = ada.post(&format!("{own}/take-role"), &[("role", "admin"), ("category", "")]).await.expect(422);
    assert!(refused.text("#role-e").starts_with("You are the last admin"));
    ada.get("/admin").await.expect(200);
    done(&ada, &format!("{ann_page}/give-role"), &[("role", "admin"), ("category", "")]).await;
    let answer = ada.post(&format!("{own}/take-role"), &[("role", "admin"), ("category", "")]).await.expect(303);
    ada.follow(answer).await.expect(404);
    assert!(viewer(&app, ann.member()).await.is(Role::Admin));
    let acts: Vec<(String, i64, String)> = log(&app).await.into_iter().map(|e| (e.act, e.subject, format!("{}>{}", e.before, e.after))).collect();
    let (ada, ann) = (ada.member().0, ann.member().0);
    let expected = [
        ("role.take", ada, "admin>".to_owned()),
        ("role.give", ann, ">admin".into()),
        ("role.take", ann, format!("moderator@{payments}>")),
        ("role.give", ann, format!(">moderator@{payments}")),
    ];
    assert_eq!(acts, expected.map(|(act, id, facts)| (act.to_owned(), id, facts)));
    app.run_jobs();
}

#[actix_web::test]
async fn members_are_silenced_suspended_and_restored() {
    let app = TestApp::start().await;
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    let page = format!("/admin/members/{}", ann.member());
    let refused = ada.post(&format!("{page}/restrict"), &[("state", "suspended"), ("term", "7"), ("reason", "  ")]).await.expect(422);
    assert_eq!(refused.text("#reason-e"), "Write why: the log keeps it.");
    assert_eq!(refused.attributes("#state option[selected]", "value"), ["suspended"]);
    assert_eq!(refused.attributes("#term option[selected]", "value"), ["7"]);

    done(&ada, &format!("{page}/restrict"), &[("state", "suspended"), ("term", "7"), ("reason", "Sold <links>")]).await;
    assert_eq!(viewer(&app, ann.member()).await.account().unwrap().state, MemberState::Suspended);
    assert!(ada.get(&page).await.text("dl.facts").contains("Suspended until 28 Nov 2026"));
    let entry = log(&app).await.remove(0);
    assert_eq!((entry.act.as_str(), entry.reason.as_str(), entry.before.as_str()), ("member.suspend", "Sold <links>", "active"));
    assert!(ada.get("/admin/log").await.body.contains("Sold &lt;links&gt;"));
    app.later(7 * Timestamp::DAY);
    assert_eq!(viewer(&app, ann.member()).await.account().unwrap().state, MemberState::Active);

    let ada = app.signed_in(ada.member()).await;
    done(&ada, &format!("{page}/restrict"), &[("state", "silenced"), ("term", ""), ("reason", "Again")]).await;
    assert!(viewer(&app, ann.member()).await.is_silenced());
    done(&ada, &format!("{page}/lift"), &[("reason", "")]).await;
    assert!(!viewer(&app, ann.member()).await.is_silenced());
    let own = format!("/admin/members/{}/restrict", ada.member());
    ada.post(&own, &[("state", "silenced"), ("term", ""), ("reason", "Me")]).await.expect(422);
    ada.post(&own, &[("state", "suspended"), ("term", ""), ("reason", "Me")]).await.expect(422);
    ada.post(&format!("{page}/restrict"), &[("state", "closed"), ("term", ""), ("reason", "Away")]).await.expect(422);
}

#[actix_web::test]
async fn trust_is_set_by_hand() {
    let app = TestApp::start().await;
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    let path = format!("/admin/members/{}/trust", ann.member());
    done(&ada, &path, &[("trust", "3")]).await;
    assert!(viewer(&app, ann.member()).await.is_in("trust-3"));
    for wrong in ["5", "-1", "x", ""] {
        ada.post(&path, &[("trust", wrong)]).await.expect(422);
    }
    let entry = log(&app).await.remove(0);
    assert_eq!((entry.act.as_str(), entry.before.as_str(), entry.after.as_str()), ("member.trust", "0", "3"));
}
