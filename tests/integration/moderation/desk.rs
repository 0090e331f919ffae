//! The queue, claims, decisions, undoing, appeals.

use diesel::prelude::*;
use guildhall::accounts::{MemberId, Role};
use guildhall::forum::{PostId, TopicId};
use guildhall::notifications::notices::Reason;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{cases, decisions, members, notices, spam_blocks, topics};

use super::scene::{flag, set, states, trusted};
use crate::forum::scene::{ask, figures_are_right, post, question, reply, scene, state, topic_in};
use crate::support::{Answer, Client, TestApp};

const OFFER: &str = "Write to me, I sell what you need, see https://cheap.example/now and buy.";

/// The case that waits first, as its page has it.
async fn first_case(who: &Client) -> String {
    who.get("/review").await.expect(200).attributes("a.to-case", "href").remove(0)
}

/// Decides a case with its form as it stands.
async fn decides(who: &Client, case: &str, verdict: &str, more: &[(&str, &str)]) -> Answer {
    let version = who.get(case).await.expect(200).attributes("form[data-decide] input[name=version]", "value").remove(0);
    let mut fields = vec![("version", version.as_str()), ("verdict", verdict), ("rule", "promotion"), ("words", "You sell this yourself.")];
    fields.extend(more);
    who.post(&format!("{case}/decide"), &fields).await
}

async fn flagged(app: &TestApp, ann: &Client, bob: &Client, category: guildhall::accounts::CategoryId) -> (TopicId, PostId) {
    let topic = ask(ann, category).await;
    let offer = reply(app, bob, topic, OFFER).await;
    for name in ["kim", "lee", "max"] {
        flag(&trusted(app, name, 2).await, offer, "promotion").await;
    }
    app.run_jobs();
    (topic, offer)
}

async fn member_state(app: &TestApp, member: MemberId) -> String {
    app.read(move |conn| Ok(members::table.find(member).select(members::state).first(conn)?)).await
}

#[actix_web::test]
async fn flags_hide_a_moderator_decides_the_author_appeals_and_another_restores() {
    let (app, category) = scene().await;
    let (ann, bob) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await);
    let (mia, moe) = (app.moderator("mia").await, app.moderator("moe").await);
    let (topic, offer) = flagged(&app, &ann, &bob, category).await;
    assert_eq!(state(&app, offer).await, "hidden");
    bob.get("/review").await.expect(404);
    let case = first_case(&mia).await;
    mia.post(&format!("{case}/claim"), &[]).await.expect(303);
    let page = mia.get(&case).await.expect(200);
    assert_eq!(page.texts(".case-flags li").len(), 3);
    assert!(page.text(".case-post").contains("I sell what you need") && page.text("main").contains("cheap.example"), "{}", page.text("main"));
    moe.post(&format!("{case}/claim"), &[]).await.expect(409);
    assert!(!moe.get(&case).await.has("form[data-decide]"), "somebody is at it");
    mia.post(&format!("{case}/note"), &[("note", "He did so last week")]).await.expect(303);
    assert!(moe.get(&case).await.text("main").contains("He did so last week"));

    let wrong = decides(&mia, &case, "keep_hidden", &[]).await;
    assert_eq!(wrong.status, 303);
    assert_eq!(wrong.location(), Some("/review".to_owned()), "nothing else waits");
    app.run_jobs();
    assert!(mia.get("/review").await.has(".empty"));
    let kim = app.read(|conn| Ok(members::table.filter(members::username.eq("kim")).select(members::id).first::<MemberId>(conn)?)).await;
    assert_eq!(states(&app, kim).await, ["agreed"]);
    let told: Vec<Reason> = app.read(move |conn| Ok(notices::table.filter(notices::member.eq(kim)).select(notices::reason).load(conn)?)).await;
    assert_eq!(told, [Reason::Flagged]);
    let told = app.signed_in(kim).await.get("/notices").await.expect(200);
    assert!(told.text(".told li").contains("A moderator agreed"), "{}", told.text("main"));

    let own = bob.get("/decisions").await.expect(200);
    assert!(own.text("main").contains("Whoever sells something says so. You sell this yourself."), "{}", own.text("main"));
    let action = own.attributes("form[action^='/decisions/']", "action").remove(0);
    assert!(bob.post(&action, &[("body", " ")]).await.expect(422).has("#body[aria-invalid=true]"));
    bob.post(&action, &[("body", "I said that I work there.")]).await.expect(303);
    bob.post(&action, &[("body", "And again.")]).await.expect(303);
    assert!(!bob.get("/decisions").await.has("form[action^='/decisions/']"), "once");
    let case = first_case(&moe).await;
    assert!(!mia.get(&case).await.expect(200).has("form[data-decide]"), "another moderator decides");
    let version = moe.get(&case).await.attributes("form[data-decide] input[name=version]", "value").remove(0);
    let answer = [("version", version.as_str()), ("outcome", "overturn"), ("answer", "You did, indeed.")];
    mia.post(&format!("{case}/appeal"), &answer).await.expect(409);
    moe.post(&format!("{case}/appeal"), &answer).await.expect(303);
    app.run_jobs();
    assert_eq!(state(&app, offer).await, "visible");
    figures_are_right(&app, topic).await;
    assert!(bob.get("/decisions").await.text("main").contains("You did, indeed."));
    assert!(moe.get("/review").await.has(".empty"), "nothing came back by itself");
}

