//! Pages of topics that were made before. That none of them is sent when it would be made otherwise now, every test of the
//! program checks (see `support::app`); here each thing that a page shows changes once.

use super::scene::{ask, post, reply, scene};
use crate::accounts::picture::{of_colour, send};
use crate::accounts::{PASSWORD, with_password};
use crate::support::{Answer, Client, TestApp};
use guildhall::accounts::sessions::hash_token;
use guildhall::accounts::sessions::store as sessions;
use guildhall::accounts::{CategoryId, Role};
use guildhall::forum::follows::Level;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::topics::show::listing;
use guildhall::forum::topics::show::looks::{Look, Looked, look_all};
use guildhall::forum::topics::show::order::Places;
use guildhall::forum::{PostId, TopicId};
use guildhall::platform::db::Connection;
use image::Rgba;

/// Who presses it, where it leads, what it sends.
type Button<'a> = (&'a Client, String, &'a [(&'a str, &'a str)]);

/// A question with two replies, which a visitor has read.
struct Stage {
    app: TestApp,
    category: CategoryId,
    topic: TopicId,
    url: String,
    visitor: Client,
    asker: Client,
    helper: Client,
}

impl Stage {
    async fn new() -> Self {
        let (app, category) = scene().await;
        let (asker, helper) = (app.member("asker").await, with_password(&app, "helper").await);
        let topic = ask(&asker, category).await;
        reply(&app, &helper, topic, "Send us the new account number by the form in your settings.").await;
        reply(&app, &helper, topic, "And wait for a day: the bank confirms it at night.").await;
        app.run_jobs();
        let visitor = app.visitor();
        let url = visitor.get(&format!("/t/{topic}")).await.expect(301).location().expect("the whole address");
        Self { app, category, topic, url, visitor, asker, helper }
    }

    fn sent(&self) -> u64 {
        self.app.parts.forum.topics.sent()
    }

    /// Reads the page, and says whether it was made before.
    async fn read(&self) -> (Answer, bool) {
        let sent = self.sent();
        let answer = self.visitor.get(&self.url).await;
        (answer, self.sent() > sent)
    }

    /// Reads the page until it is kept.
    async fn kept(&self) -> String {
        self.read().await;
        let (page, is_kept) = self.read().await;
        assert!(is_kept, "nothing changed in between");
        page.expect(200).body
    }

    async fn second_reply(&self) -> PostId {
        post(&self.app, self.topic, 3).await
    }

    /// The page is made anew after what was just done, and kept again.
    async fn is_made_anew(&self, before: &str, what: &str) {
        self.app.run_jobs();
        let (page, is_kept) = self.read().await;
        assert!(!is_kept && page.expect(200).body != before, "{what}");
    }
}

#[actix_web::test]
async fn a_page_is_made_once_for_all_visitors_in_a_language() {
    let stage = Stage::new().await;
    stage.kept().await;
    let (sent, other) = (stage.sent(), stage.app.visitor());
    other.get(&stage.url).await.expect(200);
    other.clone().reading("nb").get(&stage.url).await.expect(200);
    assert_eq!(stage.sent(), sent + 1, "another language is another page");
    other.clone().reading("nb").get(&stage.url).await.expect(200);
    assert_eq!(stage.sent(), sent + 2);

    let compressed = actix_web::test::TestRequest::get().uri(&stage.url).insert_header(("accept-encoding", "gzip"));
    assert_eq!(other.send(compressed).await.expect(200).header("content-encoding"), Some("gzip"));
    assert_eq!(stage.sent(), sent + 2, "another coding is another page");
    let compressed = actix_web::test::TestRequest::get().uri(&stage.url).insert_header(("accept-encoding", "gzip"));
    assert_eq!(other.send(compressed).await.expect(200).header("content-encoding"), Some("gzip"));
    assert_eq!(stage.sent(), sent + 3);
}

#[actix_web::test]
async fn what_is_not_the_same_for_everybody_is_neither_kept_nor_sent() {
    let stage = Stage::new().await;
    stage.kept().await;
    let sent = stage.sent();
    for member in [&stage.asker, &stage.helper] {
        member.get(&stage.url).await.expect(200);
    }
    let chose_dark = stage.app.visitor();
    chose_dark.keep("theme", "dark");
    assert!(chose_dark.get(&stage.url).await.expect(200).header("set-cookie").is_some(), "a visitor's browser forgets the theme of a member");
    let just_left = stage.app.visitor();
    just_left.keep("notice", "accounts-notice-signed-out");
    just_left.get(&stage.url).await.expect(200);
    for other in ["?order=votes", "?utm_source=news", "?page=1"] {
        for _ in 0..2 {
            stage.visitor.get(&format!("{}{other}", stage.url)).await;
        }
    }
    assert_eq!(stage.sent(), sent);
}

