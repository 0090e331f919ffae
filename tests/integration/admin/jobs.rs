//! Jobs that were given up.

use super::{done, log};
use crate::support::TestApp;
use diesel::prelude::*;
use guildhall::platform::jobs::store::RESTORED;
use guildhall_schema::jobs;

async fn park(app: &TestApp, key: &str) -> i64 {
    park_because(app, key, "<b>refused</b>").await
}

async fn park_because(app: &TestApp, key: &str, error: &'static str) -> i64 {
    let key = key.to_owned();
    app.rows(move |conn| {
        let row = (
            (jobs::kind.eq("mail-answer"), jobs::key.eq(&key), jobs::payload.eq("{}"), jobs::lane.eq("mail"), jobs::run_at.eq(0_i64)),
            (jobs::attempts.eq(10), jobs::last_error.eq(error), jobs::state.eq("parked"), jobs::created_at.eq(0_i64)),
        );
        diesel::insert_into(jobs::table).values(row).returning(jobs::id).get_result(conn).unwrap()
    })
    .await
}

#[actix_web::test]
async fn a_parked_job_is_shown_retried_and_discarded() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let (first, second) = (park(&app, "1").await, park(&app, "2").await);
    assert!(admin.get("/admin").await.text("main .notice").starts_with("2 jobs are on hold."));
    let page = admin.get("/admin/jobs").await.expect(200);
    assert_eq!(page.texts(".fault"), ["<b>refused</b>", "<b>refused</b>"]);

    assert_eq!(done(&admin, &format!("/admin/jobs/{first}/retry"), &[]).await, "The job runs again.");
    assert_eq!(done(&admin, &format!("/admin/jobs/{first}/retry"), &[]).await, "Nothing to do: this job is no longer on hold.");
    assert_eq!(done(&admin, &format!("/admin/jobs/{second}/discard"), &[]).await, "The job is discarded.");
    let left: Vec<(i64, String, i32)> = app.read(|conn| Ok(jobs::table.select((jobs::id, jobs::state, jobs::attempts)).load(conn)?)).await;
    assert_eq!(left, [(first, "waiting".to_owned(), 0)]);
    let acts: Vec<(String, i64)> = log(&app).await.into_iter().map(|entry| (entry.act, entry.subject)).collect();
    assert_eq!(acts, [("job.discard".to_owned(), second), ("job.retry".to_owned(), first)]);
    app.rows(|conn| diesel::delete(jobs::table).execute(conn).unwrap()).await;
}

#[actix_web::test]
async fn all_parked_jobs_run_again() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    park(&app, "1").await;
    park(&app, "2").await;
    assert_eq!(done(&admin, "/admin/jobs/retry", &[]).await, "All jobs run again.");
    assert!(admin.get("/admin/jobs").await.texts(".parked li").is_empty());
    assert_eq!(log(&app).await[0].after, "2");
    app.rows(|conn| diesel::delete(jobs::table).execute(conn).unwrap()).await;
}

async fn left(app: &TestApp) -> Vec<(String, String)> {
    app.read(|conn| Ok(jobs::table.select((jobs::key, jobs::state)).order(jobs::key).load(conn)?)).await
}

#[actix_web::test]
async fn jobs_held_back_by_a_restore_are_released_or_discarded_apart_from_those_given_up() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    park(&app, "failed").await;
    let mut held = Vec::new();
    for key in ["a", "b", "c"] {
        held.push(park_because(&app, key, RESTORED).await);
    }
    let page = admin.get("/admin/jobs").await.expect(200);
    assert_eq!(page.texts("main section h2"), ["Held back after a restore", "Given up"]);
    assert_eq!(page.texts(".fault"), ["<b>refused</b>"], "what was held back did not fail");

    assert_eq!(done(&admin, &format!("/admin/jobs/{}/retry", held[0]), &[]).await, "The job runs again.");
    assert_eq!(done(&admin, "/admin/jobs/retry", &[]).await, "All jobs run again.");
    let expect = |rows: &[(&str, &str)]| rows.iter().map(|(key, state)| (key.to_string(), state.to_string())).collect::<Vec<_>>();
    assert_eq!(left(&app).await, expect(&[("a", "waiting"), ("b", "parked"), ("c", "parked"), ("failed", "waiting")]), "running all again releases nothing");

    assert_eq!(done(&admin, "/admin/jobs/release-restored", &[]).await, "The jobs that were held back are released.");
    assert_eq!(done(&admin, "/admin/jobs/release-restored", &[]).await, "Nothing to do: this job is no longer on hold.");
    park_because(&app, "d", RESTORED).await;
    assert_eq!(done(&admin, "/admin/jobs/discard-restored", &[]).await, "The jobs that were held back are discarded.");
    assert_eq!(left(&app).await, expect(&[("a", "waiting"), ("b", "waiting"), ("c", "waiting"), ("failed", "waiting")]));
    let acts: Vec<(String, i64, String)> = log(&app).await.into_iter().map(|entry| (entry.act, entry.subject, entry.after)).collect();
    assert_eq!(acts[0], ("job.discard".to_owned(), 0, "1".to_owned()));
    assert_eq!(acts[1], ("job.retry".to_owned(), 0, "2".to_owned()));
    app.rows(|conn| diesel::delete(jobs::table).execute(conn).unwrap()).await;
}