#[actix_web::test]
async fn of_two_who_decide_at_once_the_second_is_told_and_what_was_typed_comes_back() {
    let (app, category) = scene().await;
    let (ann, bob) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await);
    let (mia, moe) = (app.moderator("mia").await, app.moderator("moe").await);
    let (_, offer) = flagged(&app, &ann, &bob, category).await;
    let case = first_case(&mia).await;
    let version = moe.get(&case).await.attributes("form[data-decide] input[name=version]", "value").remove(0);
    let no_words = decides(&mia, &case, "delete", &[("words", "")]).await;
    // The last of two fields of one name is refused: forms do not send them.
    assert_eq!(no_words.status, 400);
    let fields = [("version", version.as_str()), ("verdict", "delete"), ("rule", "spam"), ("words", "")];
    assert!(moe.post(&format!("{case}/decide"), &fields).await.expect(422).has("#words[aria-invalid=true]"));
    decides(&mia, &case, "delete", &[]).await.expect(303);
    let fields = [("version", version.as_str()), ("verdict", "no_action"), ("rule", "spam"), ("words", "It is fine")];
    let late = moe.post(&format!("{case}/decide"), &fields).await.expect(409);
    assert!(late.text(".notice.bad").contains("has changed"), "{}", late.text("main"));
    assert_eq!(state(&app, offer).await, "deleted");
    app.run_jobs();
    // Undone, everything is as it was.
    let undo = mia.get(&case).await.attributes("form[action$='/undo']", "action").remove(0);
    moe.post(&undo, &[]).await.expect(303);
    moe.post(&undo, &[]).await.expect(409);
    app.run_jobs();
    assert_eq!(state(&app, offer).await, "hidden");
    assert_eq!(first_case(&mia).await, case);
    decides(&mia, &case, "no_action", &[]).await.expect(303);
    assert_eq!(state(&app, offer).await, "visible");
    app.run_jobs();
}

#[actix_web::test]
async fn what_one_member_writes_and_what_is_the_same_is_one_case() {
    let (app, category) = scene().await;
    let (ann, bob, cat) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await, trusted(&app, "cat", 1).await);
    let mia = app.moderator("mia").await;
    for (author, text) in [(&bob, OFFER), (&bob, "Something else that is quite wrong here."), (&cat, "Look at https://cheap.example/now for it.")] {
        let topic = ask(&ann, category).await;
        let wrong = reply(&app, author, topic, text).await;
        flag(&ann, wrong, "spam").await;
        app.run_jobs();
    }
    let page = mia.get("/review").await.expect(200);
    assert_eq!(page.texts(".cases li").len(), 1, "{}", page.text("main"));
    assert!(page.text(".cases li").contains("3 items"));
    // A day later another begins.
    app.later(Timestamp::DAY + Timestamp::HOUR);
    // Those who keep order sign in every day.
    let mia = app.signed_in(mia.member()).await;
    let topic = ask(&ann, category).await;
    let later = reply(&app, &bob, topic, "A third thing that has nothing to do with it.").await;
    flag(&ann, later, "off_topic").await;
    app.run_jobs();
    assert_eq!(mia.get("/review").await.expect(200).texts(".cases li").len(), 2);
    assert_eq!(mia.get("/review?show=flags").await.texts(".cases li").len(), 2);
    assert!(mia.get("/review?show=held").await.has(".empty"));
}

