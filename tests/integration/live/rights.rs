//! Streams end with the right to read them, and are for our own pages.

use actix_web::test::TestRequest;
use diesel::prelude::*;
use guildhall::accounts::standing::suspend;
use guildhall::accounts::{Acting, Right, Role};
use guildhall::forum::posts::change_state::StateChange;
use guildhall::platform::db::Generation;
use guildhall_schema::category_access;

use super::{Listening, address};
use crate::forum::scene::{ask, change, post, scene};
use crate::support::TestApp;
use crate::support::app::BASE_URL;
use crate::support::fixtures::insert_category;

/// Whether each of these has ended.
async fn ended(app: &TestApp, these: &mut [&mut Listening]) -> Vec<bool> {
    app.tell();
    let mut ended = Vec::new();
    for listening in these {
        listening.heard().await;
        ended.push(listening.has_ended);
    }
    ended
}

#[actix_web::test]
async fn signing_out_ends_the_streams_of_that_session_alone() {
    let (app, category) = scene().await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    let elsewhere = app.signed_in(ann.member()).await;
    let topic = ask(&ann, category).await;
    let mut here = Listening::on_topic(&app, &ann, topic).await;
    let mut there = Listening::on_topic(&app, &elsewhere, topic).await;
    let mut strangers = Listening::on_topic(&app, &visitor, topic).await;
    assert_eq!(ended(&app, &mut [&mut here, &mut there, &mut strangers]).await, [false; 3]);
    let was = address(&ann, topic, 0);
    ann.post("/sign-out", &[]).await.expect(303);
    assert_eq!(ended(&app, &mut [&mut here, &mut there, &mut strangers]).await, [true, false, false]);
    assert_eq!(app.stream(&ann, TestRequest::get().uri(&was)).await.status().as_u16(), 204, "their page was a member's");
    // Ended from the list of sessions, and by time.
    let third = app.signed_in(ann.member()).await;
    let mut of_third = Listening::on_topic(&app, &third, topic).await;
    third.post("/settings/sessions/end", &[]).await.expect(303);
    assert_eq!(ended(&app, &mut [&mut of_third, &mut there]).await, [false, true]);
    app.later(guildhall::accounts::sessions::LONGEST);
    assert_eq!(ended(&app, &mut [&mut of_third, &mut strangers]).await, [true, false]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_suspension_and_a_role_that_is_taken_end_streams() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let (mut of_ann, mut of_mia) = (Listening::on_topic(&app, &ann, topic).await, Listening::on_topic(&app, &mia, topic).await);
    let who = ann.member();
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, who, None, "Sold links")).await.expect("suspended");
    assert_eq!(ended(&app, &mut [&mut of_ann, &mut of_mia]).await, [true, false]);
    // Whoever is suspended reads as a visitor does, and hears no more than that.
    change(&app, post(&app, topic, 1).await, StateChange::Hide).await;
    assert_eq!(app.stream(&ann, TestRequest::get().uri(&address(&ann, topic, 0))).await.status().as_u16(), 404);
    assert_eq!(ended(&app, &mut [&mut of_mia]).await, [false], "a moderator goes on reading");
    let grant = guildhall::accounts::roles::Grant { member: mia.member(), role: Role::Moderator, category: None };
    app.db().write(Acting::Command, move |tx, by| guildhall::accounts::roles::take_role(tx, by, &grant)).await.expect("taken");
    assert_eq!(ended(&app, &mut [&mut of_mia]).await, [true]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_topic_that_is_taken_away_ends_the_streams_of_those_who_no_longer_see_it() {
    let (app, category) = scene().await;
    let (ann, bob, visitor, mia) = (app.member("ann").await, app.member("bob").await, app.visitor(), app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let mut all = Vec::new();
    for client in [&ann, &bob, &visitor, &mia] {
        all.push(Listening::on_topic(&app, client, topic).await);
    }
    change(&app, post(&app, topic, 1).await, StateChange::Hide).await;
    let mut these: Vec<&mut Listening> = all.iter_mut().collect();
    // Its author and moderators still read it.
    assert_eq!(ended(&app, &mut these).await, [false, true, true, false]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_category_that_becomes_private_ends_the_streams_of_those_who_may_not_read_it() {
    let app = TestApp::start().await;
    let rights = [("everyone", Right::Read), ("members", Right::Ask)];
    let category = app.rows(move |conn| insert_category(conn, "payments", None, &rights)).await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    let topic = ask(&ann, category).await;
    let (mut of_ann, mut of_visitor) = (Listening::on_topic(&app, &ann, topic).await, Listening::on_topic(&app, &visitor, topic).await);
    let mut list = Listening::at(&app, &visitor, &format!("/live?list=category-{category}&since=0")).await;
    app.write(move |tx| {
        let open = category_access::table.filter(category_access::category.eq(category)).filter(category_access::grantee.eq("everyone"));
        diesel::delete(open).execute(tx.conn())?;
        tx.bump(Generation::Categories).map(|_| ())
    })
    .await;
    assert_eq!(ended(&app, &mut [&mut of_ann, &mut of_visitor, &mut list]).await, [false, true, true]);
    for address in [address(&visitor, topic, 0), format!("/live?list=category-{category}&since=0")] {
        assert_eq!(app.stream(&visitor, TestRequest::get().uri(&address)).await.status().as_u16(), 404, "{address}");
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_page_of_somebody_elses_is_refused() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let asked = |headers: &[(&'static str, &'static str)]| {
        let request = TestRequest::get().uri(&address(&ann, topic, 0));
        app.stream(&ann, headers.iter().fold(request, |request, header| request.insert_header(*header)))
    };
    for headers in [
        &[("origin", "https://elsewhere.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "same-origin"), ("origin", "https://elsewhere.example")],
        &[("sec-fetch-site", "cross-site"), ("origin", BASE_URL)],
    ] {
        assert_eq!(asked(headers).await.status().as_u16(), 403, "{headers:?}");
    }
    assert_eq!(app.parts.live.count(), 0);
    for headers in [&[][..], &[("origin", BASE_URL)], &[("sec-fetch-site", "same-origin")], &[("sec-fetch-site", "same-origin"), ("origin", BASE_URL)]] {
        assert_eq!(asked(headers).await.status().as_u16(), 200, "{headers:?}");
    }
    app.run_jobs();
}
