//! Putting flags and taking them back.

use super::scene::{set, states, trusted};
use crate::forum::scene::{ask, post, reply, scene};

const OFFER: &str = "Write to me, I sell what you need, it is cheap.";

#[actix_web::test]
async fn a_flag_is_put_once_with_a_reason_and_can_be_taken_back() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let offer = reply(&app, &bob, topic, OFFER).await;
    let form = format!("/p/{offer}/flag");
    let page = ann.follow(ann.get(&format!("/t/{topic}")).await).await;
    assert!(page.has(&format!("#post-2 .menu-panel a[href='{form}']")) && !page.has("#post-1 a[href$='/flag']"), "nobody flags their own");
    assert_eq!(ann.get(&form).await.expect(200).texts(".choices .choice").len(), 9);

    let wrong = ann.post(&form, &[("message", "It is an offer")]).await.expect(422);
    assert!(wrong.text("#message").contains("It is an offer") && wrong.has("#reason-e"), "what was typed comes back");
    let wrong = ann.post(&form, &[("reason", "illegal"), ("message", "  ")]).await.expect(422);
    assert!(wrong.has("#message[aria-invalid=true]") && wrong.has("input[value=illegal][checked]"));
    let long = "x".repeat(1_001);
    ann.post(&form, &[("reason", "other"), ("message", &long)]).await.expect(422);
    assert!(states(&app, ann.member()).await.is_empty());

    let thanks = ann.post(&form, &[("reason", "promotion"), ("message", "")]).await.expect(303);
    assert!(ann.follow(thanks).await.has(".flash"));
    let again = ann.post(&form, &[("reason", "spam"), ("message", "")]).await.expect(303);
    assert!(ann.follow(again).await.text("main").contains("Undisclosed promotion"), "the first flag stands");
    assert_eq!(states(&app, ann.member()).await, ["open"]);

    let own = ann.get("/flags").await.expect(200);
    assert!(own.text(".entries li").contains("Waits for a moderator"));
    ann.post(&format!("{form}/withdraw"), &[]).await.expect(303);
    ann.post(&format!("{form}/withdraw"), &[]).await.expect(404);
    assert_eq!(states(&app, ann.member()).await, ["withdrawn"]);
    ann.post(&form, &[("reason", "spam"), ("message", "")]).await.expect(303);
    assert_eq!(states(&app, ann.member()).await, ["open"], "once more, in the same row");
    app.run_jobs();
}

#[actix_web::test]
async fn topics_and_profiles_are_flagged_too_and_nobody_flags_their_own() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let first = post(&app, topic, 1).await;
    for path in [format!("/p/{first}/flag"), format!("/t/{topic}/flag"), "/u/ann/flag".to_owned()] {
        ann.get(&path).await.expect(403);
        ann.post(&path, &[("reason", "spam")]).await.expect(403);
        assert!(app.visitor().get(&path).await.expect(303).location().unwrap().starts_with("/sign-in"));
    }
    assert!(!ann.get("/u/ann").await.has("a[href='/u/ann/flag']"));
    bob.post(&format!("/t/{topic}/flag"), &[("reason", "off_topic")]).await.expect(303);
    let second = bob.post(&format!("/p/{first}/flag"), &[("reason", "spam")]).await.expect(303);
    assert_eq!(second.location(), Some(format!("/p/{first}/flag")), "a topic stands with its first post");
    assert!(bob.get("/u/ann").await.has("a[href='/u/ann/flag']"));
    bob.post("/u/ann/flag", &[("reason", "outdated")]).await.expect(422);
    bob.post("/u/ann/flag", &[("reason", "spam")]).await.expect(303);
    assert_eq!(states(&app, bob.member()).await, ["open", "open"]);
    bob.post("/u/ann/flag/withdraw", &[]).await.expect(303);
    bob.get("/u/nobody/flag").await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn a_member_flags_so_many_in_a_day_and_more_when_trusted() {
    let (app, category) = scene().await;
    set(&app, "flags_a_day", 2).await;
    let (ann, new, known) = (app.member("ann").await, app.member("newt").await, trusted(&app, "known", 2).await);
    let mut posts = Vec::new();
    for _ in 0..4 {
        let topic = ask(&ann, category).await;
        posts.push(post(&app, topic, 1).await);
    }
    for (who, most) in [(&new, 1), (&known, 3)] {
        for (at, post) in posts.iter().enumerate() {
            let answer = who.post(&format!("/p/{post}/flag"), &[("reason", "spam"), ("message", "typed words")]).await;
            assert_eq!(answer.status, if at < most { 303 } else { 429 }, "flag {at}");
            assert!(at < most || answer.text("#message").contains("typed words"));
        }
    }
    let mia = app.moderator("mia").await;
    for post in &posts {
        mia.post(&format!("/p/{post}/flag"), &[("reason", "spam")]).await.expect(303);
    }
    app.later(guildhall::platform::db::Timestamp::DAY + 1);
    new.post(&format!("/p/{}/flag", posts[1]), &[("reason", "spam")]).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn an_admin_sets_the_figures_and_mistakes_come_back() {
    let (app, _) = scene().await;
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    ann.get("/admin/flags").await.expect(404);
    let page = ada.get("/admin/flags").await.expect(200);
    assert_eq!(page.attributes("#hide_at", "value"), ["8.3"]);
    let fields = |hide_at: &'static str| {
        let rest = [("close_at", "31"), ("close_flaggers", "5"), ("close_hours", "4"), ("silence_at", "2.5"), ("silence_flaggers", "3"), ("flags_a_day", "20")];
        let more = [("first_posts", "1"), ("claim_minutes", "30"), ("appeal_days", "7")];
        [vec![("hide_at", hide_at)], rest.to_vec(), more.to_vec()].concat()
    };
    let wrong = ada.post("/admin/flags", &fields("a lot")).await.expect(422);
    assert_eq!(wrong.attributes("#hide_at[aria-invalid]", "value"), ["a lot"]);
    ada.post("/admin/flags", &fields("5,5")).await.expect(303);
    assert_eq!(ada.get("/admin/flags").await.attributes("#hide_at", "value"), ["5.5"]);
    assert!(ada.get("/admin/log").await.text("main").contains("hide_at=5.5"));
}
