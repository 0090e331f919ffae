//! Replies moved to another topic, split off into a new one, topics merged; and back.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::desk::TOGETHER;
use guildhall::forum::{PostId, PostState, TopicId};
use guildhall::platform::db::Timestamp;
use guildhall_schema::{follows, member_counts, members, notices, posts, topic_counts, topics};

use super::{all_is_right, asks, does, is, moves, numbers, splits, three, undoes};
use crate::forum::scene::{post, reply, topic_in};
use crate::support::fixtures::NewPost;
use crate::support::{Client, TestApp};

/// Topics and replies of a member, as stored.
async fn wrote(app: &TestApp, member: MemberId) -> (i64, i64, i64) {
    let columns = (member_counts::topics, member_counts::replies, member_counts::accepted);
    app.read(move |conn| Ok(member_counts::table.find(member).select(columns).first(conn)?)).await
}

async fn comment(app: &TestApp, who: &Client, under: PostId, body: &str) -> PostId {
    who.post(&format!("/p/{under}/comment"), &[("key", ""), ("body", body)]).await.expect(303);
    let author = who.member();
    app.read(move |conn| Ok(posts::table.filter(posts::author.eq(author)).order(posts::id.desc()).select(posts::id).first(conn)?)).await
}

/// Where an address leads.
async fn leads(who: &Client, path: &str) -> String {
    who.get(path).await.expect(301).location().unwrap()
}

async fn state_of(app: &TestApp, topic: TopicId) -> PostState {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::state).first(conn)?)).await
}

#[actix_web::test]
async fn moved_replies_take_their_comments_along_and_old_addresses_lead_on() {
    let (app, here, there, _) = three().await;
    let (ann, bob, mia, eve) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await, app.visitor());
    let (from, to) = (asks(&ann, here, "Where has my payout gone").await, asks(&mia, there, "Where has my parcel gone").await);
    let one = reply(&app, &bob, from, "Ask the bank about it, they know.").await;
    let two = reply(&app, &bob, from, "Ask the post about it, they know.").await;
    let three = reply(&app, &ann, from, "I shall ask both of them today.").await;
    let said = comment(&app, &ann, two, "Which post do you mean").await;
    reply(&app, &ann, to, "It came back on the next day.").await;
    ann.post(&format!("/p/{two}/accept"), &[("by", "asker")]).await.expect(303);
    app.run_jobs();
    assert_eq!((is(&app, from).await.2, wrote(&app, bob.member()).await), (true, (0, 2, 1)));
    // The visitor's page is kept before, and made anew after.
    let page = leads(&eve, &format!("/t/{from}")).await;
    assert!(eve.get(&page).await.body.contains("Ask the post"));
    assert!(moves(&mia, from, &[], to).await.expect(422).text("main").contains("at least one"));
    assert!(moves(&mia, from, &[post(&app, from, 1).await], to).await.expect(409).text("main").contains("no longer stand here"));
    moves(&mia, from, &[two], from).await.expect(409);
    moves(&mia, from, &[two], to).await.expect(303);
    assert_eq!(numbers(&app, from).await.iter().map(|row| (row.0, row.1, row.2)).skip(1).collect::<Vec<_>>(), [(one, 2, Some(1)), (three, 4, Some(2))]);
    assert_eq!(numbers(&app, to).await.into_iter().skip(2).collect::<Vec<_>>(), [(two, 3, Some(2)), (said, 4, None)]);
    assert!(!eve.get(&page).await.body.contains("Ask the post"));
    assert_eq!((is(&app, from).await.2, wrote(&app, bob.member()).await), (false, (0, 2, 0)), "what was moved away solves nothing");
    let place = leads(&eve, &format!("/t/{from}/3")).await;
    assert!(place.contains("my-parcel") && place.ends_with("#post-3"), "{place}");
    assert!(leads(&eve, &format!("/t/{from}/5")).await.ends_with("#post-4"));
    all_is_right(&app).await;
    let told: Vec<TopicId> = app.read(move |conn| Ok(notices::table.filter(notices::post.eq(two)).select(notices::topic).load(conn)?)).await;
    assert!(!told.is_empty() && told.iter().all(|topic| *topic == to), "{told:?}");
    assert!(ann.get("/search?q=post+about+know").await.has(&format!("a[href*='{to}']")));
    // From either end it is undone, with the mark.
    undoes(&mia, to).await.expect(303);
    assert_eq!(
        numbers(&app, from).await.iter().map(|row| (row.1, row.2)).collect::<Vec<_>>(),
        [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(3)), (5, None)]
    );
    assert_eq!((is(&app, from).await.2, wrote(&app, bob.member()).await), (true, (0, 2, 1)));
    assert!(leads(&eve, &format!("/t/{to}/3")).await.contains("my-payout"), "what was linked to meanwhile leads back");
    let again = does(&mia, from, "undo", &[("moved", "1")]).await.expect(409);
    assert!(again.text("main").contains("changed since"));
    all_is_right(&app).await;
}

