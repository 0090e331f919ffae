//! Streams: nobody hears of what they may not see, in a topic or in a list.

use actix_web::test::TestRequest;
use guildhall::platform::db::News;
use std::collections::BTreeSet;

use super::expected::{sees_that_the_topic_was, sees_topic};
use super::routes::NEVER;
use super::world::{Role, World};
use crate::live::Listening;

fn member(role: Role) -> &'static str {
    if role.has_account() { "&member=1" } else { "" }
}

#[actix_web::test]
async fn every_role_hears_of_the_topics_that_it_may_open_and_of_no_other() {
    let world = World::new().await;
    for role in Role::ALL {
        for thing in world.things() {
            let what = format!("{role:?}: the stream of a topic with {:?}", thing.kind);
            let ask = |topic: i64| world.app.stream(world.client(role), TestRequest::get().uri(&format!("/live?topic={topic}&version=0{}", member(role))));
            let may_open = sees_topic(role, thing.kind) || sees_that_the_topic_was(role, thing.kind);
            let (answer, nothing) = (ask(thing.topic.0).await, ask(NEVER).await);
            assert_eq!(nothing.status().as_u16(), 404);
            assert_eq!(answer.status().as_u16(), if may_open { 200 } else { 404 }, "{what}");
            assert_eq!(world.app.parts.live.count(), usize::from(may_open), "{what}");
        }
    }
}

#[actix_web::test]
async fn every_role_hears_of_as_many_topics_in_a_list_as_it_sees_there() {
    let world = World::new().await;
    for role in Role::ALL {
        let seen: BTreeSet<_> = world.things().into_iter().filter(|thing| sees_topic(role, thing.kind)).map(|thing| thing.topic).collect();
        let mut listening = Listening::at(&world.app, world.client(role), &format!("/live?list=latest&since=0{}", member(role))).await;
        world.app.tell();
        let told = listening.events("list").await;
        assert_eq!(told.len(), 1, "{role:?}");
        assert_eq!(told[0]["count"].as_u64(), Some(seen.len() as u64), "{role:?}: asked");
        world.app.parts.live.hear(&world.things().iter().map(|thing| News::Topic(thing.topic.0)).collect::<Vec<_>>());
        world.app.tell();
        assert!(listening.events("list").await.is_empty(), "{role:?}: told twice, or of what it may not see");
    }
}
