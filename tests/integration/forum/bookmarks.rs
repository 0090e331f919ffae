//! Posts that a member keeps: a button, a note, a day, a page, and the reminder.

use diesel::prelude::*;
use guildhall::forum::PostId;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::notifications::notices::{Reason, remind};
use guildhall::platform::db::Timestamp;
use guildhall::platform::jobs::{Job, JobId};
use guildhall_schema::post_bookmarks;

use super::scene::{ask, change, post, reply, scene};
use crate::notifications::notices::told;
use crate::support::{Client, TestApp};

const ANSWER: &str = "The bank has to confirm the account again.";

async fn kept(app: &TestApp, who: &Client) -> Vec<(PostId, String, bool)> {
    let member = who.member();
    let columns = (post_bookmarks::post, post_bookmarks::note, post_bookmarks::reminded);
    app.read(move |conn| Ok(post_bookmarks::table.filter(post_bookmarks::member.eq(member)).order(post_bookmarks::post).select(columns).load(conn)?)).await
}

/// Looks for reminders, as the program does every five minutes.
fn reminders(app: &TestApp) {
    let (db, memory) = (app.db().clone(), app.parts.forum.clone());
    let job = Job { id: JobId(1), key: String::new(), payload: serde_json::Value::Null, attempts: 0 };
    std::thread::spawn(move || remind(&db, &memory, &job)).join().unwrap().unwrap();
}

#[actix_web::test]
async fn a_button_keeps_a_post_and_the_form_behind_it_takes_a_note_and_a_day() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    let url = format!("/t/payouts-stopped-after-the-bank-changed-our-account/{topic}");
    let button = format!("#post-2 form[action='/p/{answer}/bookmark'] button");
    assert!(ann.get(&url).await.has(&button) && !app.visitor().get(&url).await.has(&button));
    ann.post(&format!("/p/{answer}/bookmark"), &[]).await.expect(303);
    assert_eq!(kept(&app, &ann).await, [(answer, String::new(), false)]);
    let page = ann.get(&url).await.expect(200);
    assert!(!page.has(&button) && page.has(&format!("#post-2 a[href='/p/{answer}/bookmark']")));
    assert!(!bob.get(&url).await.has(&format!("#post-2 a[href='/p/{answer}/bookmark']")), "nobody else sees it");
    let form = format!("/p/{answer}/bookmark");
    for (day, note) in [("2026-11-20", "x"), ("tomorrow", "x"), ("2026-12-24", &*"x".repeat(501))] {
        let wrong = ann.post(&form, &[("note", note), ("day", day)]).await.expect(422);
        assert!(wrong.has("[aria-invalid=true]") && wrong.attributes("#note", "value") == [note], "what was typed comes back");
    }
    let fields = [("note", "Ask them  again"), ("day", "2026-11-24"), ("next", "/bookmarks")];
    let answer_page = ann.post(&form, &fields).await.expect(303);
    let list = ann.follow(answer_page).await;
    assert!(list.text(".entries li").contains("Ask them again") && list.text(".entries li").contains("Post by bob"), "{}", list.text("main"));
    let again = ann.get(&form).await.expect(200);
    assert_eq!((again.attributes("#note", "value"), again.attributes("#day", "value")), (vec!["Ask them again".to_owned()], vec!["2026-11-24".to_owned()]));
    // The button pressed once more, as on a page that is not fresh, takes nothing away.
    ann.post(&form, &[]).await.expect(303);
    assert_eq!(kept(&app, &ann).await[0].1, "Ask them again");
    ann.post(&format!("{form}/remove"), &[]).await.expect(303);
    ann.post(&format!("{form}/remove"), &[]).await.expect(303);
    assert!(kept(&app, &ann).await.is_empty() && ann.get("/bookmarks").await.has(".empty"));
    app.run_jobs();
}

#[actix_web::test]
async fn a_reminder_comes_once_on_its_day_and_only_of_what_is_still_seen() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let (seen, hidden) = (reply(&app, &bob, topic, ANSWER).await, reply(&app, &bob, topic, "It took three banking days.").await);
    told(&app, &ann).await;
    ann.post("/notices/read", &[]).await.expect(303);
    for post in [seen, hidden] {
        ann.post(&format!("/p/{post}/bookmark"), &[("note", "Try this"), ("day", "2026-11-23")]).await.expect(303);
    }
    change(&app, hidden, StateChange::Hide).await;
    app.run_jobs();
    reminders(&app);
    assert!(told(&app, &ann).await.is_empty(), "not yet");
    app.later(2 * Timestamp::DAY);
    reminders(&app);
    reminders(&app);
    assert_eq!(told(&app, &ann).await, [(Reason::Reminder, seen)]);
    let notices = ann.get("/notices?kind=reminders").await.expect(200);
    assert!(notices.text(".told li").contains("You wanted to be reminded of this") && notices.text(".told li").contains("Try this"));
    let page = ann.get("/bookmarks").await.expect(200);
    assert_eq!(page.texts("section[aria-labelledby=overdue] li").len(), 1, "what is overdue comes first, what is not seen does not come");
    ann.post("/notices/read", &[]).await.expect(303);
    reminders(&app);
    assert!(told(&app, &ann).await.is_empty());
    ann.post(&format!("/p/{seen}/bookmark"), &[("note", "Try this"), ("day", "2026-11-30")]).await.expect(303);
    app.later(8 * Timestamp::DAY);
    reminders(&app);
    assert_eq!(told(&app, &ann).await, [(Reason::Reminder, seen)], "another day reminds anew");
}

#[actix_web::test]
async fn bookmarks_stand_on_pages_the_newest_first() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&bob, category).await;
    let opening = post(&app, topic, 1).await;
    let author = bob.member();
    let posts: Vec<PostId> =
        app.rows(move |conn| (0..30).map(|_| crate::support::fixtures::NewPost::reply(topic, author, "A reply").insert(conn)).collect()).await;
    for post in posts.iter().chain([&opening]) {
        ann.post(&format!("/p/{post}/bookmark"), &[]).await.expect(303);
    }
    let first = ann.get("/bookmarks").await.expect(200);
    assert_eq!(first.texts(".entries li").len(), 25);
    let next = first.attributes("nav.pager a[rel=next]", "href").remove(0);
    let second = ann.get(&next).await.expect(200);
    assert_eq!(second.texts(".entries li").len(), 6);
    let both = [first.attributes(".entries a.btn", "href"), second.attributes(".entries a.btn", "href")].concat();
    assert_eq!(both.iter().collect::<std::collections::BTreeSet<_>>().len(), 31, "nothing is repeated");
    app.visitor().get("/bookmarks").await.expect(303);
    app.run_jobs();
}
