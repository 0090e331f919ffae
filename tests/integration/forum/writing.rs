//! Asking, replying, commenting: what is typed arrives once, or comes back.

use diesel::prelude::*;
use guildhall_schema::{me_too, mentions, posts, topic_counts, topics, votes};

use super::scene::{ask, figures_are_right, post, question, reply, scene, topic_in};
use guildhall::accounts::Role;

#[actix_web::test]
async fn a_question_is_asked_and_answered() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, "Send the form **again**, @ann, and wait for the mail.").await;
    let first = post(&app, topic, 1).await;
    bob.post(&format!("/p/{first}/comment"), &[("body", "Which bank?")]).await.expect(303);
    let page = bob.follow(bob.get(&format!("/t/{topic}")).await).await;
    assert!(page.text("h1").contains("Payouts stopped"), "{}", page.body);
    assert!(page.body.contains("<strong>again</strong>"));
    assert!(page.body.contains("Which bank?"));
    let (replies, posts_count): (i64, i64) =
        app.read(move |conn| Ok(topic_counts::table.find(topic).select((topic_counts::replies, topic_counts::posts)).first(conn)?)).await;
    assert_eq!((replies, posts_count), (1, 3));
    let (answered, solved): (bool, bool) = app.read(move |conn| Ok(topics::table.find(topic).select((topics::answered, topics::solved)).first(conn)?)).await;
    assert!(answered && !solved);
    let named: i64 = app.read(|conn| Ok(mentions::table.count().get_result(conn)?)).await;
    assert_eq!(named, 1);
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn mistakes_come_back_with_everything_typed() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let category = category.to_string();
    let fields = [("title", "Too <short>"), ("category", category.as_str()), ("tags", "a, b <c>"), ("body", "Nine signs"), ("key", "k1")];
    let page = ann.post("/ask", &fields).await.expect(422);
    assert_eq!(page.attributes("#title", "value"), ["Too <short>"]);
    assert_eq!(page.attributes("#tags", "value"), ["a, b <c>"]);
    assert_eq!(page.text("#body"), "Nine signs");
    assert_eq!(page.attributes("input[name=key]", "value"), ["k1"]);
    assert!(page.text("title").starts_with("Error:"), "{}", page.text("title"));
    assert_eq!(page.texts("#errors li").len(), 3);
    assert_eq!(page.attributes("#errors a", "href"), ["#title", "#tags", "#body"]);
    let count: i64 = app.read(|conn| Ok(topics::table.count().get_result(conn)?)).await;
    assert_eq!(count, 0);
}

#[actix_web::test]
async fn chinese_needs_fewer_signs() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let category = category.to_string();
    let fields = [("title", "退款要等幾天？"), ("category", category.as_str()), ("body", "客人一直在問，請幫忙。"), ("key", "")];
    let topic = topic_in(&ann.post("/ask", &fields).await.expect(303));
    let lang: String = app.read(move |conn| Ok(topics::table.find(topic).select(topics::lang).first(conn)?)).await;
    assert_eq!(lang, "zh-Hant");
}

#[actix_web::test]
async fn the_same_form_sent_again_finds_the_first_post() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let category = category.to_string();
    let first = ann.post("/ask", &question(&category, "once")).await.expect(303);
    let second = ann.post("/ask", &question(&category, "once")).await.expect(303);
    assert_eq!(first.location(), second.location());
    let topic = topic_in(&first);
    for _ in 0..3 {
        ann.post(&format!("/t/{topic}/reply"), &[("key", "twice"), ("body", "I found out more about this today.")]).await.expect(303);
    }
    let count: i64 = app.read(|conn| Ok(posts::table.count().get_result(conn)?)).await;
    assert_eq!(count, 2);
    app.run_jobs();
}

#[actix_web::test]
async fn a_preview_is_the_post_byte_for_byte() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let body = "Look, @ann:\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```js\nlet x = 1;\n```\n\nA note.[^1]\n\n[^1]: here\n<script>alert(1)</script>";
    let preview = ann.post("/preview", &[("body", body)]).await.expect(200).body;
    let id = reply(&app, &ann, topic, body).await;
    let stored: String = app.read(move |conn| Ok(guildhall_schema::post_texts::table.find(id).select(guildhall_schema::post_texts::html).first(conn)?)).await;
    assert_eq!(preview, stored);
    assert!(!stored.contains("<script"));
    let page = ann.follow(ann.get(&format!("/t/{topic}")).await).await;
    assert!(page.body.contains(&stored));
    app.run_jobs();
}