#[actix_web::test]
async fn what_somebody_wrote_below_keeps_moved_posts_where_they_are() {
    let (app, here, ..) = three().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let (from, to) = (asks(&ann, here, "Where has my payout gone").await, asks(&ann, here, "Where has my parcel gone").await);
    let said = reply(&app, &bob, from, "Ask the bank about it, they know.").await;
    moves(&mia, from, &[said], to).await.expect(303);
    comment(&app, &ann, said, "Which bank do you mean").await;
    assert!(undoes(&mia, from).await.expect(409).text("main").contains("written below"));
    moves(&mia, to, &[said], from).await.expect(303);
    all_is_right(&app).await;
}

#[actix_web::test]
async fn replies_split_off_are_a_topic_of_whoever_wrote_the_first() {
    let (app, here, there, _) = three().await;
    let (ann, bob, mia, eve) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await, app.visitor());
    let from = asks(&ann, here, "Where has my payout gone").await;
    app.later(Timestamp::HOUR);
    let one = reply(&app, &bob, from, "And where is my parcel, by the way?").await;
    let under = comment(&app, &ann, one, "That is another question").await;
    let two = reply(&app, &ann, from, "Your parcel is at the post office now.").await;
    app.run_jobs();
    let wrong = splits(&mia, from, &[one, two], there, "x").await.expect(422);
    assert!(wrong.has("#title[aria-invalid=true]") && wrong.has(&format!("#post-{one}[checked]")), "what was chosen is chosen still");
    let to = topic_in(&splits(&mia, from, &[one, two], there, "Where is the parcel of Bob").await.expect(303));
    let found: (MemberId, Timestamp, Timestamp) =
        app.read(move |conn| Ok(topics::table.find(to).select((topics::author, topics::created_at, topics::bumped_at)).first(conn)?)).await;
    assert_eq!(found.0, bob.member());
    assert!(found.1 <= found.2);
    assert_eq!(numbers(&app, to).await, [(one, 1, None), (under, 2, None), (two, 3, Some(1))]);
    assert_eq!((wrote(&app, bob.member()).await, wrote(&app, ann.member()).await), ((1, 0, 0), (1, 1, 0)));
    assert!(leads(&eve, &format!("/t/{from}/2")).await.contains("parcel-of-bob"));
    let follows: i64 =
        app.read(move |conn| Ok(follows::table.filter(follows::what.eq("topic")).filter(follows::subject.eq(to.0)).count().get_result(conn)?)).await;
    assert_eq!(follows, 2, "both wrote there");
    all_is_right(&app).await;
    undoes(&mia, to).await.expect(303);
    assert_eq!((wrote(&app, bob.member()).await, state_of(&app, to).await), ((0, 1, 0), PostState::Erased));
    assert!(leads(&eve, &format!("/t/{to}")).await.contains("my-payout"), "the new topic's address leads back");
    assert!(!mia.get("/").await.body.contains("parcel of Bob"));
    all_is_right(&app).await;
}

#[actix_web::test]
async fn a_hidden_reply_opens_no_topic() {
    let (app, here, ..) = three().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let from = asks(&ann, here, "Where has my payout gone").await;
    let said = reply(&app, &ann, from, "Never mind, I was just too impatient.").await;
    mia.post(&format!("/p/{said}/delete"), &[("reason", "no")]).await.expect(303);
    let refused = splits(&mia, from, &[said], here, "Something that nobody sees").await.expect(409);
    assert!(refused.text("main").contains("everybody must be able to see it"), "{}", refused.text("main"));
    all_is_right(&app).await;
}

