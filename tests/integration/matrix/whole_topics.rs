//! Moving posts and merging topics: for those who keep order where a topic stands; to others it is not there, or not theirs.

use super::every_route::{assert_same, normalised};
use super::expected::{moderates, sees_topic};
use super::routes::{Fields, NEVER};
use super::world::{Level, Role, Thing, World};

/// What is sent to whichever of the addresses: where to, and what.
fn fields() -> Fields {
    [("into", NEVER.to_string()), ("whither", "existing".to_owned()), ("post-1", "1".to_owned())].to_vec()
}

async fn asks(world: &World, role: Role, thing: &Thing, (method, act): (&str, &str)) {
    let (address, nowhere) = (format!("/t/{}/{act}", thing.topic), format!("/t/{NEVER}/{act}"));
    let what = format!("{role:?}: {method} {act} of {:?}", thing.kind);
    let answer = world.ask(role, method, &address, &fields()).await;
    if sees_topic(role, thing.kind) && role.has_account() {
        let wanted: &[u16] = if moderates(role, thing.kind) { &[409, 422] } else { &[403] };
        assert!(wanted.contains(&answer.status), "{what}: {}", answer.status);
        return;
    }
    let nothing = world.ask(role, method, &nowhere, &fields()).await;
    assert_same(normalised(&answer, &address), normalised(&nothing, &nowhere), &what);
}

#[actix_web::test]
async fn posts_are_moved_by_those_who_keep_order_where_they_stand() {
    let world = World::new().await;
    for role in Role::ALL {
        for thing in world.things().iter().filter(|thing| thing.kind.level == Level::Topic) {
            for route in [("GET", "merge"), ("POST", "merge"), ("POST", "move")] {
                asks(&world, role, thing, route).await;
            }
        }
    }
    world.app.run_jobs();
}
