//! Feeds and sitemaps: whoever asks gets what a visitor may see, to the byte.

use guildhall::forum::follows::{self, Level, Subject, feed};
use guildhall::routes::ROUTES;

use super::every_route::{assert_same, normalised};
use super::expected::{may_meet, sees, sees_topic};
use super::routes::{Fields, NEVER};
use super::world::{Part, Role, Thing, World, word, words_in};

/// The feeds of a thing's topic and tag, and the same of a thing that never was.
fn feeds(thing: &Thing) -> [(String, String); 3] {
    let slug = format!("where-did-qxcommon-{}-go", word(Part::Title, thing.mark));
    [
        (format!("/t/{slug}/{}.atom", thing.topic), format!("/t/{slug}/{NEVER}.atom")),
        (format!("/t/{}.atom", thing.topic), format!("/t/{NEVER}.atom")),
        (format!("/tag/{}.atom", word(Part::Tag, thing.mark)), "/tag/never.atom".to_owned()),
    ]
}

#[actix_web::test]
async fn a_topics_feeds_are_there_for_all_or_for_none() {
    let world = World::new().await;
    for thing in world.things() {
        for (address, nowhere) in feeds(&thing) {
            for role in Role::ALL {
                let what = format!("{role:?}: {address} of {:?}", thing.kind);
                let answer = world.ask_for(role, &address).await;
                if sees_topic(Role::Visitor, thing.kind) {
                    let of_visitor = world.ask(Role::Visitor, "GET", &address, &Fields::new()).await;
                    assert!([200, 301].contains(&answer.status), "{what}: {}", answer.status);
                    assert_eq!((answer.status, answer.body), (of_visitor.status, of_visitor.body), "{what}");
                } else {
                    let nothing = world.ask(role, "GET", &nowhere, &Fields::new()).await.expect(404);
                    assert_same(normalised(&answer, &address), normalised(&nothing, &nowhere), &what);
                }
            }
        }
    }
}

#[actix_web::test]
async fn a_topics_feed_holds_what_a_visitor_sees_of_it() {
    let world = World::new().await;
    for thing in world.things().iter().filter(|thing| sees_topic(Role::Visitor, thing.kind)) {
        let [(address, _), ..] = feeds(thing);
        let feed = world.ask(Role::Moderator, "GET", &address, &Fields::new()).await.expect(200);
        assert_eq!(feed.body.contains(&word(Part::Text, thing.mark)), sees(Role::Visitor, thing.kind), "{:?}", thing.kind);
    }
}

#[actix_web::test]
async fn lists_for_machines_hold_what_a_visitor_sees_whoever_asks() {
    let world = World::new().await;
    let closed = world.closed;
    for role in Role::ALL {
        for address in ["/latest.atom", "/c/open.atom", "/sitemap.xml", "/sitemap/categories.xml", "/sitemap/1.xml"] {
            let of_visitor = world.client(Role::Visitor).get(address).await.expect(200);
            let answer = world.ask(role, "GET", address, &Fields::new()).await.expect(200);
            assert_eq!(answer.body, of_visitor.body, "{role:?}: {address}");
            for thing in world.things().iter().filter(|thing| !sees_topic(Role::Visitor, thing.kind)) {
                assert!(!answer.body.contains(&word(Part::Title, thing.mark)), "{role:?}: {address} tells of {:?}", thing.kind);
            }
        }
        let nothing = world.ask(role, "GET", "/c/never.atom", &Fields::new()).await.expect(404);
        for address in ["/c/closed.atom", "/c/closed/below.atom", &*format!("/c/{closed}.atom")] {
            let answer = world.ask(role, "GET", address, &Fields::new()).await;
            assert_same(normalised(&answer, address), normalised(&nothing, "/c/never.atom"), &format!("{role:?}: {address}"));
        }
        for nowhere in ["/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/01.xml", "/sitemap/99999999999999999999.xml"] {
            world.ask(role, "GET", nowhere, &Fields::new()).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn a_secret_feed_holds_what_its_member_may_read_whoever_asks() {
    let world = World::new().await;
    let (things, followed) = (world.things(), [Subject::Category(world.open), Subject::Category(world.closed)]);
    for role in Role::ALL.into_iter().skip(1) {
        let (member, token) = (world.client(role).member(), format!("secret-of-{}", role as u8));
        let address = format!("/follows/{token}.atom");
        world
            .app
            .write(move |tx| {
                feed::store::put(tx, member, &token)?;
                followed.iter().try_for_each(|subject| follows::store::put(tx, member, *subject, Level::All))
            })
            .await;
        let answer = world.app.visitor().get(&address).await;
        if matches!(role, Role::Suspended | Role::Closed) {
            answer.expect(404);
            continue;
        }
        let answer = answer.expect(200);
        let told = words_in(&answer.body);
        assert!(!told.is_empty(), "{role:?}: the feed is empty");
        for (part, mark) in told {
            assert!(may_meet(role, &things[mark], part), "{role:?}: tells {part:?} of {:?}", things[mark].kind);
        }
    }
}

#[test]
fn every_address_for_machines_is_looked_at_here() {
    let looked_at =
        ["/latest.atom", "/follows/{token}.atom", "/c/{path:.*}.atom", "/tag/{tag}.atom", "/t/{topic:[0-9]+}.atom", "/t/{slug}/{topic:[0-9]+}.atom"];
    let feeds = ROUTES.iter().map(|(_, path)| *path).filter(|path| path.ends_with(".atom"));
    assert_eq!(feeds.collect::<Vec<_>>(), looked_at);
}
