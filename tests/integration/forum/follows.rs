//! What members follow and mute: by buttons, by taking part, and what it does to their lists.

use diesel::prelude::*;
use guildhall::accounts::{MemberId, Right};
use guildhall::forum::follows::{Level, Subject, forget, store};
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::tags::store::TagId;
use guildhall::forum::{TopicId, tags};
use guildhall::platform::db::Connection;
use guildhall_schema::{follows, topic_tags};

use super::plans::OPEN;
use super::scene::{ask, change, post, question, reply, scene, topic_in};
use crate::support::fixtures::{NewTopic, insert_category, insert_tag};
use crate::support::{Answer, Client, TestApp};

async fn level(app: &TestApp, who: &Client, subject: Subject) -> Option<Level> {
    let member = who.member();
    app.read(move |conn| store::level(conn, member, subject)).await
}

async fn choose(who: &Client, path: &str, level: &str) -> Answer {
    who.post(&format!("{path}/follow"), &[("level", level)]).await
}

fn tagged(conn: &mut Connection, topic: TopicId, name: &str) -> TagId {
    insert_tag(conn, topic, name);
    tags::store::find(conn, name).unwrap().expect("the tag")
}

fn titles(answer: &Answer) -> Vec<String> {
    answer.texts(".row-title a")
}

fn pressed(answer: &Answer) -> Vec<String> {
    answer.texts(".menu.follow button[aria-pressed=true]")
}

#[actix_web::test]
async fn a_button_follows_and_takes_it_back() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let page = format!("/t/payouts-stopped-after-the-bank-changed-our-account/{topic}");
    assert!(!app.visitor().get(&page).await.expect(200).has(".menu.follow"), "visitors follow nothing");
    let tag = app.rows(move |conn| tagged(conn, topic, "klarna")).await;
    for (path, shown, subject) in [
        (format!("/t/{topic}"), page, Subject::Topic(topic)),
        (format!("/c/{category}"), "/c/payments".to_owned(), Subject::Category(category)),
        ("/tag/klarna".to_owned(), "/tag/klarna".to_owned(), Subject::Tag(tag)),
        ("/u/ann".to_owned(), "/u/ann".to_owned(), Subject::Member(ann.member())),
    ] {
        assert_eq!(pressed(&bob.get(&shown).await.expect(200)), ["Only what is meant for me"], "{path}");
        let answer = choose(&bob, &path, "all").await.expect(303);
        assert!(bob.follow(answer).await.text(".flash").contains("You follow all of it"), "{path}");
        assert_eq!(pressed(&bob.get(&shown).await), ["Everything"]);
        assert_eq!(level(&app, &bob, subject).await, Some(Level::All));
        choose(&bob, &path, "muted").await.expect(303);
        assert_eq!(pressed(&bob.get(&shown).await), ["Muted"]);
        choose(&bob, &path, "none").await.expect(303);
        let kept = matches!(subject, Subject::Topic(_)).then_some(Level::None);
        assert_eq!(level(&app, &bob, subject).await, kept, "{path}");
        choose(&bob, &path, "everything").await.expect(400);
        let first = choose(&bob, &path, "first").await;
        assert_eq!(first.status, if kept.is_some() { 404 } else { 303 }, "a topic is opened once");
        let elsewhere = bob.post(&format!("{path}/follow"), &[("level", "all"), ("next", "//evil.example")]).await.expect(303);
        assert_eq!(elsewhere.location().as_deref(), Some("/"));
    }
    app.run_jobs();
}