#[actix_web::test]
async fn held_and_first_posts_wait_and_what_a_moderator_does_elsewhere_is_done_with() {
    let (app, category) = scene().await;
    let (newt, mia) = (app.member("newt").await, app.moderator("mia").await);
    let topic = ask(&newt, category).await;
    app.run_jobs();
    assert!(mia.get("/review?show=first").await.texts(".cases li").len() == 1);
    let case = first_case(&mia).await;
    decides(&mia, &case, "noted", &[]).await.expect(303);
    ask(&newt, category).await;
    app.run_jobs();
    assert!(mia.get("/review").await.has(".empty"), "the second is nobody's first");
    let member = newt.member();
    app.rows(move |conn| diesel::update(members::table.find(member)).set(members::state.eq("silenced")).execute(conn).unwrap()).await;
    let held = newt.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", "It waits until somebody approves it.")]).await.expect(303);
    app.run_jobs();
    let held = post(&app, topic, held.location().and_then(|path| path.rsplit('/').next()?.parse().ok()).unwrap_or(2)).await;
    assert_eq!(mia.get("/review?show=held").await.texts(".cases li").len(), 1);
    app.later(Timestamp::MINUTE);
    mia.post(&format!("/p/{held}/approve"), &[]).await.expect(303);
    app.run_jobs();
    assert!(mia.get("/review").await.has(".empty"));
}

#[actix_web::test]
async fn a_spammer_is_removed_with_everything_after_one_question_and_comes_back_when_that_is_undone() {
    let (app, category) = scene().await;
    let (ann, bob) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await);
    let mia = app.moderator("mia").await;
    let mut posts = Vec::new();
    for _ in 0..6 {
        let topic = ask(&ann, category).await;
        posts.push((topic, reply(&app, &bob, topic, OFFER).await));
    }
    flag(&ann, posts[0].1, "spam").await;
    app.run_jobs();
    let case = first_case(&mia).await;
    let asked = decides(&mia, &case, "spammer", &[]).await.expect(200);
    assert!(asked.text("main").contains("cheap.example") && asked.text("main").contains("bob@example.com"), "{}", asked.text("main"));
    assert_eq!(member_state(&app, bob.member()).await, "active", "not yet");
    assert!(asked.has("input[type=checkbox][name='block-domain-cheap.example'][checked]"));
    assert!(asked.has("input[type=checkbox][name^='block-network-']:not([checked])"), "a network of others too: {}", asked.text("main"));
    assert!(asked.text("main").contains("other members came from here lately") || asked.text("main").contains("One other member came from here lately"));
    let chosen = [("confirmed", "1"), ("listed", "1"), ("block-domain-cheap.example", "1"), ("block-address-bob@example.com", "1")];
    decides(&mia, &case, "spammer", &chosen).await.expect(303);
    assert_eq!(member_state(&app, bob.member()).await, "suspended");
    app.run_jobs();
    for (topic, offer) in &posts {
        assert_eq!(state(&app, *offer).await, "deleted");
        figures_are_right(&app, *topic).await;
    }
    assert!(mia.get(&case).await.text("main").contains("6 of 6 posts done"));
    let kinds: Vec<String> = app.read(|conn| Ok(spam_blocks::table.order(spam_blocks::kind).select(spam_blocks::kind).load(conn)?)).await;
    assert_eq!(kinds, ["address", "domain"], "what was chosen");
    let undo = mia.get(&case).await.attributes("form[action$='/undo']", "action").remove(0);
    mia.post(&undo, &[]).await.expect(303);
    app.run_jobs();
    assert_eq!((member_state(&app, bob.member()).await, state(&app, posts[3].1).await), ("active".to_owned(), "visible".to_owned()));
    assert_eq!(app.read(|conn| Ok(spam_blocks::table.count().get_result::<i64>(conn)?)).await, 0);
}

