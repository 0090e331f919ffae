//! What is erased is gone: from every page, from every table, and from the files of the database.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::topics::show::quotation::quotation;
use guildhall::forum::{PostId, TopicId, texts};
use guildhall::platform::db::{Connection, Timestamp, wipe};
use guildhall::registry::TABLES_OF_PERSONS;
use guildhall_schema::{log, post_texts, revisions};

use super::scene::{ask, figures_are_right, post, reply, scene, state};
use crate::support::fixtures::NewPost;
use crate::support::{Client, TestApp};

/// In no other text of any test, and long enough that it is not met by chance.
const SECRET: &str = "Zq7vXw2kUniqueWords";

/// Writes a text over a post, as its author; ten minutes later, so that the text before it is kept.
async fn edit(app: &TestApp, author: &Client, post: PostId, version: i64, body: &str) {
    app.later(10 * Timestamp::MINUTE);
    let version = version.to_string();
    let fields = [("version", version.as_str()), ("title", "Payouts stopped after the bank changed our account"), ("body", body), ("tags", "")];
    author.post(&format!("/p/{post}/edit"), &fields).await.expect(303);
}

/// The acts of the log upon a post, with their reasons.
async fn acts(app: &TestApp, post: PostId) -> Vec<(String, String)> {
    app.read(move |conn| Ok(log::table.filter(log::subject.eq(post.0)).order(log::id).select((log::act, log::reason)).load(conn)?)).await
}

#[actix_web::test]
async fn an_erased_post_leaves_no_byte() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let title = format!("Where does {SECRET} come from today");
    let body = format!("Somebody sent us {SECRET} with every parcel, what is that?");
    let fields = [("key", "1"), ("title", &title), ("category", &category.to_string()), ("body", &body), ("tags", "")];
    let topic = super::scene::topic_in(&ann.post("/ask", &fields).await.expect(303));
    let id = post(&app, topic, 1).await;
    app.later(10 * Timestamp::MINUTE);
    let other = format!("{body} It is {SECRET} again.");
    ann.post(&format!("/p/{id}/edit"), &[("version", "1"), ("title", &title), ("body", &other), ("reason", SECRET), ("tags", "")]).await.expect(303);
    // Somebody quotes it, as the page itself does, and edits that.
    let page = bob.get(&format!("/t/{topic}")).await.location().unwrap();
    let quoting = reply(&app, &bob, topic, &(quotation("ann", &page, &other) + "We get these parcels, too.")).await;
    app.later(10 * Timestamp::MINUTE);
    let again = quotation("ann", &page, &other) + "We get these parcels, too, twice a week.";
    bob.post(&format!("/p/{quoting}/edit"), &[("version", "1"), ("body", &again)]).await.expect(303);
    app.run_jobs();
    assert!(app.texts_with(SECRET).await.len() >= 9, "{:?}", app.texts_with(SECRET).await);
    assert_eq!(app.files_with(SECRET).is_empty(), !app.db().location().is_sqlite());

    let asked = mia.get(&format!("/p/{id}/erase")).await.expect(200);
    assert!(asked.body.contains(SECRET));
    mia.post(&format!("/p/{id}/erase"), &[("reason", "somebody's secret")]).await.expect(303);
    let left = app.texts_with(SECRET).await;
    assert_eq!(left.len(), 3, "what was quoted, until the jobs have run: {left:?}");
    app.run_jobs();
    assert_eq!(app.texts_with(SECRET).await, [] as [&str; 0]);
    assert_eq!(app.files_with(SECRET), [] as [&str; 0]);
    let kept = app.read(move |conn| texts::store::source(conn, quoting)).await;
    assert_eq!(kept, format!("> [ann](/t/{topic}/1):\n\nWe get these parcels, too, twice a week."));
    assert_eq!(state(&app, id).await, "erased");
    assert_eq!(acts(&app, id).await, [("post.erase".to_owned(), "somebody's secret".to_owned())]);
    figures_are_right(&app, topic).await;
}

