//! What is quoted follows what it is quoted from: words that moved out of sight are shown nowhere else.

use guildhall::forum::TopicId;

use super::{all_is_right, asks, does, moves, three, undoes};
use crate::forum::scene::reply;
use crate::support::Client;

async fn shown(who: &Client, topic: TopicId) -> String {
    let page = who.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    who.get(&page).await.expect(200).body
}

/// The words that are quoted in a topic.
async fn quoted(who: &Client, topic: TopicId) -> String {
    let page = who.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    who.get(&page).await.expect(200).texts(".prose blockquote").join("; ")
}

#[actix_web::test]
async fn words_of_a_post_that_moved_out_of_sight_are_quoted_no_more() {
    let (app, here, _, hidden) = three().await;
    let (ann, bob, mia, eve) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await, app.visitor());
    let (topic, other) = (asks(&ann, here, "Where has my payout gone").await, asks(&ann, here, "What somebody said of payouts").await);
    let secret = asks(&mia, hidden, "Things that are not for everybody").await;
    let said = reply(&app, &bob, topic, "The account is four seven one one.").await;
    let quoting = format!("> [bob](/t/{topic}/2):\n> The account is four seven one one.\n\nIs that so, after all?");
    reply(&app, &ann, other, &quoting).await;
    app.run_jobs();
    assert!(shown(&eve, other).await.contains("four seven one one"));
    moves(&mia, topic, &[said], secret).await.expect(303);
    all_is_right(&app).await;
    let page = shown(&eve, other).await;
    assert!(!page.contains("four seven one one") && page.contains("Is that so"), "{page}");
    undoes(&mia, topic).await.expect(303);
    all_is_right(&app).await;
    assert!(shown(&eve, other).await.contains("four seven one one"));
    // The same with the whole topic.
    does(&mia, topic, "category", &[("category", &hidden.to_string())]).await.expect(303);
    all_is_right(&app).await;
    assert!(!shown(&eve, other).await.contains("four seven one one"));
}

#[actix_web::test]
async fn an_erased_post_leaves_no_word_at_its_old_places() {
    let (app, here, ..) = three().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let (topic, other) = (asks(&bob, here, "My own unhappy name is Bobkins").await, asks(&ann, here, "What somebody said of payouts").await);
    let quoting = format!("> [bob](/t/{topic}/1):\n> Since Monday no payout has reached us.\n\nSo they say, and so it seems to be.");
    reply(&app, &ann, other, &quoting).await;
    let to = asks(&mia, here, "All about payouts that never came").await;
    app.run_jobs();
    assert!(quoted(&ann, other).await.contains("Since Monday no payout"));
    let first = crate::forum::scene::post(&app, topic, 1).await;
    does(&mia, topic, "merge", &[("into", &to.to_string())]).await.expect(303);
    mia.post(&format!("/p/{first}/erase"), &[("reason", "they asked for it")]).await.expect(303);
    all_is_right(&app).await;
    assert!(!quoted(&ann, other).await.contains("Since Monday no payout"), "{}", quoted(&ann, other).await);
    use diesel::prelude::*;
    let title: String = app.read(move |conn| Ok(guildhall_schema::topics::table.find(topic).select(guildhall_schema::topics::title).first(conn)?)).await;
    assert_eq!(title, "", "what it was called is text too");
}