#[actix_web::test]
async fn of_several_who_wrote_the_same_each_is_decided_about_and_those_who_are_left_out_stay() {
    let (app, category) = scene().await;
    let (ann, bob, cat, dan) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await, trusted(&app, "cat", 1).await, trusted(&app, "dan", 1).await);
    let mia = app.moderator("mia").await;
    let mut offers = Vec::new();
    for author in [&bob, &cat, &dan] {
        let topic = ask(&ann, category).await;
        let offer = reply(&app, author, topic, OFFER).await;
        flag(&ann, offer, "spam").await;
        app.run_jobs();
        offers.push(offer);
    }
    let case = first_case(&mia).await;
    let asked = decides(&mia, &case, "spammer", &[]).await.expect(200);
    assert_eq!(asked.texts("input[type=checkbox][name^='account-'][checked]").len(), 3);
    assert!(["bob@example.com", "cat@example.com", "dan@example.com"].iter().all(|address| asked.text("main").contains(address)));
    let chosen = [("confirmed", "1"), ("chosen", "1")];
    assert!(decides(&mia, &case, "spammer", &chosen).await.expect(422).text("#verdict-e").contains("Choose at least one"));
    let accounts: Vec<String> = [&bob, &cat].iter().map(|who| format!("account-{}", who.member())).collect();
    let both = [chosen[0], chosen[1], (accounts[0].as_str(), "1"), (accounts[1].as_str(), "1")];
    decides(&mia, &case, "spammer", &both).await.expect(303);
    app.run_jobs();
    let now = |post| state(&app, post);
    assert_eq!((now(offers[0]).await, now(offers[1]).await, now(offers[2]).await), ("deleted".into(), "deleted".into(), "visible".into()));
    assert_eq!(first_case(&mia).await, case, "one of them is left");
    assert!(mia.get(&case).await.expect(200).text("h1").ends_with("dan"));
    // Each reads of their own, and is brought back by themselves.
    assert!(cat.get("/decisions").await.expect(200).has("form[action$='/appeal']"));
    decides(&mia, &case, "keep_hidden", &[]).await.expect(303);
    assert_eq!(dan.get("/decisions").await.texts(".own-decision").len(), 1);
    let undo = mia.get(&case).await.attributes("form[action$='/undo']", "action");
    assert_eq!(undo.len(), 3);
    mia.post(&undo[1], &[]).await.expect(303);
    mia.post(&undo[0], &[]).await.expect(303);
    app.run_jobs();
    assert_eq!((now(offers[0]).await, now(offers[1]).await, now(offers[2]).await), ("visible".into(), "visible".into(), "hidden".into()));
    assert_eq!(member_state(&app, cat.member()).await, "active");
}

#[actix_web::test]
async fn a_duplicate_leads_on_in_no_circle() {
    let (app, category) = scene().await;
    let (ann, mia) = (trusted(&app, "ann", 1).await, app.moderator("mia").await);
    let original = ask(&ann, category).await;
    let again = topic_in(&ann.post("/ask", &question(&category.to_string(), "k2")).await.expect(303));
    let too = trusted(&app, "too", 1).await;
    too.post(&format!("/t/{again}/me-too"), &[("value", "1")]).await.expect(303);
    let first = post(&app, again, 1).await;
    flag(&too, first, "other").await;
    app.run_jobs();
    let case = first_case(&mia).await;
    for wrong in [again.to_string(), "987654".to_owned(), String::new()] {
        assert!(decides(&mia, &case, "duplicate", &[("original", wrong.as_str())]).await.expect(422).has("#original[aria-invalid=true]"), "{wrong}");
    }
    let address = format!("http://127.0.0.1:8080/t/payouts/{original}");
    decides(&mia, &case, "duplicate", &[("original", address.as_str())]).await.expect(303);
    app.run_jobs();
    let page = ann.follow(ann.get(&format!("/t/{again}")).await).await;
    assert!(page.has(&format!(".notice[role=note] a[href$='/{original}']")));
    let closed: bool = app.read(move |conn| Ok(topics::table.find(again).select(topics::closed).first(conn)?)).await;
    assert!(closed);
    figures_are_right(&app, original).await;
    let page = too.follow(too.get(&format!("/t/{original}")).await).await;
    assert!(page.has("#post-1 form[action$='/me-too'] button[aria-pressed=true]"), "who has it too has the original");
    // The original does not repeat what repeats it.
    let first = post(&app, original, 1).await;
    flag(&too, first, "other").await;
    app.run_jobs();
    let case = first_case(&mia).await;
    decides(&mia, &case, "duplicate", &[("original", again.to_string().as_str())]).await.expect(422);
}

