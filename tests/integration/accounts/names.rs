//! Names that nobody can imitate.

use crate::support::TestApp;
use guildhall::accounts::names::{free_name, free_username};
use guildhall::platform::db::{Connection, Error, Failure};

fn outcome<T, E: std::fmt::Debug>(outcome: Result<T, Failure<E>>) -> Result<bool, Error> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(Failure::Database(error)) => Err(error),
    }
}

fn both(conn: &mut Connection, name: &'static str) -> Result<(bool, bool), Error> {
    let now = crate::support::START;
    Ok((outcome(free_username(conn, name, None, now))?, outcome(free_name(conn, name, None))?))
}

#[actix_web::test]
async fn nobody_is_taken_for_the_company_s_people() {
    let app = TestApp::start().await;
    app.staff("ann").await;
    for name in ["\u{430}nn", "a\u{200d}nn", "Ann", "ann.", "\u{430}dmin", "ann", "a.n.n", "ＡＮＮ", "admin", "Admin", "Guildhall Staff"] {
        assert_eq!(app.read(move |conn| both(conn, name)).await, (false, false), "{name:?}");
    }
    for name in ["王小明", "Bjørn"] {
        assert_eq!(app.read(move |conn| both(conn, name)).await, (true, true), "{name:?}");
    }
}

#[actix_web::test]
async fn names_may_repeat_but_usernames_may_not() {
    let app = TestApp::start().await;
    app.member("bjørn").await;
    assert_eq!(app.read(|conn| both(conn, "Bjørn")).await, (false, true));
}

#[actix_web::test]
async fn a_shown_name_is_guarded_on_the_settings_page() {
    let app = TestApp::start().await;
    app.staff("ann").await;
    let eve = app.member("eve").await;
    for name in ["Ann", "\u{430}nn", "an\u{200d}n", "\u{430}dmin"] {
        let answer = eve.post("/settings", &[("name", name)]).await.expect(422);
        assert!(answer.has("#name[aria-invalid]") && answer.attributes("#name", "value") == [name], "{name:?}");
    }
    eve.post("/settings", &[("name", "王小明")]).await.expect(303);
    assert_eq!(eve.get("/settings").await.attributes("#name", "value"), ["王小明"]);
    app.run_jobs();
}