#[actix_web::test]
async fn whatever_changes_in_a_topic_makes_its_page_anew() {
    let stage = Stage::new().await;
    let (app, topic, reply_by_helper) = (&stage.app, stage.topic, stage.second_reply().await);
    let moderator = app.moderator("moa").await;
    let first = post(app, topic, 1).await;

    let before = stage.kept().await;
    reply(app, &stage.asker, topic, "It came this morning, thank you very much.").await;
    stage.is_made_anew(&before, "a reply").await;
    let buttons: [Button<'_>; 8] = [
        (&stage.asker, format!("/p/{reply_by_helper}/vote"), &[("value", "1")]),
        (&stage.helper, format!("/t/{topic}/me-too"), &[("value", "1")]),
        (&stage.asker, format!("/p/{reply_by_helper}/accept"), &[("by", "asker")]),
        (&stage.asker, format!("/p/{reply_by_helper}/withdraw"), &[("by", "asker")]),
        (&stage.helper, format!("/p/{first}/comment"), &[("key", ""), ("body", "Which bank was it, if I may ask?")]),
        (&moderator, format!("/t/{topic}/close"), &[]),
        (&moderator, format!("/t/{topic}/reopen"), &[]),
        (&moderator, format!("/p/{reply_by_helper}/delete"), &[("reason", "It was said before.")]),
    ];
    for (who, path, fields) in buttons {
        let before = stage.kept().await;
        who.post(&path, fields).await.expect(303);
        stage.is_made_anew(&before, &path).await;
    }
    stage.kept().await;
    super::scene::change(app, first, StateChange::Hide).await;
    stage.visitor.get(&stage.url).await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn a_face_that_changes_makes_the_pages_anew_on_which_it_is_and_no_others() {
    let stage = Stage::new().await;
    let (app, stranger) = (&stage.app, stage.app.member("stranger").await);
    stage.kept().await;
    stranger.post("/settings", &[("name", "Nobody of these")]).await.expect(303);
    send(&stranger, &of_colour(Rgba([1, 2, 3, 255]))).await.expect(303);
    for _ in 0..2 {
        assert!(stage.read().await.1, "the stranger is not on it");
    }
    let before = stage.kept().await;
    stage.helper.post("/settings", &[("name", "Helge of the bank")]).await.expect(303);
    stage.is_made_anew(&before, "a name").await;
    let before = stage.kept().await;
    stage.helper.post("/settings/username", &[("username", "helge")]).await.expect(303);
    stage.is_made_anew(&before, "a username").await;
    let before = stage.kept().await;
    send(&stage.helper, &of_colour(Rgba([200, 2, 3, 255]))).await.expect(303);
    stage.is_made_anew(&before, "a picture").await;
    let before = stage.kept().await;
    stage.helper.post("/settings/picture/remove", &[]).await.expect(303);
    stage.is_made_anew(&before, "no picture").await;
    let before = stage.kept().await;
    app.give_role(stage.helper.member(), Role::Staff, None).await;
    stage.is_made_anew(&before, "a badge").await;
    let before = stage.kept().await;
    stage.helper.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    stage.is_made_anew(&before, "an account that was closed").await;
}

#[actix_web::test]
async fn who_accepted_an_answer_is_on_the_page_as_well() {
    let stage = Stage::new().await;
    let staff = stage.app.staff("sol").await;
    staff.post(&format!("/p/{}/accept", stage.second_reply().await), &[("by", "staff")]).await.expect(303);
    stage.app.run_jobs();
    let before = stage.kept().await;
    staff.post("/settings", &[("name", "Solveig of the company")]).await.expect(303);
    stage.is_made_anew(&before, "the name of who accepted").await;
}

#[actix_web::test]
async fn what_stands_around_every_page_makes_all_of_them_anew() {
    let stage = Stage::new().await;
    let (app, admin) = (&stage.app, stage.app.admin("ada").await);
    let category = format!("/admin/categories/{}", stage.category);
    let changes: [(&str, &[(&str, &str)]); 2] = [
        (
            "/admin/settings",
            &[
                ("origin_days", "90"),
                ("mail_wait", "10"),
                ("mails_a_day", "50"),
                ("name", "Kontor people"),
                ("own", "en"),
                ("lang-en", "1"),
                ("lang-nb", "1"),
                ("sign_up_open", "1"),
            ],
        ),
        (
            &category,
            &[("slug", "payments"), ("icon", "card"), ("name-en", "Money that comes and goes"), ("access-everyone", "read"), ("access-members", "ask")],
        ),
    ];
    for (path, fields) in changes {
        let before = stage.kept().await;
        admin.post(path, fields).await.expect(303);
        stage.is_made_anew(&before, path).await;
    }
    stage.kept().await;
    admin.post(&category, &[("slug", "payments"), ("icon", "card"), ("name-en", "Money that comes and goes"), ("access-members", "ask")]).await.expect(303);
    stage.visitor.get(&stage.url).await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn what_pages_are_made_of_is_read_once_for_all() {
    let stage = Stage::new().await;
    let found = || stage.app.parts.forum.rows.found();
    stage.visitor.get(&stage.url).await.expect(200);
    assert_eq!(found(), 0);
    for (times, reader) in [&stage.asker, &stage.helper, &stage.visitor.clone().reading("nb")].into_iter().enumerate() {
        reader.get(&stage.url).await.expect(200);
        assert_eq!(found(), times as u64 + 1);
    }
    stage.helper.get(&format!("{}?order=votes", stage.url)).await.expect(200);
    assert_eq!(found(), 3, "by votes every page is another");
}

#[actix_web::test]
async fn what_only_some_see_makes_the_rows_anew_for_them() {
    let stage = Stage::new().await;
    let (app, topic, staff) = (&stage.app, stage.topic, stage.app.staff("sol").await);
    let found = || app.parts.forum.rows.found();
    for _ in 0..2 {
        staff.get(&stage.url).await.expect(200);
    }
    assert_eq!(found(), 1);
    staff.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", "This shop has asked twice, says the desk."), ("note", "1")]).await.expect(303);
    let page = staff.get(&stage.url).await.expect(200);
    assert!(page.body.contains("says the desk") && found() == 1, "a note");
    stage.visitor.get(&stage.url).await.expect(200);
    assert!(!stage.helper.get(&stage.url).await.expect(200).body.contains("says the desk"));
    assert_eq!(found(), 3, "others are shown what they see of the same rows");
    staff.post("/settings", &[("name", "Solveig of the desk")]).await.expect(303);
    assert!(staff.get(&stage.url).await.expect(200).body.contains("Solveig of the desk") && found() == 3, "a name");
    stage.asker.post("/settings", &[("name", "Astrid who asks")]).await.expect(303);
    stage.app.member("stranger").await.post("/settings", &[("name", "Nobody of these")]).await.expect(303);
    stage.helper.get(&stage.url).await.expect(200);
    for _ in 0..2 {
        stage.helper.get(&stage.url).await.expect(200);
    }
    assert_eq!(found(), 5, "read anew once");
}

/// What is read for one at a time.
fn looked_alone(conn: &mut Connection, look: &Look) -> Looked {
    let session = sessions::open_all(conn, &[&look.token_hash], look.now).unwrap().remove(&look.token_hash);
    let member = session.as_ref().and_then(|session| session.viewer.id());
    let topic = listing::topic(conn, look.topic, member).unwrap();
    let own = |member| listing::own_marks(conn, member, look.topic, Places { first: 1, last: 0, opening: 0 }, &look.posts).unwrap();
    Looked { session, topic, marks: member.map(own).unwrap_or_default() }
}

#[actix_web::test]
async fn who_looks_together_with_others_sees_what_they_would_alone() {
    let stage = Stage::new().await;
    let (app, topic, answer) = (&stage.app, stage.topic, stage.second_reply().await);
    let other = ask(&stage.helper, stage.category).await;
    stage.asker.post(&format!("/p/{answer}/vote"), &[("value", "1")]).await.expect(303);
    stage.asker.post(&format!("/p/{answer}/bookmark"), &[]).await.expect(303);
    stage.helper.post(&format!("/t/{topic}/me-too"), &[("value", "1")]).await.expect(303);
    stage.helper.post(&format!("/t/{topic}/follow"), &[("level", "muted")]).await.expect(303);
    let gone = app.member("gone").await;
    let (hashes, now) = ([&stage.asker, &stage.helper, &gone].map(|who| hash_token(&who.cookie("sid").unwrap())), app.db().now());
    gone.post("/sign-out", &[]).await.expect(303);
    let posts: [PostId; 3] = [post(app, topic, 1).await, post(app, topic, 2).await, answer];
    let found = app
        .read(move |conn| {
            let look = |hash: &String, topic: TopicId| Look { token_hash: hash.clone(), topic, posts: posts.into(), now };
            let looks: Vec<Look> = hashes.iter().flat_map(|hash| [topic, other, TopicId(99)].map(|topic| look(hash, topic))).collect();
            let alone: Vec<Looked> = looks.iter().map(|look| looked_alone(conn, look)).collect();
            Ok((format!("{:?}", look_all(conn, &looks)?), format!("{alone:?}"), alone))
        })
        .await;
    assert_eq!(found.0, found.1);
    let [asker, helper, gone] = [0, 3, 6].map(|at| &found.2[at]);
    assert!(asker.marks.voted.contains(&answer) && asker.marks.kept.contains(&answer) && !asker.topic.as_ref().unwrap().own_me_too);
    assert!(helper.topic.as_ref().unwrap().own_me_too && helper.topic.as_ref().unwrap().follow == Some(Level::Muted) && helper.marks.voted.is_empty());
    assert!(gone.session.is_none() && gone.topic.is_some() && found.2[2].topic.is_none());
}

#[actix_web::test]
async fn another_process_finds_by_itself_that_a_topic_changed() {
    let stage = Stage::new().await;
    let elsewhere = stage.app.another_process().await;
    let visitor = elsewhere.visitor();
    // The first visit also learns how often things changed so far.
    for _ in 0..3 {
        visitor.get(&stage.url).await.expect(200);
    }
    assert_eq!(elsewhere.parts.forum.topics.sent(), 1);
    reply(&stage.app, &stage.asker, stage.topic, "It came this morning, thank you very much.").await;
    assert!(visitor.get(&stage.url).await.expect(200).body.contains("It came this morning"));
    let page = stage.visitor.get(&stage.url).await;
    assert!(page.body.contains("It came this morning"));
}