#[actix_web::test]
async fn taking_part_follows_unless_somebody_chose_otherwise() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    assert_eq!(level(&app, &ann, Subject::Topic(topic)).await, Some(Level::All));
    choose(&ann, &format!("/t/{topic}"), "none").await.expect(303);
    reply(&app, &ann, topic, "It was the bank, as they told us at last.").await;
    assert_eq!(level(&app, &ann, Subject::Topic(topic)).await, Some(Level::None), "what she chose stays");
    bob.post(&format!("/t/{topic}/me-too"), &[("value", "0")]).await.expect(303);
    assert_eq!(level(&app, &bob, Subject::Topic(topic)).await, None);
    bob.post(&format!("/t/{topic}/me-too"), &[("value", "1")]).await.expect(303);
    assert_eq!(level(&app, &bob, Subject::Topic(topic)).await, Some(Level::All));
    let eve = app.member("eve").await;
    let opening = post(&app, topic, 1).await;
    eve.post(&format!("/p/{opening}/comment"), &[("key", ""), ("body", "Which bank was that?")]).await.expect(303);
    assert_eq!(level(&app, &eve, Subject::Topic(topic)).await, Some(Level::All));
    let dan = app.member("dan").await;
    dan.post("/settings/follows", &[]).await.expect(303);
    reply(&app, &dan, topic, "With us it took three banking days, not more.").await;
    assert_eq!(level(&app, &dan, Subject::Topic(topic)).await, None, "he chooses by himself");
    dan.post("/settings/follows", &[("by_doing", "1")]).await.expect(303);
    reply(&app, &dan, topic, "And then it took three more banking days.").await;
    assert_eq!(level(&app, &dan, Subject::Topic(topic)).await, Some(Level::All));
    app.run_jobs();
}

#[actix_web::test]
async fn what_is_muted_leaves_the_lists_and_says_so() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let author = bob.member();
    let (quiet, topic) = app
        .rows(move |conn| {
            let (open, quiet) = (insert_category(conn, "payments", None, OPEN), insert_category(conn, "quiet", None, OPEN));
            let topic = NewTopic::question(open, author, "Muted topic").insert(conn);
            let tagged = NewTopic::question(open, author, "Tagged topic").insert(conn);
            insert_tag(conn, tagged, "noise");
            NewTopic { pinned: true, ..NewTopic::question(quiet, author, "Quiet topic") }.insert(conn);
            NewTopic::question(open, author, "Heard topic").insert(conn);
            (quiet, topic)
        })
        .await;
    assert!(!ann.get("/").await.has(".notice"));
    for path in [format!("/t/{topic}"), format!("/c/{quiet}"), "/tag/noise".to_owned()] {
        choose(&ann, &path, "muted").await.expect(303);
    }
    ann.forget("notice");
    for list in ["/", "/hot", "/unsolved", "/unanswered"] {
        let page = ann.get(list).await.expect(200);
        assert_eq!(titles(&page), ["Heard topic"], "{list}");
        assert!(page.text(".notice").contains("What you muted is left out here"), "{list}");
        let all = ann.get(&page.attributes(".notice a", "href")[0]).await.expect(200);
        assert_eq!(titles(&all).len(), 4, "{list}");
        assert!(all.text(".notice").contains("What you muted is shown, too"));
        assert_eq!(all.attributes(".notice a", "href")[0], list);
        let visitor = app.visitor().get(list).await;
        assert!(titles(&visitor).len() == 4 && !visitor.has(".notice"));
    }
    assert_eq!(titles(&ann.get("/c/quiet").await), ["Quiet topic"], "its own list shows it");
    assert_eq!(titles(&ann.get("/tag/noise").await), ["Tagged topic"]);
    assert_eq!(titles(&ann.get("/c/payments").await), ["Heard topic"], "what is muted there is silent there, too");
    ann.get(&format!("/t/muted-topic/{topic}")).await.expect(200);
}

#[actix_web::test]
async fn pages_of_a_list_that_shows_what_is_muted_go_on_showing_it() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let author = bob.member();
    app.rows(move |conn| {
        let open = insert_category(conn, "payments", None, OPEN);
        for number in 0..60 {
            let topic = NewTopic::question(open, author, &format!("Question {number}")).minutes(number).insert(conn);
            if number % 2 == 0 {
                insert_tag(conn, topic, "noise");
            }
        }
    })
    .await;
    choose(&ann, "/tag/noise", "muted").await.expect(303);
    for (list, count) in [("/", 5), ("/?muted=show", 25)] {
        let first = ann.get(list).await.expect(200);
        let next = first.attributes("nav.pager a[rel=next]", "href").remove(0);
        assert_eq!(titles(&first).len(), 25);
        let second = ann.get(&next).await.expect(200);
        assert_eq!(titles(&second).len(), count, "{next}");
        // And back again: the first page is at its own address.
        let back = second.attributes("nav.pager a[rel=prev]", "href").remove(0);
        assert_eq!(ann.get(&back).await.expect(302).location().as_deref(), Some(list));
    }
}

