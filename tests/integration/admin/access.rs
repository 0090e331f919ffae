//! To everybody but admins the administration is missing.

use super::category;
use crate::support::TestApp;
use guildhall::accounts::{Acting, Role, roles};
use guildhall::routes::ROUTES;

/// The administration's routes, with numbers where the pattern has names.
fn paths(method: &str) -> Vec<String> {
    let fill = |pattern: &str| pattern.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/");
    ROUTES.iter().filter(|(m, pattern)| *m == method && pattern.starts_with("/admin")).map(|(_, pattern)| fill(pattern)).collect()
}

#[actix_web::test]
async fn pages_are_missing_for_all_but_admins() {
    let app = TestApp::start().await;
    let category = category(&app, "payments").await;
    assert_eq!(category.0, 1);
    let keeper = app.member("keeper").await;
    app.give_role(keeper.member(), Role::Moderator, Some(category)).await;
    let others = [app.visitor(), app.member("ann").await, app.moderator("moe").await, app.staff("stine").await, keeper];
    for path in paths("GET") {
        for other in &others {
            let never = other.get("/nothing-here").await;
            let answer = other.get(&path).await.expect(404);
            assert_eq!(answer.texts("h1"), never.texts("h1"), "{path}");
        }
    }
    assert!(paths("GET").len() >= 12);
}

#[actix_web::test]
async fn forms_are_missing_for_all_but_admins() {
    let app = TestApp::start().await;
    category(&app, "payments").await;
    let others = [app.visitor(), app.member("ann").await, app.moderator("moe").await, app.staff("stine").await];
    let before = app.read(|conn| Ok(guildhall::platform::log::store::newest(conn, &Default::default(), 100)?.len())).await;
    let everything = [
        ("direction", "down"),
        ("closed", "true"),
        ("name", "Taken over"),
        ("own", "en"),
        ("lang-en", "1"),
        ("name-en", "Taken"),
        ("icon", "list"),
        ("access-everyone", "ask"),
        ("role", "admin"),
        ("trust", "4"),
        ("state", "suspended"),
        ("reason", "Because"),
        ("term", "7"),
        ("group", "1"),
        ("slug", "taken"),
        ("username", "ann"),
        ("member", "2"),
    ];
    for path in paths("POST") {
        for other in &others {
            other.post(&path, &everything).await.expect(404);
        }
    }
    let after = app.read(|conn| Ok(guildhall::platform::log::store::newest(conn, &Default::default(), 100)?.len())).await;
    assert_eq!(before, after);
}

#[actix_web::test]
async fn every_page_opens_for_an_admin() {
    let app = TestApp::start().await;
    category(&app, "payments").await;
    let admin = app.admin("ada").await;
    for language in ["en", "nb", "zh-Hant"] {
        admin.post("/language", &[("lang", language), ("next", "/admin")]).await.expect(303);
        for path in [
            "/admin",
            "/admin/categories",
            "/admin/categories/new",
            "/admin/categories/1",
            "/admin/settings",
            "/admin/log",
            "/admin/jobs",
            "/admin/members",
            "/admin/members/1",
            "/admin/groups",
        ] {
            let page = admin.get(path).await.expect(200);
            assert_eq!(page.texts("h1").len(), 1, "{path}");
            assert!(!page.body.contains("admin-") || !page.body.contains(">admin-"), "{path} shows a key");
        }
    }
}

#[actix_web::test]
async fn an_admin_who_loses_the_role_loses_the_pages() {
    let app = TestApp::start().await;
    let (ada, _bea) = (app.admin("ada").await, app.admin("bea").await);
    ada.get("/admin").await.expect(200);
    let grant = roles::Grant { member: ada.member(), role: Role::Admin, category: None };
    app.db().write(Acting::Command, move |tx, by| roles::take_role(tx, by, &grant)).await.unwrap();
    ada.get("/admin").await.expect(404);
}