#[actix_web::test]
async fn the_preview_button_works_without_scripts() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let category = category.to_string();
    let mut fields = question(&category, "k");
    fields.push(("preview", "1"));
    let page = ann.post("/ask", &fields).await.expect(200);
    assert!(page.text(".preview .prose").contains("no payout has reached us"));
    let count: i64 = app.read(|conn| Ok(topics::table.count().get_result(conn)?)).await;
    assert_eq!(count, 0);
}

#[actix_web::test]
async fn votes_and_me_toos_count_once_for_each_member() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let first = post(&app, topic, 1).await;
    for _ in 0..2 {
        bob.post(&format!("/p/{first}/vote"), &[("value", "1")]).await.expect(303);
        bob.post(&format!("/t/{topic}/me-too"), &[("value", "1"), ("quiet", "1")]).await.expect(204);
    }
    ann.post(&format!("/p/{first}/vote"), &[("value", "1")]).await.expect(403);
    ann.post(&format!("/t/{topic}/me-too"), &[("value", "1")]).await.expect(403);
    bob.post(&format!("/p/{first}/vote"), &[("value", "7")]).await.expect(400);
    let (score, too): (i64, i64) =
        app.read(move |conn| Ok(topic_counts::table.find(topic).select((topic_counts::votes, topic_counts::me_too)).first(conn)?)).await;
    assert_eq!((score, too), (1, 1));
    bob.post(&format!("/p/{first}/vote"), &[("value", "0")]).await.expect(303);
    bob.post(&format!("/t/{topic}/me-too"), &[("value", "0")]).await.expect(303);
    let rows: (i64, i64) = app.read(|conn| Ok((votes::table.count().get_result(conn)?, me_too::table.count().get_result(conn)?))).await;
    assert_eq!(rows, (0, 0));
    figures_are_right(&app, topic).await;
}

#[actix_web::test]
async fn a_silenced_members_posts_wait_and_others_do_not_see_them() {
    let (app, category) = scene().await;
    let (ann, sid, mod_) = (app.member("ann").await, app.member("sid").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let silenced = sid.member();
    app.rows(move |conn| {
        use guildhall_schema::members;
        diesel::update(members::table.find(silenced)).set(members::state.eq("silenced")).execute(conn).unwrap();
    })
    .await;
    let id = reply(&app, &sid, topic, "You could try the other payment provider first.").await;
    let marker = "the other payment provider";
    let page = async |client: &crate::support::Client| client.follow(client.get(&format!("/t/{topic}")).await).await.body;
    assert!(!page(&ann).await.contains(marker));
    assert!(!page(&app.visitor()).await.contains(marker));
    assert!(page(&sid).await.contains(marker));
    assert!(page(&mod_).await.contains(marker));
    ann.post(&format!("/p/{id}/approve"), &[]).await.expect(404);
    mod_.post(&format!("/p/{id}/approve"), &[]).await.expect(303);
    assert!(page(&ann).await.contains(marker));
    figures_are_right(&app, topic).await;
    app.run_jobs();
}

#[actix_web::test]
async fn new_tags_need_trust() {
    let (app, category) = scene().await;
    let (ann, staff) = (app.member("ann").await, app.staff("stan").await);
    let category = category.to_string();
    let with_tag = |key| {
        let mut fields = question(&category, key);
        fields.retain(|(name, _)| *name != "tags");
        fields.push(("tags", "payouts"));
        fields
    };
    let page = ann.post("/ask", &with_tag("a")).await.expect(403);
    assert_eq!(page.attributes("#tags", "value"), ["payouts"]);
    staff.post("/ask", &with_tag("b")).await.expect(303);
    ann.post("/ask", &with_tag("c")).await.expect(303);
    assert_eq!(app.visitor().get("/tag/payouts").await.expect(200).texts("main li .title, main li h2, main li h3").len(), 2);
}

#[actix_web::test]
async fn announcements_are_for_staff() {
    let (app, category) = scene().await;
    let (ann, staff) = (app.member("ann").await, app.member_with("stan", Role::Staff).await);
    let category = category.to_string();
    let mut fields = question(&category, "");
    fields.push(("kind", "announcement"));
    ann.post("/ask", &fields).await.expect(403);
    staff.post("/ask", &fields).await.expect(303);
}

#[actix_web::test]
async fn what_was_typed_survives_an_ended_session() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let text = "This took me half an hour to write, \"quotes\" & all.";
    let visitor = app.visitor();
    for path in [format!("/t/{topic}/reply"), "/t/999999/reply".to_owned()] {
        let page = visitor.post(&path, &[("key", "k"), ("body", text)]).await.expect(401);
        let carried: Vec<String> = page.attributes("form input[type=hidden]", "value");
        assert!(carried.iter().any(|value| value == text), "{}", page.body);
        assert!(carried.contains(&path));
    }
}
