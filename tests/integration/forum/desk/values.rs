//! Kind, title, tags, category: changed, written into the log, undone as long as nobody changed them since.

use diesel::prelude::*;
use guildhall_schema::{log, topics};

use super::{all_is_right, asks, category_of, does, is, three, undoes};
use crate::forum::scene::{post, reply};

#[actix_web::test]
async fn what_solved_a_question_is_remembered_while_it_is_a_discussion() {
    let (app, here, ..) = three().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = asks(&ann, here, "Where has my payout gone").await;
    let answer = reply(&app, &bob, topic, "Ask the bank about it, they know.").await;
    ann.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    does(&mia, topic, "kind", &[("kind", "discussion")]).await.expect(303);
    assert!(!is(&app, topic).await.2);
    all_is_right(&app).await;
    undoes(&mia, topic).await.expect(303);
    assert!(is(&app, topic).await.2);
    all_is_right(&app).await;
}

#[actix_web::test]
async fn title_and_tags_change_and_come_back_unless_somebody_edited_since() {
    let (app, here, ..) = three().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = asks(&ann, here, "Where has my payout gone").await;
    app.later(3_600_000_000);
    let wrong = does(&mia, topic, "title", &[("title", "x"), ("tags", "one two")]).await.expect(422);
    assert!(wrong.has("#title[aria-invalid=true]") && wrong.attributes("#tags", "value") == ["one two"]);
    does(&mia, topic, "title", &[("title", "A payout that never came"), ("tags", "payout bank")]).await.expect(303);
    let page = ann.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    assert!(page.starts_with("/t/a-payout-that-never-came/"), "{page}");
    let told: Vec<(String, String, String)> =
        app.read(|conn| Ok(log::table.filter(log::act.like("topic.%")).order(log::id).select((log::act, log::before, log::after)).load(conn)?)).await;
    assert_eq!(told, [("topic.title".into(), "1".into(), String::new()), ("topic.tags".into(), String::new(), "bank payout".into())]);
    // Tags first, then the title: each by its own button.
    undoes(&mia, topic).await.expect(303);
    let desk = mia.get(&format!("/t/{topic}/desk")).await.expect(200);
    assert_eq!(desk.attributes("#tags", "value"), [""]);
    let title: Vec<String> = app
        .read(|conn| Ok(log::table.filter(log::act.eq("topic.title")).order(log::id).select(log::id).load::<i64>(conn)?))
        .await
        .iter()
        .map(ToString::to_string)
        .collect();
    does(&mia, topic, "undo", &[("act", &title[0])]).await.expect(303);
    let name = move |conn: &mut guildhall::platform::db::Connection| Ok(topics::table.find(topic).select(topics::title).first::<String>(conn)?);
    assert_eq!(app.read(name).await, "Where has my payout gone");
    // An edit in between is nobody's to lose.
    does(&mia, topic, "title", &[("title", "A payout that came late"), ("tags", "")]).await.expect(303);
    let first = post(&app, topic, 1).await;
    let form = ann.get(&format!("/p/{first}/edit")).await.expect(200);
    let version = form.attributes("input[name=version]", "value").remove(0);
    let fields =
        [("version", version.as_str()), ("title", "My payout is here"), ("body", "It came on Friday, after all that time."), ("reason", ""), ("tags", "")];
    ann.post(&format!("/p/{first}/edit"), &fields).await.expect(303);
    let late = undoes(&mia, topic).await.expect(409);
    assert!(late.text("main").contains("changed since"), "{}", late.text("main"));
    assert_eq!(app.read(name).await, "My payout is here");
    all_is_right(&app).await;
}

#[actix_web::test]
async fn of_two_who_undo_at_once_one_is_told() {
    let (app, here, there, _) = three().await;
    let (ann, mia, moe) = (app.member("ann").await, app.moderator("mia").await, app.moderator("moe").await);
    let topic = asks(&ann, here, "Where has my payout gone").await;
    does(&mia, topic, "category", &[("category", &there.to_string())]).await.expect(303);
    assert_eq!(category_of(&app, topic).await, there);
    let act = mia.get(&format!("/t/{topic}/desk")).await.attributes("form[action$='/undo'] input[name=act]", "value").remove(0);
    let fields = [("act", act.as_str())];
    let (one, two) = (does(&mia, topic, "undo", &fields), does(&moe, topic, "undo", &fields));
    let (one, two) = futures_util::future::join(one, two).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(category_of(&app, topic).await, here);
    all_is_right(&app).await;
}