#[actix_web::test]
async fn who_keeps_order_in_one_category_sees_and_decides_there_alone() {
    let (app, category) = scene().await;
    let other = app
        .rows(|conn| {
            use guildhall::accounts::Right;
            crate::support::fixtures::insert_category(conn, "talk", None, &[("everyone", Right::Read), ("members", Right::Ask)])
        })
        .await;
    let (ann, bob, cara) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await, app.member("cara").await);
    app.give_role(cara.member(), Role::Moderator, Some(category)).await;
    let mut wrong = Vec::new();
    for place in [category, other] {
        let topic = ask(&ann, place).await;
        wrong.push(reply(&app, &bob, topic, OFFER).await);
    }
    for post in &wrong {
        flag(&ann, *post, "spam").await;
    }
    ann.post("/u/bob/flag", &[("reason", "spam")]).await.expect(303);
    app.run_jobs();
    let mia = app.moderator("mia").await;
    assert_eq!(mia.get("/review").await.texts(".cases li").len(), 3);
    let page = cara.get("/review").await.expect(200);
    assert_eq!(page.texts(".cases li").len(), 1);
    let (own, all) = (first_case(&cara).await, mia.get("/review").await.attributes("a.to-case", "href"));
    for case in all.iter().filter(|case| **case != own) {
        cara.get(case).await.expect(404);
        for act in ["claim", "release", "note", "decide", "appeal"] {
            cara.post(&format!("{case}/{act}"), &[("note", "x"), ("verdict", "no_action")]).await.expect(404);
        }
    }
    assert!(!cara.get(&own).await.has("input[value=silence]"), "that is for those who keep order everywhere");
    decides(&cara, &own, "silence", &[("silence", "7")]).await.expect(409);
    decides(&cara, &own, "delete", &[]).await.expect(303);
    assert_eq!((state(&app, wrong[0]).await, state(&app, wrong[1]).await), ("deleted".to_owned(), "visible".to_owned()));
    for (verdict, term, stands) in [("silence", ("silence", "7"), "silenced"), ("suspend", ("suspend", "0"), "suspended")] {
        let case = first_case(&mia).await;
        decides(&mia, &case, verdict, &[(term.0, "5")]).await.expect(422);
        decides(&mia, &case, verdict, &[term]).await.expect(303);
        assert_eq!(member_state(&app, bob.member()).await, stands);
    }
    app.run_jobs();
    let decided: i64 = app.read(|conn| Ok(decisions::table.count().get_result(conn)?)).await;
    assert_eq!(decided, 3);
    // Suspended members appeal too.
    let own = bob.get("/decisions").await.expect(200);
    let action = own.attributes("form[action^='/decisions/']", "action").remove(0);
    bob.post(&action, &[("body", "It was no offer.")]).await.expect(303);
    let waiting: i64 = app.read(|conn| Ok(cases::table.filter(cases::why.eq("appeal")).count().get_result(conn)?)).await;
    assert_eq!(waiting, 1);
}

#[actix_web::test]
async fn a_claim_ends_and_nobody_decides_about_themselves() {
    let (app, category) = scene().await;
    let (ann, mia, moe) = (trusted(&app, "ann", 1).await, app.moderator("mia").await, app.moderator("moe").await);
    set(&app, "claim_minutes", 10).await;
    let topic = ask(&ann, category).await;
    let own = reply(&app, &mia, topic, OFFER).await;
    flag(&ann, own, "spam").await;
    app.run_jobs();
    let case = first_case(&mia).await;
    assert!(!mia.get(&case).await.has("form[data-decide]") && !mia.get(&case).await.has("[data-claim]"));
    mia.post(&format!("{case}/claim"), &[]).await.expect(409);
    moe.post(&format!("{case}/claim"), &[]).await.expect(303);
    let may = app.moderator("may").await;
    may.post(&format!("{case}/claim"), &[]).await.expect(409);
    assert_eq!(moe.get("/review?show=mine").await.texts(".cases li").len(), 1);
    app.later(11 * Timestamp::MINUTE);
    may.post(&format!("{case}/claim"), &[]).await.expect(303);
    may.post(&format!("{case}/release"), &[]).await.expect(303);
    moe.post(&format!("{case}/claim"), &[]).await.expect(303);
}

#[actix_web::test]
async fn everybody_reads_what_keeping_order_comes_to_and_moderators_hand_over() {
    let (app, category) = scene().await;
    let (ann, bob) = (trusted(&app, "ann", 1).await, trusted(&app, "bob", 1).await);
    let (mia, moe) = (app.moderator("mia").await, app.moderator("moe").await);
    flagged(&app, &ann, &bob, category).await;
    let case = first_case(&mia).await;
    decides(&mia, &case, "delete", &[]).await.expect(303);
    app.run_jobs();
    let page = app.visitor().get("/transparency").await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 12);
    assert_eq!(page.texts("tbody tr:first-child td"), ["3", "1", "0", "0", "0"]);
    mia.post("/review/panel", &[("note", "Watch the payments category tonight.")]).await.expect(303);
    let panel = moe.get("/review/panel").await.expect(200);
    assert!(panel.text("main").contains("Watch the payments category tonight."));
    assert!(panel.texts("tbody tr")[0].contains("100"), "{}", panel.text("main"));
    let long = "x".repeat(2_001);
    assert!(mia.post("/review/panel", &[("note", &long)]).await.expect(422).text("#note").contains("xxx"));
}