#[actix_web::test]
async fn a_merged_topic_leads_on_with_all_that_stood_about_it() {
    let (app, here, there, _) = three().await;
    let (ann, bob, kim) = (app.member("ann").await, app.member("bob").await, app.member("kim").await);
    let (mia, eve) = (app.moderator("mia").await, app.visitor());
    let (from, to) = (asks(&ann, here, "Where has my payout gone").await, asks(&mia, there, "Where have our payouts gone").await);
    let said = reply(&app, &bob, from, "Ask the bank about it, they know.").await;
    kim.post(&format!("/t/{from}/me-too"), &[("value", "1")]).await.expect(303);
    ann.post(&format!("/p/{said}/accept"), &[("by", "asker")]).await.expect(303);
    let (slug, feed): (String, String) = (leads(&eve, &format!("/t/{from}")).await, format!("/t/{from}/2"));
    let page = mia.get(&format!("/t/{from}/merge?into=http://127.0.0.1:8080/t/where-have-our-payouts-gone/{to}")).await.expect(200);
    assert!(page.text("main").contains("Where has my payout gone") && page.text("main").contains("Where have our payouts gone"));
    does(&mia, from, "merge", &[("into", &to.to_string())]).await.expect(303);
    all_is_right(&app).await;
    assert_eq!(numbers(&app, to).await.iter().map(|row| (row.1, row.2)).collect::<Vec<_>>(), [(1, None), (2, Some(1)), (3, Some(2))]);
    assert_eq!((wrote(&app, ann.member()).await, wrote(&app, bob.member()).await), ((0, 1, 0), (0, 1, 0)));
    for path in [&slug, &format!("/t/{from}"), &format!("/t/{from}/1"), &feed] {
        let place = leads(&eve, path).await;
        assert!(place.contains("our-payouts"), "{path}: {place}");
        eve.get(&place).await.expect(200);
    }
    let too: i64 = app.read(move |conn| Ok(topic_counts::table.find(to).select(topic_counts::me_too).first(conn)?)).await;
    assert_eq!(too, 1, "whoever had it too has it there");
    assert!(leads(&eve, &format!("/t/{from}.atom")).await.contains("our-payouts"), "its feed, too");
    does(&ann, from, "reply", &[("key", ""), ("body", "Is anybody still here in this topic?")]).await.expect(404);
    // A reply there is told to those who followed the one that is gone.
    reply(&app, &mia, to, "The bank has sent all of them today.").await;
    app.run_jobs();
    let unread: i64 = app
        .read({
            let ann = ann.member();
            move |conn| Ok(members::table.find(ann).select(members::unread).first(conn)?)
        })
        .await;
    assert!(unread > 0);
    undoes(&mia, to).await.expect(303);
    all_is_right(&app).await;
    assert_eq!((state_of(&app, from).await, is(&app, from).await.2), (PostState::Visible, true));
    assert!(eve.get(&slug).await.expect(200).body.contains("Ask the bank"));
    assert_eq!((wrote(&app, ann.member()).await, wrote(&app, bob.member()).await), ((1, 0, 0), (0, 1, 1)));
}

#[actix_web::test]
async fn too_many_posts_are_not_moved_at_once() {
    let (app, here, ..) = three().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let (from, to) = (asks(&ann, here, "Where has my payout gone").await, asks(&ann, here, "Where has my parcel gone").await);
    let author = ann.member();
    let fill = move |conn: &mut guildhall::platform::db::Connection| {
        for _ in 0..TOGETHER {
            NewPost::reply(from, author, "Again nothing has come today.").insert(conn);
        }
    };
    app.rows(fill).await;
    let refused = does(&mia, from, "merge", &[("into", &to.to_string())]).await.expect(409);
    assert!(
        refused.text("main").contains(&format!("{TOGETHER} posts")) && refused.attributes("#into", "value") == [to.to_string()],
        "{}",
        refused.text("main")
    );
    let list = mia.get(&format!("/t/{from}/posts")).await.expect(200);
    assert_eq!(list.attributes(".desk-replies input", "name").len(), 100);
    let next = mia.get(&format!("/t/{from}/posts?after=101")).await.expect(200);
    assert!(next.text(".desk-replies li:first-child a").starts_with("102"));
}