#[actix_web::test]
async fn one_revision_is_erased_and_the_others_stay() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let id = post(&app, topic, 1).await;
    edit(&app, &ann, id, 1, &format!("Our account is {SECRET} and no payout has come.")).await;
    edit(&app, &ann, id, 2, "Our account has a number, and no payout has come.").await;
    edit(&app, &ann, id, 3, "Our account has a number, and no payout has come yet.").await;
    app.run_jobs();
    let history = bob.get(&format!("/p/{id}/history")).await.expect(200);
    assert!(history.body.contains(SECRET) && !history.body.contains("/history/2/erase"), "{}", history.body);
    let address = format!("/p/{id}/history/2/erase");
    assert_eq!(mia.get(&format!("/p/{id}/history")).await.attributes(".revisions a.btn", "href").len(), 3);
    ann.get(&address).await.expect(403);
    ann.post(&address, &[("reason", "")]).await.expect(403);
    app.visitor().get(&address).await.expect(303);
    mia.get(&format!("/p/{id}/history/9/erase")).await.expect(404);
    assert!(mia.get(&address).await.expect(200).text("blockquote").contains(SECRET));
    let long = "x".repeat(501);
    assert_eq!(mia.post(&address, &[("reason", &long)]).await.expect(422).attributes("input[name=reason]", "value"), [long]);

    mia.post(&address, &[("reason", "an account number")]).await.expect(303);
    mia.post(&address, &[("reason", "twice is once")]).await.expect(303);
    app.run_jobs();
    assert_eq!(app.texts_with(SECRET).await, [] as [&str; 0]);
    assert_eq!(app.files_with(SECRET), [] as [&str; 0]);
    let history = mia.get(&format!("/p/{id}/history")).await.expect(200);
    assert!(!history.body.contains(SECRET) && history.body.contains("and no payout has come"), "{}", history.body);
    assert_eq!(history.attributes(".revisions a.btn", "href").len(), 2, "{}", history.body);
    assert_eq!(history.texts(".revisions ins").iter().filter(|text| text.contains("yet")).count(), 1, "the change after it is told as it was");
    assert_eq!(history.texts(".revisions p.why").len(), 2, "{}", history.body);
    assert_eq!(acts(&app, id).await, [("post.erase-revision".to_owned(), "an account number".to_owned())]);
    let numbers: Vec<(i64, bool)> =
        app.read(move |conn| Ok(revisions::table.order(revisions::number).select((revisions::number, revisions::erased_at.is_not_null())).load(conn)?)).await;
    assert_eq!(numbers, [(1, false), (2, true), (3, false)]);
    edit(&app, &ann, id, 4, "Our account has a number, and the payout has come.").await;
    app.run_jobs();
}

/// Rows move between the pages of a table as it grows: where one was, a copy can stay in the page's unused part, which
/// writing over what is deleted does not reach.
#[actix_web::test]
async fn rows_that_have_moved_leave_no_copy() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let author = ann.member();
    let posts = app.rows(move |conn| moved(conn, topic, author)).await;
    for id in posts.iter().step_by(12) {
        mia.post(&format!("/p/{id}/erase"), &[("reason", "moved about")]).await.expect(303);
    }
    app.run_jobs();
    for place in (0..posts.len()).step_by(12) {
        assert_eq!(app.files_with(&mark(place)), [] as [&str; 0], "post {place}");
    }
    assert!(app.texts_with(&mark(1)).await.len() == 2, "the others stay");
}

fn mark(place: usize) -> String {
    format!("{SECRET}{place:05}x")
}

/// Three hundred replies of all lengths, many of them made longer and shorter afterwards.
fn moved(conn: &mut Connection, topic: TopicId, author: MemberId) -> Vec<PostId> {
    let length = |n: usize| [50, 200, 600, 3_000, 9_000][n * 7 % 5];
    let text = |place: usize, n: usize| format!("{} {}", mark(place), "x".repeat(length(n)));
    let posts: Vec<PostId> = (0..300).map(|place| NewPost { text: text(place, place), ..NewPost::reply(topic, author, "") }.insert(conn)).collect();
    for n in 0..600 {
        let place = n * 13 % 300;
        diesel::update(post_texts::table.find(posts[place])).set(post_texts::source.eq(text(place, n * 3 + place))).execute(conn).unwrap();
    }
    posts
}

#[actix_web::test]
async fn everything_can_be_written_anew() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    reply(&app, &ann, topic, "It was the bank, they had the wrong number.").await;
    app.run_jobs();
    let location = app.db().location().clone();
    std::thread::spawn(move || wipe::compact(&location, TABLES_OF_PERSONS)).join().unwrap().expect("it is written anew");
    let page = app.visitor().get(&format!("/t/{topic}")).await;
    assert!(app.visitor().follow(page).await.expect(200).body.contains("wrong number"));
}
