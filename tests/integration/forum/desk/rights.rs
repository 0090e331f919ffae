//! Both ends of a move are asked for; a category moderator has all of it in their category and nothing outside; what moves to
//! where others may not read is gone for them at once.

use diesel::prelude::*;
use guildhall::forum::TopicId;
use guildhall_schema::{tag_counts, topics};

use super::{all_is_right, asks, category_of, does, keeper, moves, splits, three};
use crate::forum::scene::reply;
use crate::support::fixtures::insert_tag;

#[actix_web::test]
async fn a_category_moderator_has_all_of_it_there_and_nothing_outside() {
    let (app, here, there, _) = three().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let kim = keeper(&app, "kim", &[here]).await;
    let (own, other) = (asks(&ann, here, "Where has my payout gone").await, asks(&ann, there, "Where has my parcel gone").await);
    let second = asks(&ann, here, "My payout is gone as well").await;
    let (first, away) =
        (reply(&app, &bob, own, "Ask the bank about it, they know.").await, reply(&app, &bob, other, "Ask the post about it, they know.").await);
    let (here_typed, there_typed) = (here.to_string(), there.to_string());
    let title = [("title", "Where did my payout go"), ("tags", "payout")];
    let forms: [(&str, &[(&str, &str)]); 7] = [
        ("title", &title),
        ("kind", &[("kind", "discussion")]),
        ("close", &[("for", "3600")]),
        ("close-later", &[("for", "3600")]),
        ("pin", &[("for", "86400")]),
        ("slow", &[("seconds", "300")]),
        ("category", &[("category", here_typed.as_str())]),
    ];
    for (form, fields) in forms {
        does(&kim, own, form, fields).await.expect(303);
        does(&kim, other, form, fields).await.expect(403);
        does(&bob, own, form, fields).await.expect(403);
    }
    for (page, topic, status) in [("desk", own, 200), ("posts", own, 200), ("desk", other, 403), ("posts", other, 403), ("merge", other, 403)] {
        kim.get(&format!("/t/{topic}/{page}")).await.expect(status);
    }
    // The other end counts as much.
    does(&kim, own, "category", &[("category", &there_typed)]).await.expect(403);
    assert!(moves(&kim, own, &[first], other).await.expect(409).has("#into[aria-invalid=true]"));
    splits(&kim, own, &[first], there, "Something about the bank").await.expect(403);
    assert!(does(&kim, own, "merge", &[("into", &other.to_string())]).await.expect(409).has("#into[aria-invalid=true]"));
    assert!(kim.get(&format!("/t/{own}/merge?into={other}")).await.expect(422).has("#into[aria-invalid=true]"));
    moves(&kim, other, &[away], own).await.expect(403);
    does(&kim, other, "merge", &[("into", &own.to_string())]).await.expect(403);
    moves(&kim, own, &[first], second).await.expect(303);
    does(&kim, own, "merge", &[("into", &second.to_string())]).await.expect(303);
    all_is_right(&app).await;
}

#[actix_web::test]
async fn announcements_are_staffs() {
    let (app, here, ..) = three().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = asks(&ann, here, "The office is closed on Monday").await;
    does(&mia, topic, "kind", &[("kind", "announcement")]).await.expect(403);
    app.give_role(mia.member(), guildhall::accounts::Role::Staff, None).await;
    does(&mia, topic, "kind", &[("kind", "announcement")]).await.expect(303);
    all_is_right(&app).await;
}

/// Everything that a visitor might meet a topic in.
const PLACES: [&str; 9] =
    ["/", "/latest.atom", "/hot", "/unanswered", "/sitemap/1.xml", "/search?q=vanishing", "/tag/payout", "/c/payments", "/c/payments.atom"];

