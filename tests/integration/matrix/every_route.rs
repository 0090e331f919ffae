//! Going through the list.

use actix_web::test::TestRequest;
use diesel::connection::SimpleConnection;
use guildhall::routes::ROUTES;

use super::expected::{Expected, may_meet, sees, sees_that_it_was, sees_that_the_topic_was, sees_topic};
use super::headers;
use super::routes::{About, Fields, LISTED, Listed, NEVER, address, address_of_nothing, takes};
use super::world::{Kind, Part, Role, Thing, World, word, words_in};
use crate::support::Answer;

#[test]
fn every_route_is_listed_and_none_that_is_gone() {
    for (method, path) in ROUTES {
        assert!(
            LISTED.iter().any(|listed| listed.method == *method && listed.path == *path),
            "tell the matrix what {method} {path} is about (matrix/routes.rs)"
        );
    }
    for listed in LISTED {
        assert!(ROUTES.contains(&(listed.method, listed.path)), "{} {} is listed and does not exist", listed.method, listed.path);
    }
}

impl World {
    /// Sends a request and looks at what every answer must hold.
    pub(super) async fn ask(&self, role: Role, method: &str, address: &str, fields: &Fields) -> Answer {
        let answer = match method {
            "GET" => self.client(role).get(address).await,
            _ => self.client(role).post(address, &fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await,
        };
        // What just went right is told once, on the next page, whichever that is.
        self.client(role).forget("notice");
        self.holds_nothing_secret(role, &answer, address, &format!("{role:?}: {method} {address}"));
        answer
    }

    /// No word of what the role may not meet, but those it typed; every header that every answer has.
    fn holds_nothing_secret(&self, role: Role, answer: &Answer, address: &str, what: &str) {
        headers::assert_on(answer, what);
        let things = self.things();
        let (_, head, body) = normalised(answer, address);
        let head = head.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join("\n");
        for (part, mark) in words_in(&head).into_iter().chain(words_in(&body)) {
            let thing = &things[mark];
            assert!(may_meet(role, thing, part), "{what} tells {part:?} of {:?}", thing.kind);
        }
    }
}

/// An answer without what differs from one request to the next: the address, in every form it takes, and the date.
pub(super) fn normalised(answer: &Answer, address: &str) -> (u16, Vec<(String, String)>, String) {
    let quoted: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let plain = |text: &str| text.replace(&quoted, "HERE").replace(address, "HERE").replace(&led_to(address), "THERE");
    let values = answer.headers.iter().filter(|(name, _)| *name != "date");
    let mut values: Vec<_> = values.map(|(name, value)| (name.to_string(), plain(value.to_str().unwrap()))).collect();
    values.sort();
    (answer.status, values, plain(&answer.body))
}

/// Where the sign-in page leads back to from a button: the thing itself, which the address names.
fn led_to(address: &str) -> String {
    let thing: String = address.split('/').take(3).collect::<Vec<_>>().join("%2F");
    format!("/sign-in?next={thing}")
}

/// Fails with the first thing that differs.
pub(super) fn assert_same(answer: (u16, Vec<(String, String)>, String), nothing: (u16, Vec<(String, String)>, String), what: &str) {
    assert_eq!(answer.0, nothing.0, "{what}: another status");
    for pair in answer.1.iter().zip(&nothing.1) {
        assert_eq!(pair.0, pair.1, "{what}: another head");
    }
    assert_eq!(answer.1.len(), nothing.1.len(), "{what}: another head");
    for (line, other) in answer.2.lines().zip(nothing.2.lines()) {
        assert_eq!(line, other, "{what}: another page");
    }
    assert_eq!(answer.2, nothing.2, "{what}: another page");
}

/// What a role is answered for an id that never was: not there, unless it is turned away before anybody looks.
fn assert_is_nothing(role: Role, answer: &Answer, what: &str) {
    let led_to_sign_in = answer.status == 401 || answer.status == 303 && answer.location().unwrap().starts_with("/sign-in?");
    let fine = answer.status == 404 || !role.has_account() && led_to_sign_in || role == Role::Suspended && answer.status == 403;
    assert!(fine, "{what}: {} {:?}", answer.status, answer.location());
}

/// Forgets how often everybody did everything: limits have tests of their own.
async fn forget_limits(world: &World) {
    world.app.rows(|conn| conn.batch_execute("DELETE FROM attempts").unwrap()).await;
}

async fn compare_with_nothing(world: &World, role: Role, listed: &Listed, thing: &Thing, fields: &Fields) {
    let (address, nowhere) = (address(listed, thing), address_of_nothing(listed, thing));
    let what = format!("{role:?}: {} {} for {:?}", listed.method, listed.path, thing.kind);
    let nothing = world.ask(role, listed.method, &nowhere, fields).await;
    assert_is_nothing(role, &nothing, &what);
    let answer = world.ask(role, listed.method, &address, fields).await;
    // A path's slug is what the viewer typed; it may stand in the answer as typed.
    assert_same(normalised(&answer, &address), normalised(&nothing, &nowhere), &format!("{what} differs from what never was"));
    if listed.method == "GET" {
        conditional_requests_tell_nothing(world, role, &address, &nowhere, &what).await;
    }
}

async fn conditional_requests_tell_nothing(world: &World, role: Role, address: &str, nowhere: &str, what: &str) {
    let asked = |address: &str, method: &str| {
        let request = if method == "HEAD" { TestRequest::default().method(actix_web::http::Method::HEAD) } else { TestRequest::get() };
        let request = request.uri(address).insert_header(("if-none-match", "*"));
        request.insert_header(("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT")).insert_header(("range", "bytes=0-10"))
    };
    // A stranger, a member and whoever sees most do for all: conditions are looked at before anybody is.
    if !matches!(role, Role::Visitor | Role::Member | Role::Staff) {
        return;
    }
    for method in ["GET", "HEAD"] {
        let answer = world.client(role).send(asked(address, method)).await;
        let nothing = world.client(role).send(asked(nowhere, method)).await;
        world.holds_nothing_secret(role, &answer, address, what);
        assert_same(normalised(&answer, address), normalised(&nothing, nowhere), &format!("{what} differs on {method} with conditions"));
    }
}

async fn compare_with_expected(world: &World, role: Role, listed: &Listed, thing: &Thing, fields: &Fields, expected: Expected) {
    // What may change a thing gets one of its own.
    let thing = if expected == Expected::Done { &world.add(thing.kind).await } else { thing };
    let answer = world.ask(role, listed.method, &address(listed, thing), fields).await;
    let location = answer.location().unwrap_or_default();
    let found = match answer.status {
        404 => Expected::NotFound,
        403 => Expected::Denied,
        200 => Expected::Page,
        // What was typed is kept on the page that asks to sign in.
        401 => Expected::SignIn,
        303 if location.starts_with("/sign-in?next=") => Expected::SignIn,
        303 => Expected::Done,
        301 | 302 => Expected::Moved,
        other => panic!("{role:?}: {} {} for {:?}: {other} {}", listed.method, listed.path, thing.kind, answer.body),
    };
    assert_eq!(found, expected, "{role:?}: {} {} for {:?}", listed.method, listed.path, thing.kind);
}

/// Goes through the routes of a method that are about things.
async fn go_through(method: &str) {
    let world = World::new().await;
    let things = world.things();
    for listed in LISTED.iter().filter(|listed| listed.method == method) {
        let (rule, fields): (fn(Role, Kind) -> Expected, _) = match &listed.about {
            About::Post { rule, fields } | About::Topic { rule, fields } => (*rule, fields()),
            _ => continue,
        };
        forget_limits(&world).await;
        for role in Role::ALL {
            for thing in things.iter().filter(|thing| takes(listed, thing.kind.level)) {
                if sees(role, thing.kind) {
                    compare_with_expected(&world, role, listed, thing, &fields, rule(role, thing.kind)).await;
                } else if sees_that_it_was(role, thing.kind) {
                    // A line tells that it was; the text does not come back, and only its author takes it back.
                    let own = if method == "GET" { *thing } else { world.add(thing.kind).await };
                    let answer = world.ask(role, listed.method, &address(listed, &own), &fields).await;
                    assert!(answer.status < 500, "{role:?}: {} {} for {:?}", listed.method, listed.path, thing.kind);
                } else {
                    compare_with_nothing(&world, role, listed, thing, &fields).await;
                }
            }
        }
    }
    world.app.run_jobs();
}

#[actix_web::test]
async fn every_page_tells_every_role_what_it_may_know_and_nothing_else() {
    go_through("GET").await;
}

#[actix_web::test]
async fn every_form_tells_every_role_what_it_may_know_and_nothing_else() {
    go_through("POST").await;
}

#[actix_web::test]
async fn a_topics_page_shows_every_role_all_that_it_may_see_there() {
    let world = World::new().await;
    let listed = LISTED.iter().find(|listed| matches!(listed.about, About::TopicPage)).unwrap();
    for role in Role::ALL {
        for thing in world.things() {
            let what = format!("{role:?}: the page with {:?}", thing.kind);
            if !sees_topic(role, thing.kind) && !sees_that_the_topic_was(role, thing.kind) {
                compare_with_nothing(&world, role, listed, &thing, &Fields::new()).await;
                continue;
            }
            let address = address(listed, &thing);
            let answer = world.ask(role, "GET", &address, &Fields::new()).await.expect(200);
            assert_eq!(answer.body.contains(&word(Part::Text, thing.mark)), sees(role, thing.kind), "{what}");
            let quoting = world.ask(role, "GET", &format!("{address}?quote={}", thing.number), &Fields::new()).await;
            assert_eq!(quoting.status, 200, "{what}, quoting it");
            let by_votes = world.ask(role, "GET", &format!("{address}?order=votes"), &Fields::new()).await.expect(200);
            assert!(sees(role, thing.kind) || !by_votes.body.contains(&word(Part::Text, thing.mark)), "{what}, by votes");
            world.ask(role, "GET", &format!("{address}?page=2"), &Fields::new()).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn lists_search_and_forms_show_every_role_only_what_it_may_know() {
    let world = World::new().await;
    for listed in LISTED {
        match &listed.about {
            About::Page { addresses, rule } => {
                for role in Role::ALL {
                    for address in *addresses {
                        let answer = world.ask(role, "GET", address, &Fields::new()).await;
                        assert_eq!(answer.status, rule(role), "{role:?}: {address}: {}", answer.body);
                        let head = world.client(role).send(TestRequest::default().method(actix_web::http::Method::HEAD).uri(address)).await;
                        assert_eq!(head.status, answer.status, "{role:?}: HEAD {address}");
                    }
                }
            }
            About::Form { address, rule, fields } => {
                for role in Role::ALL {
                    forget_limits(&world).await;
                    let answer = world.ask(role, "POST", address, &fields()).await;
                    // What a visitor typed is kept on the page that asks to sign in, which is no redirect.
                    let status = if answer.status == 401 { 303 } else { answer.status };
                    assert_eq!(status, rule(role), "{role:?}: POST {address}: {}", answer.body);
                }
            }
            _ => {}
        }
    }
    world.app.run_jobs();
}

#[actix_web::test]
async fn a_category_that_may_not_be_read_is_not_there() {
    let world = World::new().await;
    let id = world.closed;
    for role in Role::ALL {
        let nothing = world.ask(role, "GET", "/c/never", &Fields::new()).await;
        let nothing = nothing.expect(404);
        for (address, reader) in [("/c/closed", 200), ("/c/closed/below", 200), (&*format!("/c/closed/{id}"), 301), (&*format!("/c/{id}"), 301)] {
            let answer = world.ask(role, "GET", address, &Fields::new()).await;
            if role == Role::Insider {
                answer.expect(reader);
            } else {
                assert_same(normalised(&answer, address), normalised(&nothing, "/c/never"), &format!("{role:?}: {address}"));
            }
        }
        world.ask(role, "GET", "/c/open", &Fields::new()).await.expect(200);
        let menu = world.ask(role, "GET", "/", &Fields::new()).await.body.contains("The closed category");
        assert_eq!(menu, role == Role::Insider, "{role:?}: the menu");
    }
}

#[actix_web::test]
async fn tags_and_search_find_only_what_may_be_seen() {
    let world = World::new().await;
    for role in Role::ALL {
        let nothing = world.ask(role, "GET", "/tag/never", &Fields::new()).await;
        let unfound = world.ask(role, "GET", "/search?q=nevernever", &Fields::new()).await;
        for thing in world.things() {
            // Nobody searches for so much within a minute.
            world.client(role).goes_to(&format!("10.1.{}.{}", role as u8, thing.mark));
            let is_listed = sees_topic(role, thing.kind);
            let address = format!("/tag/{}", word(Part::Tag, thing.mark));
            let answer = world.ask_for(role, &address).await;
            if is_listed {
                assert_eq!(answer.status, 200, "{role:?}: tag of {:?}", thing.kind);
            } else {
                let what = format!("{role:?}: tag of {:?}", thing.kind);
                assert_same(normalised(&answer, &address), normalised(&nothing, "/tag/never"), &what);
            }
            let sought = word(Part::Title, thing.mark);
            let answer = world.ask_for(role, &format!("/search?q={sought}")).await;
            if is_listed {
                assert!(answer.has(&format!("a[href$='/{}']", thing.topic)), "{role:?}: search for {:?}", thing.kind);
            } else {
                let what = format!("{role:?}: search for {:?}", thing.kind);
                assert_same(normalised(&answer, &sought), normalised(&unfound, "nevernever"), &what);
            }
            let reader = world.client(role).clone().coming_from(&format!("192.0.2.{}", thing.mark + 1));
            // Words of a post are found by whoever sees the post, counted for them alone, and suggested to nobody else.
            let sought = word(Part::Text, thing.mark);
            let answer = reader.get(&format!("/search?q={sought}")).await;
            assert_eq!(answer.has(".hit"), sees(role, thing.kind), "{role:?}: search for words of {:?}: {}", thing.kind, answer.text("main"));
            let mistyped = format!("{}x{}", &sought[..sought.len() - 3], &sought[sought.len() - 3..]);
            for address in [format!("/search?q={mistyped}"), format!("/search?q={}&typing=1", &sought[..sought.len() - 2])] {
                let answer = reader.get(&address).await;
                assert_eq!(answer.has(".hit"), sees(role, thing.kind), "{role:?}: {address} for {:?}: {}", thing.kind, answer.text("main"));
                assert!(sees(role, thing.kind) || !answer.body.contains(&sought), "{role:?}: {address} for {:?}", thing.kind);
            }
        }
    }
}

impl World {
    /// Opens a page whose address names a thing by its words, which the answer may repeat.
    pub(super) async fn ask_for(&self, role: Role, address: &str) -> Answer {
        let answer = self.client(role).get(address).await;
        headers::assert_on(&answer, address);
        answer
    }
}

#[actix_web::test]
async fn administration_is_there_for_admins_alone() {
    let world = World::new().await;
    for listed in LISTED.iter().filter(|listed| matches!(listed.about, About::Administration)) {
        let address = headers::filled(listed.path);
        for role in Role::ALL {
            let what = format!("{role:?}: {} {address}", listed.method);
            // What some of the forms cannot do without; a form that is none is refused before anybody looks who sent it.
            let fields = [("direction", "up"), ("closed", "true")].map(|(name, value)| (name, value.to_owned())).to_vec();
            let answer = world.ask(role, listed.method, &address, &fields).await;
            match role {
                Role::Admin => assert!(listed.method == "POST" && answer.status < 500 || answer.status == 200, "{what}: {}", answer.status),
                _ => {
                    let nothing = world.ask(role, listed.method, "/never", &Fields::new()).await.expect(404);
                    assert_same(normalised(&answer, &address), normalised(&nothing, "/never"), &what);
                }
            }
        }
    }
    world.app.run_jobs();
}

#[actix_web::test]
async fn the_session_of_another_is_not_there() {
    let world = World::new().await;
    let theirs = world.client(Role::Author).member();
    let id: i64 = world
        .app
        .rows(move |conn| {
            use diesel::prelude::*;
            use guildhall_schema::sessions;
            sessions::table.filter(sessions::member.eq(theirs)).select(sessions::id).first(conn).unwrap()
        })
        .await;
    for role in [Role::Member, Role::Moderator, Role::Admin] {
        let (address, nowhere) = (format!("/settings/sessions/{id}/end"), format!("/settings/sessions/{NEVER}/end"));
        let answer = world.ask(role, "POST", &address, &Fields::new()).await.expect(404);
        let nothing = world.ask(role, "POST", &nowhere, &Fields::new()).await;
        assert_same(normalised(&answer, &address), normalised(&nothing, &nowhere), "another's session");
    }
    world.client(Role::Author).get("/settings").await.expect(200);
}

#[actix_web::test]
async fn a_closed_account_looks_like_one_that_never_was() {
    let world = World::new().await;
    for role in Role::ALL {
        let nothing = world.ask(role, "GET", "/u/nobody-ever", &Fields::new()).await.expect(404);
        let closed = world.ask(role, "GET", "/u/clara", &Fields::new()).await;
        assert_same(normalised(&closed, "/u/clara"), normalised(&nothing, "/u/nobody-ever"), "a closed account");
    }
}

#[actix_web::test]
async fn a_number_that_is_none_is_not_there() {
    let world = World::new().await;
    for listed in LISTED.iter().filter(|listed| matches!(listed.about, About::Post { .. } | About::Topic { .. })) {
        for wrong in ["0", "-1", "99999999999999999999", "1x", "%00", "%D9%A1"] {
            // Where only digits are taken, something else may be the words of another address.
            if listed.path.contains(":[0-9]+") && !wrong.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let address = listed
                .path
                .replace(":[0-9]+", "")
                .replace("{topic}", wrong)
                .replace("{post}", wrong)
                .replace("{slug}", "never")
                .replace("{number}", "1")
                .replace("{revision}", "1");
            let answer = world.ask(Role::Admin, listed.method, &address, &vec![]).await;
            assert!([400, 404].contains(&answer.status), "{} {address}: {}", listed.method, answer.status);
        }
    }
}
