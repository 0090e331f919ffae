//! Who writes is told to those who look at the topic, by name to members.

use diesel::prelude::*;
use guildhall_schema::members;

use super::Listening;
use crate::forum::scene::{ask, reply, scene};

async fn told(listening: &mut Listening) -> Vec<String> {
    let told = listening.events("writing").await;
    told.iter().map(|data| format!("{} {}", data["name"].as_str().unwrap(), data["words"].as_str().unwrap()).trim().to_owned()).collect()
}

#[actix_web::test]
async fn members_learn_who_writes_strangers_that_somebody_does() {
    let (app, category) = scene().await;
    let (ann, bob, visitor) = (app.member("ann").await, app.member("bob").await, app.visitor());
    let (topic, other) = (ask(&ann, category).await, ask(&ann, category).await);
    let mut of_ann = Listening::on_topic(&app, &ann, topic).await;
    let mut of_bob = Listening::on_topic(&app, &bob, topic).await;
    let mut strangers = Listening::on_topic(&app, &visitor, topic).await;
    let mut elsewhere = Listening::on_topic(&app, &ann, other).await;
    let path = format!("/t/{topic}/writing");
    bob.post(&path, &[]).await.expect(200);
    app.tell();
    assert_eq!(told(&mut of_ann).await, ["bob is writing"]);
    assert_eq!(told(&mut strangers).await, ["Somebody is writing"]);
    assert_eq!(told(&mut of_bob).await, [""], "nobody learns that of themselves");
    assert!(told(&mut elsewhere).await.is_empty());
    bob.post(&path, &[]).await.expect(200);
    app.tell();
    assert!(told(&mut of_ann).await.is_empty(), "it is known");
    ann.post(&path, &[]).await.expect(200);
    app.tell();
    assert_eq!(told(&mut of_bob).await, ["ann is writing"]);
    assert_eq!(told(&mut of_ann).await, ["bob is writing"]);
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    app.tell();
    let heard = of_ann.heard().await;
    assert!(heard.iter().any(|(name, _)| name == "topic") && heard.iter().any(|(name, data)| name == "writing" && data["words"] == ""), "{heard:?}");
    visitor.post(&path, &[]).await.expect(303);
    bob.post(&path.replace(&topic.to_string(), "987654321"), &[]).await.expect(404);
    bob.post_from_elsewhere(&path, &[]).await.expect(403);
    app.run_jobs();
}

#[actix_web::test]
async fn nothing_is_told_of_what_will_be_held_or_refused() {
    let (app, category) = scene().await;
    let (ann, sue, mia) = (app.member("ann").await, app.member("sue").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let silenced = sue.member();
    app.rows(move |conn| diesel::update(members::table.find(silenced)).set(members::state.eq("silenced")).execute(conn).unwrap()).await;
    let mut listening = Listening::on_topic(&app, &ann, topic).await;
    sue.post(&format!("/t/{topic}/writing"), &[]).await.expect(200);
    app.tell();
    assert!(told(&mut listening).await.is_empty());
    mia.post(&format!("/t/{topic}/close"), &[]).await.expect(303);
    let bob = app.member("bob").await;
    bob.post(&format!("/t/{topic}/writing"), &[]).await.expect(403);
    app.tell();
    assert!(told(&mut listening).await.is_empty());
    app.run_jobs();
}