#[actix_web::test]
async fn what_moves_out_of_sight_is_gone_at_once() {
    let (app, here, _, hidden) = three().await;
    let (ann, mia, eve) = (app.member("ann").await, app.moderator("mia").await, app.visitor());
    let topic = asks(&ann, here, "A vanishing payout of mine").await;
    app.rows(move |conn| insert_tag(conn, topic, "payout")).await;
    app.run_jobs();
    let url = eve.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    // Twice: the second time it is kept.
    for _ in 0..2 {
        assert!(eve.get(&url).await.expect(200).body.contains("vanishing"));
    }
    for place in PLACES {
        assert!(eve.get(place).await.expect(200).body.contains("vanishing"), "{place}");
    }
    does(&mia, topic, "category", &[("category", &hidden.to_string())]).await.expect(303);
    for path in [url.as_str(), &format!("/t/{topic}"), &format!("/t/{topic}/1"), &format!("/t/{topic}.atom"), "/sitemap/1.xml", "/tag/payout"] {
        let answer = eve.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        // The address itself comes back, as it was typed.
        assert!(!answer.body.contains("vanishing payout of mine"), "{path}");
    }
    for place in PLACES.iter().filter(|place| !matches!(**place, "/sitemap/1.xml" | "/tag/payout" | "/search?q=vanishing")) {
        assert!(!eve.get(place).await.expect(200).body.contains("vanishing"), "{place}");
        assert!(!ann.get(place).await.expect(200).body.contains("vanishing"), "{place}");
    }
    assert!(!eve.get("/search?q=vanishing").await.has(".hit"), "not even while the index knows it still");
    let counts: Vec<(i64, i64)> =
        app.read(|conn| Ok(tag_counts::table.filter(tag_counts::topics.ne(0)).select((tag_counts::category, tag_counts::topics)).load(conn)?)).await;
    assert_eq!(counts, [(hidden.0, 1)]);
    all_is_right(&app).await;
    assert!(mia.get("/search?q=vanishing").await.has(".hit"));
    assert!(mia.get(&url).await.expect(200).body.contains("vanishing"));
}

#[actix_web::test]
async fn no_address_tells_what_its_post_is_called_where_it_cannot_be_read() {
    let (app, here, _, hidden) = three().await;
    let (ann, bob, mia, eve) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await, app.visitor());
    let (topic, secret) = (asks(&ann, here, "Where has my payout gone").await, asks(&mia, hidden, "Bob is under watch").await);
    let said = reply(&app, &bob, topic, "Ask the bank about it, they know.").await;
    moves(&mia, topic, &[said], secret).await.expect(303);
    for who in [&eve, &ann, &bob] {
        for path in [format!("/t/{topic}/2"), format!("/t/a/{topic}/2"), format!("/p/{said}"), format!("/t/{secret}")] {
            let answer = who.get(&path).await.expect(404);
            assert!(answer.location().is_none() && !answer.body.contains("watch"), "{path}");
        }
    }
    assert!(mia.get(&format!("/t/{topic}/2")).await.expect(301).location().unwrap().ends_with("#post-2"));
    does(&mia, topic, "merge", &[("into", &secret.to_string())]).await.expect(303);
    let slug: String = app.read(move |conn| Ok(topics::table.find(topic).select(topics::slug).first(conn)?)).await;
    for path in [format!("/t/{topic}"), format!("/t/{topic}/1"), format!("/t/{slug}/{topic}"), format!("/t/{slug}/{topic}/1")] {
        let answer = eve.get(&path).await.expect(404);
        assert!(answer.location().is_none() && !answer.body.contains("watch"), "{path}");
        mia.get(&path).await.expect(301);
    }
    assert_eq!(category_of(&app, topic).await, here);
    assert!(!mia.get("/").await.body.contains("Where has my payout gone"), "nobody finds what is empty");
    all_is_right(&app).await;
    let never = TopicId(9_999);
    does(&mia, topic, "close", &[]).await.expect(404);
    assert_eq!(does(&mia, never, "close", &[]).await.status, 404);
}
