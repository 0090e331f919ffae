//! Jobs that were given up.

use super::{done, log};
use crate::support::TestApp;
use diesel::prelude::*;
use guildhall_schema::jobs;

async fn park(app: &TestApp, key: &str) -> i64 {
    let key = key.to_owned();
    app.rows(move |conn| {
        let row = (
            (jobs::kind.eq("mail-answer"), jobs::key.eq(&key), jobs::payload.eq("{}"), jobs::lane.eq("mail"), jobs::run_at.eq(0_i64)),
            (jobs::attempts.eq(10), jobs::last_error.eq("<b>refused</b>"), jobs::state.eq("parked"), jobs::created_at.eq(0_i64)),
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
    assert!(admin.get("/admin").await.text("main .notice").starts_with("2 jobs were given up."));
    let page = admin.get("/admin/jobs").await.expect(200);
    assert_eq!(page.texts(".fault"), ["<b>refused</b>", "<b>refused</b>"]);

    assert_eq!(done(&admin, &format!("/admin/jobs/{first}/retry"), &[]).await, "The job runs again.");
    assert_eq!(done(&admin, &format!("/admin/jobs/{first}/retry"), &[]).await, "Nothing to do: this job is no longer given up.");
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
