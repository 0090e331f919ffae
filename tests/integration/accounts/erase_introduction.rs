//! A moderator takes picture, biography and website of a member away.

use super::picture::{files, of_colour, send, shown, tidy};
use super::picture_files::RED;
use crate::forum::scene::{ask, scene};
use crate::support::{Client, TestApp};
use diesel::prelude::*;
use guildhall::accounts::{MemberId, Role};
use guildhall::forum::TopicId;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{log, member_profiles, topics};

/// In no other text of any test.
const SECRET: &str = "Vw4Zk9mUniqueWords";

/// Says all there is to say.
async fn introduce(member: &Client, name: &str) {
    let fields = [("name", name), ("biography", &format!("I sell {SECRET}.")), ("website", "garn.example")];
    member.post("/settings", &fields).await.expect(303);
    send(member, &of_colour(RED)).await.expect(303);
}

/// What the log says was done to a member: what, why, what there was.
async fn acts(app: &TestApp, member: MemberId) -> Vec<(String, String, String)> {
    let acts = log::table.filter(log::subject_kind.eq("member")).filter(log::subject.eq(member.0)).order(log::id);
    app.read(move |conn| Ok(acts.select((log::act, log::reason, log::before)).load(conn)?)).await
}

async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::version).first(conn)?)).await
}

#[actix_web::test]
async fn a_moderator_takes_away_what_must_not_be_seen() {
    let (app, category) = scene().await;
    let (ann, mia) = (app.member("ann").await, app.moderator("mia").await);
    introduce(&ann, "ann").await;
    let topic = ask(&ann, category).await;
    app.run_jobs();
    let address = shown(&app, "ann").await.unwrap();
    assert_eq!(files(&app).len(), 2);
    let page = mia.get("/u/ann").await.expect(200);
    assert_eq!(page.attributes(".who-head .acts a[href$='/erase']", "href"), ["/u/ann/erase"]);
    let form = mia.get("/u/ann/erase").await.expect(200);
    assert_eq!(form.attributes("#parts input[checked]", "name"), ["picture", "biography", "website"]);
    assert!(form.text("#parts").contains(SECRET) && form.attributes("#parts img", "src") == [address.as_str()]);

    let sent = [("picture", "1"), ("biography", "1"), ("reason", "  ")];
    let refused = mia.post("/u/ann/erase", &sent).await.expect(422);
    assert_eq!(refused.attributes("#errors a", "href"), ["#reason"]);
    assert_eq!(refused.attributes("#parts input[checked]", "name"), ["picture", "biography"], "what was ticked comes back");
    let long = "x".repeat(501);
    let refused = mia.post("/u/ann/erase", &[("picture", "1"), ("reason", &long)]).await.expect(422);
    assert_eq!(refused.attributes("#reason", "value"), [long.as_str()]);
    let refused = mia.post("/u/ann/erase", &[("reason", "nothing ticked")]).await.expect(422);
    assert_eq!(refused.attributes("#errors a", "href"), ["#parts"]);
    assert!(shown(&app, "ann").await.is_some() && acts(&app, ann.member()).await.is_empty());

    let before = version(&app, topic).await;
    let sent = [("picture", "1"), ("biography", "1"), ("reason", "Shows somebody else")];
    assert_eq!(mia.post("/u/ann/erase", &sent).await.expect(303).location().as_deref(), Some("/u/ann"));
    assert_eq!(app.texts_with(SECRET).await, [] as [&str; 0]);
    app.run_jobs();
    assert!(version(&app, topic).await > before, "pages that show the picture are stale");
    assert_eq!(app.files_with(SECRET), [] as [&str; 0]);
    let page = mia.get("/u/ann").await.expect(200);
    assert!(page.text(".flash").contains("Removed") && !page.has(".bio") && !page.has(".who-head img"));
    assert_eq!(page.attributes(".site a", "href"), ["https://garn.example/"], "what was not ticked stays");
    app.visitor().get(&address).await.expect(404);
    assert_eq!(mia.get("/u/ann/erase").await.attributes("#parts input", "name"), ["website"]);
    mia.post("/u/ann/erase", &[("picture", "1"), ("website", "1"), ("reason", "Sells what it must not")]).await.expect(303);
    let rows: i64 = app.rows(|conn| member_profiles::table.count().get_result(conn).unwrap()).await;
    assert_eq!(rows, 0, "nothing is kept of whoever says nothing");
    let act = |why: &str, what: &str| ("member.erase-introduction".to_owned(), why.to_owned(), what.to_owned());
    assert_eq!(acts(&app, ann.member()).await, [act("Shows somebody else", "picture, biography"), act("Sells what it must not", "website")]);
    assert!(!mia.get("/u/ann").await.has(".who-head .acts a[href$='/erase']") && !mia.get("/u/ann/erase").await.expect(200).has("main form"));
    app.later(49 * Timestamp::HOUR);
    tidy(&app);
    assert!(files(&app).is_empty(), "the files are gone from the disk");
    // The member may say something else.
    introduce(&app.signed_in(ann.member()).await, "ann").await;
    assert!(shown(&app, "ann").await.is_some());
    app.run_jobs();
}

#[actix_web::test]
async fn whoever_may_not_suspend_a_member_may_not_do_this_either() {
    let (app, category) = scene().await;
    let (ann, bob, sid) = (app.member("ann").await, app.member("bob").await, app.staff("sid").await);
    let (mia, ada, local) = (app.moderator("mia").await, app.admin("ada").await, app.member("lars").await);
    app.give_role(local.member(), Role::Moderator, Some(category)).await;
    for (member, name) in [(&ann, "ann"), (&sid, "sid"), (&mia, "mia")] {
        introduce(member, name).await;
    }
    let sent = [("biography", "1"), ("reason", "I do not like it")];
    for (who, whom, may) in [
        (&bob, "ann", false),
        (&sid, "ann", false),
        (&local, "ann", false),
        (&ann, "ann", false),
        (&mia, "mia", false),
        (&mia, "sid", false),
        (&mia, "ann", true),
        (&ada, "sid", true),
        (&ada, "mia", true),
    ] {
        let (profile, page) = (format!("/u/{whom}"), format!("/u/{whom}/erase"));
        assert_eq!(who.get(&profile).await.expect(200).has(".acts a[href$='/erase']"), may, "{:?} {whom}", who.member());
        who.get(&page).await.expect(if may { 200 } else { 403 });
        who.post(&page, &sent).await.expect(if may { 303 } else { 403 });
        assert_eq!(app.visitor().get(&profile).await.has(".bio"), !may);
    }
    let ann_in_admin = ada.get(&format!("/admin/members/{}", ann.member())).await.expect(200);
    assert!(ann_in_admin.has("a[href='/u/ann/erase']"), "she has a picture still");
    assert!(app.visitor().get("/u/ann/erase").await.expect(303).location().unwrap().starts_with("/sign-in?next="));
    mia.get("/u/nobody/erase").await.expect(404);
    ann.post("/settings/username", &[("username", "anneli")]).await.expect(303);
    assert_eq!(mia.get("/u/ann/erase").await.expect(301).location().as_deref(), Some("/u/anneli/erase"));
    mia.post("/u/ann/erase", &[("website", "1"), ("reason", "again")]).await.expect(404);
    app.run_jobs();
}
