//! Leaving, and mail that ends by one click.

use super::{PASSWORD, sign_in, with_password};
use crate::support::TestApp;
use guildhall::accounts::{Role, store};
use guildhall::platform::db::Timestamp;

#[actix_web::test]
async fn a_closed_account_leaves_nothing_but_a_number() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let elsewhere = app.signed_in(ann.member()).await;
    ann.post("/settings/close-account", &[("password", PASSWORD)]).await.expect(422);
    ann.post("/settings/close-account", &[("password", "not this one"), ("sure", "1")]).await.expect(422);
    ann.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    assert!(ann.cookie("sid").is_none());
    elsewhere.get("/settings").await.expect(303);
    sign_in(&app.visitor(), "ann", PASSWORD).await.expect(422);
    let member = ann.member();
    let (row, mailbox, found) =
        app.read(move |conn| Ok((store::find(conn, member)?.unwrap(), store::mailbox(conn, member)?, store::find_by_username(conn, "ann")?))).await;
    let former = format!("former-{member}");
    assert_eq!((row.username, row.name, row.state.as_str()), (former.clone(), former, "closed"));
    assert!(mailbox.is_none());
    assert_eq!(found, store::Found::None);

    let taken = app.visitor().post("/sign-up", &[("username", "Ann"), ("address", "new@example.com"), ("password", PASSWORD)]).await.expect(422);
    assert_eq!(taken.attributes("#errors a", "href"), ["#username"]);
    app.later(366 * Timestamp::DAY);
    app.visitor().post("/sign-up", &[("username", "Ann"), ("address", "new@example.com"), ("password", PASSWORD)]).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn the_last_admin_stays() {
    let app = TestApp::start().await;
    let ada = with_password(&app, "ada").await;
    app.give_role(ada.member(), Role::Admin, None).await;
    let answer = ada.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(422);
    assert!(answer.text("#errors").contains("last admin"));
    app.admin("bea").await;
    ada.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
}
