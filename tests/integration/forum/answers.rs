//! Accepted answers: two sides, one mark each.

use diesel::prelude::*;
use guildhall_schema::{accepted, log, member_counts, members, topics};

use super::scene::{ask, figures_are_right, post, reply, scene};

#[actix_web::test]
async fn asker_and_staff_mark_move_and_withdraw_apart() {
    let (app, category) = scene().await;
    let (ann, bob, staff) = (app.member("ann").await, app.member("bob").await, app.staff("stan").await);
    let topic = ask(&ann, category).await;
    let one = reply(&app, &bob, topic, "The first thing that I would try is this.").await;
    let two = reply(&app, &staff, topic, "The bank has to confirm the account again.").await;
    bob.post(&format!("/p/{one}/accept"), &[("by", "asker")]).await.expect(403);
    bob.post(&format!("/p/{one}/accept"), &[("by", "staff")]).await.expect(403);
    ann.post(&format!("/p/{one}/accept"), &[("by", "staff")]).await.expect(403);
    ann.post(&format!("/p/{one}/accept"), &[("by", "asker")]).await.expect(303);
    ann.post(&format!("/p/{one}/accept"), &[("by", "asker")]).await.expect(303);
    ann.post(&format!("/p/{two}/accept"), &[("by", "asker")]).await.expect(303);
    staff.post(&format!("/p/{two}/accept"), &[("by", "staff")]).await.expect(303);
    let marks: Vec<(String, i64)> = app.read(|conn| Ok(accepted::table.order(accepted::by).select((accepted::by, accepted::post)).load(conn)?)).await;
    assert_eq!(marks, [("asker".to_owned(), two.0), ("staff".to_owned(), two.0)]);
    let page = app.visitor().follow(app.visitor().get(&format!("/t/{topic}")).await).await;
    assert!(page.text(".accepted").contains("confirm the account again"), "{}", page.body);
    let counts: (i64, i32) = app
        .read(move |conn| {
            Ok(member_counts::table
                .inner_join(members::table)
                .filter(members::username.eq("stan"))
                .select((member_counts::accepted, members::trust))
                .first(conn)?)
        })
        .await;
    assert_eq!(counts, (1, 1));
    ann.post(&format!("/p/{two}/withdraw"), &[("by", "asker")]).await.expect(303);
    assert!(solved(&app, topic.0).await);
    staff.post(&format!("/p/{two}/withdraw"), &[("by", "staff")]).await.expect(303);
    assert!(!solved(&app, topic.0).await);
    let acts: Vec<String> = app.read(|conn| Ok(log::table.filter(log::act.like("answer.%")).order(log::id).select(log::act).load(conn)?)).await;
    assert_eq!(acts, ["answer.accept", "answer.withdraw"]);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn only_a_reply_can_be_an_answer() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let question = post(&app, topic, 1).await;
    bob.post(&format!("/p/{question}/comment"), &[("body", "Try again")]).await.expect(303);
    let comment = post(&app, topic, 2).await;
    for id in [question, comment] {
        ann.post(&format!("/p/{id}/accept"), &[("by", "asker")]).await.expect(404);
    }
    app.run_jobs();
}

#[actix_web::test]
async fn hiding_the_answer_unsolves_and_restoring_solves() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let id = reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    ann.post(&format!("/p/{id}/accept"), &[("by", "asker")]).await.expect(303);
    assert!(solved(&app, topic.0).await);
    mia.post(&format!("/p/{id}/delete"), &[("reason", "wrong")]).await.expect(303);
    assert!(!solved(&app, topic.0).await);
    mia.post(&format!("/p/{id}/restore"), &[]).await.expect(303);
    assert!(solved(&app, topic.0).await);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

async fn solved(app: &crate::support::TestApp, topic: i64) -> bool {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::solved).first(conn)?)).await
}
