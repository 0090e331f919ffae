//! Suggestions, similar and related questions, "this solved it": nobody learns there of what they may not see.

use guildhall::forum::PostState;

use super::every_route::{assert_same, normalised};
use super::expected::{sees, sees_topic};
use super::routes::{Fields, NEVER};
use super::world::{Part, Role, World, word};

#[actix_web::test]
async fn suggestions_and_similar_questions_tell_only_what_may_be_seen() {
    let world = World::new().await;
    for role in Role::ALL {
        for thing in world.things() {
            let title = word(Part::Title, thing.mark);
            let sought = [
                (format!("/search/suggest?q={title}"), "/search/suggest?q=nevernever"),
                (format!("/search/opensearch-suggest?q={title}"), "/search/opensearch-suggest?q=nevernever"),
                (format!("/search/similar?title={title}"), "/search/similar?title=nevernever"),
            ];
            for (address, nowhere) in &sought {
                let what = format!("{role:?}: {address} of {:?}", thing.kind);
                let answer = world.ask_for(role, address).await;
                // Whoever sees what is withheld finds it by its title; nobody is led to it instead of asking.
                let is_there = answer.body.contains(&format!("/{}", thing.topic));
                if sees_topic(role, thing.kind) {
                    let is_offered = !address.contains("similar") || thing.kind.topic_state == PostState::Visible;
                    assert_eq!(is_there, is_offered, "{what}: {}", answer.body);
                } else {
                    let nothing = world.ask_for(role, nowhere).await;
                    assert_same(normalised(&answer, &title), normalised(&nothing, "nevernever"), &what);
                }
            }
            let text = word(Part::Text, thing.mark);
            let by_text = world.ask_for(role, &format!("/search/suggest?q={text}")).await;
            assert_eq!(by_text.body.contains(&format!("/{}\"", thing.topic)), sees(role, thing.kind), "{role:?}: a word of the text of {:?}", thing.kind);
        }
    }
}

#[actix_web::test]
async fn only_what_is_seen_solves_anything() {
    let world = World::new().await;
    for role in Role::ALL {
        let fields = |topic: i64| -> Fields { vec![("topic", topic.to_string())] };
        let nothing = world.ask(role, "POST", "/search/solved", &fields(NEVER)).await;
        for thing in world.things() {
            let answer = world.ask(role, "POST", "/search/solved", &fields(thing.topic.0)).await;
            let what = format!("{role:?}: {:?} solved it", thing.kind);
            match role {
                Role::Visitor | Role::Closed => {
                    assert_eq!((answer.status, nothing.status), (303, 303), "{what}");
                    assert!(answer.location().unwrap().starts_with("/sign-in?next="), "{what}");
                }
                _ if !sees_topic(role, thing.kind) => {
                    assert_eq!(nothing.status, 404);
                    assert_same(normalised(&answer, "/search/solved"), normalised(&nothing, "/search/solved"), &what);
                }
                Role::Suspended => assert_eq!(answer.status, 403, "{what}"),
                _ => assert_eq!(answer.location().map(|url| url.ends_with(&format!("/{}", thing.topic))), Some(true), "{what}"),
            }
        }
    }
}
