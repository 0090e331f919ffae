//! A second opinion, what others wrote elsewhere, and forms whose case changed meanwhile.

use diesel::prelude::*;
use guildhall::forum::Audience;
use guildhall_schema::{case_items, cases, log};

use super::scene::{flag, trusted};
use crate::forum::scene::{ask, reply, scene};
use crate::support::fixtures::NewPost;
use crate::support::{Answer, Client, TestApp};

const OFFER: &str = "Write to me, I sell what every shop of yours needs, see https://cheap.example/now and buy it.";

async fn first_case(who: &Client) -> String {
    who.get("/review").await.expect(200).attributes("a.to-case", "href").remove(0)
}

async fn version(who: &Client, case: &str) -> String {
    who.get(case).await.expect(200).attributes("form[data-decide] input[name=version]", "value").remove(0)
}

async fn decides(who: &Client, case: &str, version: &str) -> Answer {
    who.post(&format!("{case}/decide"), &[("version", version), ("verdict", "keep_hidden"), ("rule", "promotion"), ("words", "You sell this yourself.")]).await
}

/// A reply that three members flagged, and nobody looked at.
async fn flagged(app: &TestApp) -> (Client, guildhall::forum::TopicId) {
    let (ann, bob) = (trusted(app, "ann", 1).await, trusted(app, "bob", 1).await);
    let category = app.read(|conn| Ok(guildhall_schema::categories::table.select(guildhall_schema::categories::id).first(conn)?)).await;
    let topic = ask(&ann, guildhall::accounts::CategoryId(category)).await;
    let offer = reply(app, &bob, topic, OFFER).await;
    for name in ["kim", "lee", "max"] {
        flag(&trusted(app, name, 2).await, offer, "promotion").await;
    }
    app.run_jobs();
    (bob, topic)
}

#[actix_web::test]
async fn who_asks_for_a_second_opinion_does_not_decide_alone() {
    let (app, _) = scene().await;
    let (mia, moe) = (app.moderator("mia").await, app.moderator("moe").await);
    flagged(&app).await;
    let case = first_case(&mia).await;
    let version_of_mia = version(&mia, &case).await;
    mia.post(&format!("{case}/claim"), &[]).await.expect(303);
    let empty = mia.post(&format!("{case}/second"), &[("note", " ")]).await.expect(422);
    assert!(empty.has("#note[aria-invalid=true]"));
    // Somebody else is at it: what was typed comes back.
    let refused = moe.post(&format!("{case}/second"), &[("note", "Is he a partner?")]).await.expect(409);
    assert!(refused.text("#note").contains("Is he a partner?") && refused.has(".notice.bad"));
    mia.post(&format!("{case}/second"), &[("note", "Is he a partner?")]).await.expect(303);
    assert!(mia.get("/review").await.text(".cases").contains("Second opinion wanted"));
    let page = mia.get(&case).await.expect(200);
    assert!(!page.has("form[data-decide]") && page.text("main").contains("once somebody else has added a note"), "{}", page.text("main"));
    let alone = decides(&mia, &case, &version_of_mia).await.expect(409);
    assert!(alone.text(".unsent").contains("You sell this yourself."), "{}", alone.text("main"));
    assert_eq!(mia.post(&format!("{case}/claim"), &[]).await.status, 409, "it is for the others");
    // Their own note is no opinion of somebody else.
    mia.post(&format!("{case}/note"), &[("note", "He is none.")]).await.expect(303);
    assert!(!mia.get(&case).await.has("form[data-decide]"));
    let page = moe.get(&case).await.expect(200);
    assert!(page.text(".notice.warn").contains("mia asks for a second opinion") && page.has("form[data-decide]"), "{}", page.text("main"));
    moe.post(&format!("{case}/note"), &[("note", "I would hide it.")]).await.expect(303);
    let now = version(&mia, &case).await;
    decides(&mia, &case, &now).await.expect(303);
    app.run_jobs();
    let acts: Vec<String> = app.read(|conn| Ok(log::table.filter(log::subject_kind.eq("case")).order(log::id).select(log::act).load(conn)?)).await;
    assert_eq!(acts, ["case.second", "case.decide"]);
    let asked: Option<i64> = app.read(|conn| Ok(cases::table.select(cases::second_for).first(conn)?)).await;
    assert_eq!(asked, None, "what is decided is in doubt no more");
}

#[actix_web::test]
async fn the_other_moderator_may_simply_decide() {
    let (app, _) = scene().await;
    let (mia, moe) = (app.moderator("mia").await, app.moderator("moe").await);
    flagged(&app).await;
    let case = first_case(&mia).await;
    mia.post(&format!("{case}/second"), &[("note", "Is he a partner?")]).await.expect(303);
    let now = version(&moe, &case).await;
    decides(&moe, &case, &now).await.expect(303);
    app.run_jobs();
    assert!(mia.get("/review").await.has(".empty"));
}