#[actix_web::test]
async fn what_one_does_not_see_cannot_be_followed() {
    let (app, open) = scene().await;
    let (ann, bob, admin) = (app.member("ann").await, app.member("bob").await, app.admin("ada").await);
    let author = bob.member();
    let (closed, secret, hidden) = app
        .rows(move |conn| {
            let closed = insert_category(conn, "closed", None, &[("admins", Right::Ask)]);
            let secret = NewTopic::question(closed, author, "Secret topic").insert(conn);
            insert_tag(conn, secret, "secret");
            let hidden = NewTopic { state: guildhall::forum::PostState::Hidden, ..NewTopic::question(open, author, "Hidden topic") }.insert(conn);
            (closed, secret, hidden)
        })
        .await;
    let gone = app.member("gone").await;
    let leaving = gone.member();
    app.rows(move |conn| {
        use guildhall_schema::members;
        diesel::update(members::table.find(leaving)).set(members::state.eq("closed")).execute(conn).unwrap();
    })
    .await;
    let unseen = [format!("/c/{closed}"), format!("/t/{secret}"), format!("/t/{hidden}"), "/tag/secret".to_owned(), "/u/gone".to_owned(), "/u/ann".to_owned()];
    for (path, never) in unseen.iter().zip(["/c/999", "/t/999", "/t/999", "/tag/never", "/u/never", "/u/never"]) {
        let (answer, nothing) = (choose(&ann, path, "all").await.expect(404), choose(&ann, never, "all").await.expect(404));
        let plain = |answer: &Answer, path: &str| answer.body.replace(&path.replace('/', "%2F"), "").replace(path, "");
        assert_eq!(plain(&answer, path), plain(&nothing, never), "{path}");
    }
    choose(&admin, &format!("/c/{closed}"), "all").await.expect(303);
    choose(&admin, "/tag/secret", "all").await.expect(303);
    // What was seen once can be left for good, seen or not.
    let topic = ask(&bob, open).await;
    let opening = post(&app, topic, 1).await;
    choose(&ann, &format!("/t/{topic}"), "all").await.expect(303);
    change(&app, opening, StateChange::Hide).await;
    let all = ann.get("/settings/follows").await.expect(200);
    assert!(!all.body.contains("Payouts stopped"), "its title is not told");
    choose(&ann, &format!("/t/{topic}"), "none").await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn all_that_one_follows_stands_on_a_page_and_is_changed_there() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    for number in 0..30 {
        let mut fields = question("", "").into_iter().filter(|(name, _)| !["title", "category"].contains(name)).collect::<Vec<_>>();
        let (title, category) = (format!("Where did payout number {number} go"), category.to_string());
        fields.extend([("title", title.as_str()), ("category", category.as_str())]);
        app.rows(|conn| diesel::delete(guildhall_schema::attempts::table).execute(conn).unwrap()).await;
        let topic = topic_in(&bob.post("/ask", &fields).await.expect(303));
        choose(&ann, &format!("/t/{topic}"), "all").await.expect(303);
    }
    choose(&ann, "/u/bob", "first").await.expect(303);
    let first = ann.get("/settings/follows").await.expect(200);
    assert_eq!(first.texts("main .tabs .num"), ["30", "0", "0", "1"]);
    assert_eq!(first.texts(".entries a").len(), 25);
    let second = ann.get(&first.attributes("nav.pager a[rel=next]", "href")[0]).await.expect(200);
    assert_eq!(second.texts(".entries a").len(), 5);
    assert_eq!(ann.get(&second.attributes("nav.pager a[rel=prev]", "href")[0]).await.texts(".entries a"), first.texts(".entries a"));
    let members = ann.get("/settings/follows?what=member").await.expect(200);
    assert_eq!(members.texts(".entries a"), ["bob"]);
    let action = members.attributes(".entries form", "action").remove(0);
    let next = members.attributes(".entries form input[name=next]", "value").remove(0);
    let answer = ann.post(&action, &[("level", "none"), ("next", &next)]).await.expect(303);
    let page = ann.follow(answer).await;
    assert!(page.texts(".entries a").is_empty() && page.text("main").contains("You follow nobody yet"));
    ann.get("/settings/follows?what=everything").await.expect(404);
    app.visitor().get("/settings/follows").await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn follows_move_with_a_merged_tag_and_go_with_their_member() {
    let (app, category) = scene().await;
    let (ann, bob, staff) = (app.member("ann").await, app.member("bob").await, app.staff("sigrid").await);
    let (one, other): (TopicId, TopicId) = (ask(&ann, category).await, ask(&bob, category).await);
    let (from, into) = app.rows(move |conn| (tagged(conn, one, "klarna-pay"), tagged(conn, other, "klarna"))).await;
    choose(&ann, "/tag/klarna-pay", "all").await.expect(303);
    choose(&bob, "/tag/klarna-pay", "all").await.expect(303);
    choose(&bob, "/tag/klarna", "muted").await.expect(303);
    staff.post("/tag/klarna-pay/merge", &[("into", "klarna"), ("sure", "1")]).await.expect(303);
    app.run_jobs();
    let left: i64 = app.read(move |conn| Ok(topic_tags::table.filter(topic_tags::tag.eq(from)).count().get_result(conn)?)).await;
    assert_eq!(left, 0, "the tags were merged");
    assert_eq!(level(&app, &ann, Subject::Tag(into)).await, Some(Level::All));
    assert_eq!(level(&app, &bob, Subject::Tag(into)).await, Some(Level::Muted), "what he chose for the other stays");
    choose(&ann, "/u/bob", "all").await.expect(303);
    let (db, leaving) = (app.db().clone(), bob.member());
    std::thread::spawn(move || forget(&db, leaving)).join().unwrap().unwrap();
    let rows: Vec<(MemberId, i64)> = app.read(|conn| Ok(follows::table.select((follows::member, follows::subject)).load(conn)?)).await;
    assert!(rows.iter().all(|(member, _)| *member == ann.member()) && rows.len() == 2, "her topic and the tag: {rows:?}");
}

#[actix_web::test]
async fn a_secret_address_feeds_what_its_member_follows_until_it_ends() {
    let (app, open) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let author = bob.member();
    let (heard, closed) = app
        .rows(move |conn| {
            let closed = insert_category(conn, "closed", None, &[("admins", Right::Ask)]);
            let tagged = NewTopic::question(open, author, "Tagged topic").minutes(2).insert(conn);
            insert_tag(conn, tagged, "klarna");
            let muted = NewTopic::question(open, author, "Muted topic").minutes(3).insert(conn);
            insert_tag(conn, muted, "klarna");
            insert_tag(conn, muted, "noise");
            NewTopic::question(open, author, "Other topic").minutes(4).insert(conn);
            (NewTopic::question(open, author, "Followed topic").minutes(1).insert(conn), NewTopic::question(closed, author, "Closed topic").insert(conn))
        })
        .await;
    for (path, level) in [(format!("/t/{heard}"), "all"), ("/tag/klarna".to_owned(), "first"), ("/tag/noise".to_owned(), "muted")] {
        choose(&ann, &path, level).await.expect(303);
    }
    let (member, db) = (ann.member(), app.db().clone());
    db.write(guildhall::accounts::Acting::System, move |tx, _| store::put(tx, member, Subject::Topic(closed), Level::All)).await.unwrap();
    let own = async || ann.get("/settings/follows").await.expect(200).attributes("#feed-address", "value").pop();
    assert_eq!(own().await, None);
    ann.post("/settings/follows/feed", &[]).await.expect(303);
    let address = own().await.expect("an address");
    let path = address.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    let feed = app.visitor().get(&path).await.expect(200);
    let found = |feed: &Answer| feed.body.split("<title>").skip(2).map(|rest| rest.split('<').next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(found(&feed), ["Tagged topic", "Followed topic"], "{}", feed.body);
    assert_eq!((feed.header("cache-control"), feed.header("x-robots-tag")), (Some("private, no-cache"), Some("noindex")));
    assert!(feed.body.contains(&format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{address}\"")), "{}", feed.body);
    ann.post("/settings/follows/feed", &[]).await.expect(303);
    app.visitor().get(&path).await.expect(404);
    let path = own().await.expect("another").strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    app.visitor().get(&path).await.expect(200);
    let suspend = async |state: &'static str| {
        app.rows(move |conn| {
            use guildhall_schema::members;
            diesel::update(members::table.find(member)).set(members::state.eq(state)).execute(conn).unwrap()
        })
        .await
    };
    suspend("suspended").await;
    app.visitor().get(&path).await.expect(404);
    suspend("active").await;
    ann.post("/settings/follows/feed/end", &[]).await.expect(303);
    assert_eq!(own().await, None);
    app.visitor().get(&path).await.expect(404);
}
