//! Figures that use cases move by what was done are those that the rows say.

use super::scene::{ask, post, reply, scene};
use crate::support::{Dice, TestApp};
use guildhall::platform::check::look;
use guildhall::platform::db::Timestamp;
use guildhall::registry::checks;

/// Steps of a walk: long enough that every kind of change meets every other a few times.
const STEPS: usize = 160;

async fn check_is_clean(app: &TestApp, what: &str) {
    let db = app.db().clone();
    let wrong = actix_web::web::block(move || {
        let mut wrong = Vec::new();
        for check in checks() {
            look(&db, check, |found| {
                wrong.push(format!("{found:?}"));
                Ok(())
            })
            .unwrap();
        }
        wrong
    });
    let wrong = wrong.await.unwrap();
    assert!(wrong.is_empty(), "after {what}: {wrong:#?}");
}

#[actix_web::test]
async fn a_long_walk_through_every_change_leaves_figures_that_the_rows_say() {
    let (app, category) = scene().await;
    let people = [app.member("ann").await, app.member("bob").await, app.moderator("mia").await, app.staff("siri").await];
    let topics = [ask(&people[0], category).await, ask(&people[1], category).await];
    let mut posts = vec![post(&app, topics[0], 1).await, post(&app, topics[1], 1).await];
    let mut dice = Dice(20);
    let mut done = std::collections::BTreeMap::<&str, usize>::new();
    for step in 0..STEPS {
        app.later(Timestamp::SECOND);
        let (who, topic, on) = (&people[dice.roll(4)], topics[dice.roll(2)], posts[dice.roll(posts.len())]);
        let acts = ["reply", "comment", "vote", "vote", "unvote", "me-too", "accept", "recommend", "withdraw", "delete", "restore", "approve", "erase"];
        let act = acts[dice.roll(if step % 40 == 0 { acts.len() } else { acts.len() - 1 })];
        let answer = match act {
            "reply" => {
                posts.push(reply(&app, who, topic, &format!("Step {step}: we had this too, and the bank mended it.")).await);
                continue;
            }
            "comment" => who.post(&format!("/p/{on}/comment"), &[("key", ""), ("body", "The same here.")]).await,
            "vote" => who.post(&format!("/p/{on}/vote"), &[("value", "1")]).await,
            "unvote" => who.post(&format!("/p/{on}/vote"), &[("value", "0")]).await,
            "me-too" => who.post(&format!("/t/{topic}/me-too"), &[("value", if dice.roll(3) > 0 { "1" } else { "0" })]).await,
            "accept" => who.post(&format!("/p/{on}/accept"), &[("by", "asker")]).await,
            "recommend" => who.post(&format!("/p/{on}/accept"), &[("by", "staff")]).await,
            "withdraw" => who.post(&format!("/p/{on}/withdraw"), &[("by", if dice.roll(2) > 0 { "asker" } else { "staff" })]).await,
            "delete" => who.post(&format!("/p/{on}/delete"), &[("reason", "twice")]).await,
            "restore" => who.post(&format!("/p/{on}/restore"), &[]).await,
            "approve" => who.post(&format!("/p/{on}/approve"), &[]).await,
            _ => who.post(&format!("/p/{on}/erase"), &[("reason", "asked for")]).await,
        };
        assert!(answer.status < 500, "{act}: {}", answer.status);
        if answer.status == 303 {
            *done.entry(act).or_default() += 1;
        }
        if step % 20 == 19 {
            check_is_clean(&app, &format!("step {step}, {act}")).await;
        }
    }
    check_is_clean(&app, "the last step").await;
    for act in ["comment", "vote", "unvote", "me-too", "accept", "recommend", "withdraw", "delete", "restore"] {
        assert!(done.contains_key(act), "the walk never did {act}: {done:?}");
    }
    app.run_jobs();
}