#[actix_web::test]
async fn an_answer_to_an_appeal_comes_back_when_the_case_changed_meanwhile() {
    let (app, _) = scene().await;
    let (mia, moe, max) = (app.moderator("mia").await, app.moderator("moe").await, app.moderator("mel").await);
    let (bob, _) = flagged(&app).await;
    let case = first_case(&mia).await;
    let now = version(&mia, &case).await;
    decides(&mia, &case, &now).await.expect(303);
    let action = bob.get("/decisions").await.attributes("form[action^='/decisions/']", "action").remove(0);
    bob.post(&action, &[("body", "I said that I work there.")]).await.expect(303);
    app.run_jobs();
    let case = first_case(&moe).await;
    // What becomes of the post on its own page is no answer to the member.
    let offer: i64 = app.read(|conn| Ok(case_items::table.filter(case_items::why.eq("appeal")).select(case_items::post.assume_not_null()).first(conn)?)).await;
    moe.post(&format!("/p/{offer}/restore"), &[]).await.expect(303);
    app.run_jobs();
    assert_eq!(first_case(&moe).await, case, "the appeal waits still");
    let old = version(&moe, &case).await;
    // Claimed and given back: the case is another than when the page was made.
    max.post(&format!("{case}/claim"), &[]).await.expect(303);
    let claimed = moe.post(&format!("{case}/appeal"), &[("version", old.as_str()), ("outcome", "overturn"), ("answer", "You did, indeed.")]).await.expect(409);
    assert!(claimed.text("#answer").contains("You did, indeed.") && claimed.has("input[value=overturn][checked]"), "{}", claimed.text("main"));
    max.post(&format!("{case}/release"), &[]).await.expect(303);
    let none = moe.post(&format!("{case}/appeal"), &[("version", version(&moe, &case).await.as_str()), ("outcome", "overturn"), ("answer", " ")]).await;
    assert!(none.expect(422).has("#answer[aria-invalid=true]"));
    let now = version(&max, &case).await;
    max.post(&format!("{case}/appeal"), &[("version", now.as_str()), ("outcome", "uphold"), ("answer", "No.")]).await.expect(303);
    let late = moe.post(&format!("{case}/appeal"), &[("version", now.as_str()), ("outcome", "overturn"), ("answer", "You did, indeed.")]).await.expect(409);
    assert!(late.text(".unsent").contains("You did, indeed."), "decided by somebody else: {}", late.text("main"));
    app.run_jobs();
}

#[actix_web::test]
async fn a_case_shows_what_its_author_wrote_lately_and_what_others_wrote_elsewhere() {
    let (app, category) = scene().await;
    let (mia, sid) = (app.moderator("mia").await, app.staff("sid").await);
    let (bob, topic) = flagged(&app).await;
    let eve = trusted(&app, "eve", 1).await;
    let other = ask(&eve, category).await;
    reply(&app, &bob, other, "Something quite else that he wrote on another day.").await;
    // In no case: nearly the same words, and another text with a link to the same domain.
    reply(&app, &eve, other, "Write to me, I sell what every shop of yours needs, see https://cheap.example/now and buy it today.").await;
    reply(&app, &eve, other, "You find the thing at https://www.cheap.example/other/page if you look for it.").await;
    reply(&app, &eve, other, "Nothing in common with that at all, or so I think.").await;
    let staff = sid.member();
    app.rows(move |conn| NewPost { audience: Audience::Staff, ..NewPost::reply(topic, staff, &format!("A note on {OFFER}")) }.insert(conn)).await;
    app.run_jobs();
    let page = mia.get(&first_case(&mia).await).await.expect(200);
    let lately = page.text("section[aria-labelledby=lately]");
    assert!(lately.contains("Something quite else") && lately.contains("Visible"), "{lately}");
    let alike = page.text("section[aria-labelledby=alike]");
    assert!(alike.contains("buy it today") && alike.contains("% the same words") && alike.contains("eve") && alike.contains("Visible"), "{alike}");
    assert!(alike.contains("if you look for it") && alike.contains("the same domain"), "{alike}");
    assert!(!alike.contains("Nothing in common") && !page.body.contains("A note on"), "{alike}");
}

#[actix_web::test]
async fn an_admin_who_is_no_moderator_is_told_what_to_do() {
    let (app, _) = scene().await;
    flagged(&app).await;
    let ada = app.admin("ada").await;
    for address in ["/review", "/review/panel"] {
        let answer = ada.get(address).await.expect(403);
        assert!(answer.text("main").contains("take the moderator role") && !answer.body.contains("bob"), "{}", answer.text("main"));
    }
    ada.get("/review/1").await.expect(404);
    assert!(app.visitor().get("/").await.has(".foot a[href='/transparency']"));
}
