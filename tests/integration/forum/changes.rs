//! Editing, deleting, restoring, erasing; closing and pinning.

use diesel::prelude::*;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{log, post_texts, posts, revisions, topics};

use super::scene::{ask, figures_are_right, post, reply, scene, state};

const LONGER: &str = "Since Tuesday no payout has reached us. What do we have to do now?";

#[actix_web::test]
async fn an_edit_leaves_a_history_word_by_word() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let id = post(&app, topic, 1).await;
    app.later(10 * Timestamp::MINUTE);
    let form = ann.get(&format!("/p/{id}/edit")).await.expect(200);
    assert_eq!(form.attributes("input[name=version]", "value"), ["1"]);
    let fields =
        [("version", "1"), ("title", "Payouts stopped after our bank changed the account"), ("body", LONGER), ("reason", "the right day"), ("tags", "")];
    bob.post(&format!("/p/{id}/edit"), &fields).await.expect(403);
    ann.post(&format!("/p/{id}/edit"), &fields).await.expect(303);
    let history = bob.get(&format!("/p/{id}/history")).await.expect(200);
    assert!(history.texts("del").iter().any(|text| text.contains("Monday")), "{}", history.body);
    assert!(history.texts("ins").iter().any(|text| text.contains("Tuesday")));
    assert!(history.body.contains("the right day"));
    let slug: String = app.read(move |conn| Ok(topics::table.find(topic).select(topics::slug).first(conn)?)).await;
    assert_eq!(slug, "payouts-stopped-after-our-bank-changed-the-account");
    figures_are_right(&app, topic).await;
}

#[actix_web::test]
async fn a_slip_mended_at_once_leaves_none() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let id = post(&app, topic, 1).await;
    let fields = [("version", "1"), ("title", "Payouts stopped after the bank changed our account"), ("body", LONGER), ("tags", "")];
    ann.post(&format!("/p/{id}/edit"), &fields).await.expect(303);
    let row: (i64, Option<i64>, i64) = app
        .read(move |conn| {
            let kept = revisions::table.count().get_result(conn)?;
            let (edited, version) = posts::table.find(id).select((posts::edited_at, posts::version)).first(conn)?;
            Ok((kept, edited, version))
        })
        .await;
    assert_eq!(row, (0, None, 2));
}

#[actix_web::test]
async fn a_stale_edit_shows_both_texts() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let id = reply(&app, &ann, topic, "I called them twice and nobody answered.").await;
    mia.post(&format!("/p/{id}/edit"), &[("version", "1"), ("body", "I called them **three times** and nobody answered.")]).await.expect(303);
    let page = ann.post(&format!("/p/{id}/edit"), &[("version", "1"), ("body", "I called them twice, then I wrote a letter.")]).await.expect(409);
    assert_eq!(page.text("textarea"), "I called them twice, then I wrote a letter.");
    assert!(page.text(".now-text").contains("three times"));
    assert_eq!(page.attributes("input[name=version]", "value"), ["2"]);
    ann.post(&format!("/p/{id}/edit"), &[("version", "2"), ("body", "I called them twice, then I wrote a letter.")]).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn a_question_stays_once_others_have_replied() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let lonely = ask(&ann, category).await;
    let id = post(&app, lonely, 1).await;
    ann.get(&format!("/p/{id}/delete")).await.expect(200);
    ann.post(&format!("/p/{id}/delete"), &[]).await.expect(303);
    assert_eq!(state(&app, id).await, "deleted");
    bob.get(&format!("/t/{lonely}")).await.expect(404);
    ann.post(&format!("/p/{id}/restore"), &[]).await.expect(303);
    assert_eq!(state(&app, id).await, "visible");
    reply(&app, &bob, lonely, "I have seen that as well, and it was the bank.").await;
    ann.post(&format!("/p/{id}/delete"), &[]).await.expect(403);
    figures_are_right(&app, lonely).await;
    app.run_jobs();
}

#[actix_web::test]
async fn an_author_cannot_restore_what_a_moderator_deleted() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let id = reply(&app, &bob, topic, "Buy my course on payouts, it is very cheap.").await;
    mia.post(&format!("/p/{id}/delete"), &[("reason", "advertising")]).await.expect(303);
    bob.post(&format!("/p/{id}/restore"), &[]).await.expect(403);
    ann.post(&format!("/p/{id}/restore"), &[]).await.expect(404);
    let entry: (String, String) = app.read(|conn| Ok(log::table.filter(log::act.eq("post.delete")).select((log::reason, log::after)).first(conn)?)).await;
    assert_eq!(entry, ("advertising".to_owned(), "deleted".to_owned()));
    app.run_jobs();
}

#[actix_web::test]
async fn erasing_destroys_text_and_history() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let id = reply(&app, &ann, topic, "My telephone number is 99 88 77 66.").await;
    app.later(10 * Timestamp::MINUTE);
    ann.post(&format!("/p/{id}/edit"), &[("version", "1"), ("body", "My telephone number was here, I took it out.")]).await.expect(303);
    ann.get(&format!("/p/{id}/erase")).await.expect(403);
    ann.post(&format!("/p/{id}/erase"), &[]).await.expect(403);
    mia.get(&format!("/p/{id}/erase")).await.expect(200);
    mia.post(&format!("/p/{id}/erase"), &[("reason", "personal data")]).await.expect(303);
    let left: (String, i64) = app
        .read(move |conn| {
            let source = post_texts::table.find(id).select(post_texts::source).first(conn)?;
            Ok((source, revisions::table.count().get_result(conn)?))
        })
        .await;
    assert_eq!(left, (String::new(), 0));
    mia.get(&format!("/p/{id}/history")).await.expect(404);
    mia.post(&format!("/p/{id}/restore"), &[]).await.expect(404);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn a_closed_topic_takes_replies_of_staff_only() {
    let (app, category) = scene().await;
    let (ann, mia, staff) = (app.member("ann").await, app.moderator("mia").await, app.staff("stan").await);
    let topic = ask(&ann, category).await;
    ann.post(&format!("/t/{topic}/close"), &[]).await.expect(403);
    mia.post(&format!("/t/{topic}/close"), &[]).await.expect(303);
    let page = ann.post(&format!("/t/{topic}/reply"), &[("body", "One more thing that I forgot to say.")]).await.expect(403);
    assert_eq!(page.text("textarea"), "One more thing that I forgot to say.");
    reply(&app, &staff, topic, "We have closed this because it is solved elsewhere.").await;
    mia.post(&format!("/t/{topic}/reopen"), &[]).await.expect(303);
    reply(&app, &ann, topic, "One more thing that I forgot to say.").await;
    mia.post(&format!("/t/{topic}/pin"), &[]).await.expect(303);
    mia.post(&format!("/t/{topic}/unpin"), &[]).await.expect(303);
    let acts: Vec<String> = app.read(|conn| Ok(log::table.order(log::id).select(log::act).filter(log::act.like("topic.%")).load(conn)?)).await;
    assert_eq!(acts, ["topic.close", "topic.reopen", "topic.pin", "topic.unpin"]);
    app.run_jobs();
}

#[actix_web::test]
async fn the_log_cannot_be_changed() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    mia.post(&format!("/t/{topic}/close"), &[]).await.expect(303);
    for statement in ["UPDATE log SET reason = 'x'", "DELETE FROM log"] {
        let outcome = app
            .db()
            .write(guildhall::accounts::Acting::System, move |tx, _| Ok::<_, guildhall::platform::db::Error>(diesel::sql_query(statement).execute(tx.conn())?))
            .await;
        assert!(outcome.is_err(), "{statement}");
    }
}
