//! What admins do with searches: look, give them to somebody, say where they were answered.

use diesel::prelude::*;
use guildhall::accounts::Acting;
use guildhall::accounts::store::set_language;
use guildhall::accounts::{Role, standing::suspend};
use guildhall::forum::{PostState, TopicId};
use guildhall::platform::i18n::Lang;
use guildhall::platform::log::store::newest;
use guildhall::search::queries::{SearchId, store};
use guildhall_schema::{category_access, generations, searches, topics};

use super::queries::{closed_topic, the_search, waiting, wants_to_know};
use crate::forum::scene::{ask, scene};
use crate::support::{Client, TestApp};

const LIST: &str = "/admin/searches";

/// The words of the searches in a list.
async fn listed(ada: &Client, show: &str) -> Vec<String> {
    ada.get(&format!("{LIST}?show={show}")).await.expect(200).texts("tbody th a")
}

/// What the log says was done, newest first, with what was before and after.
async fn acts(app: &TestApp) -> Vec<(String, String, String)> {
    let mut entries = app.read(|conn| newest(conn, &Default::default(), 100)).await;
    entries.retain(|entry| entry.via == guildhall::platform::log::Via::Web);
    entries.into_iter().map(|entry| (entry.act, entry.before, entry.after)).collect()
}

fn told(app: &TestApp, address: &str) -> usize {
    app.mails().iter().filter(|mail| mail.name == "search-answer" && mail.to == address).count()
}

async fn answered(ada: &Client, search: SearchId, address: &str) {
    ada.post(&format!("{LIST}/{search}/answer"), &[("address", address)]).await.expect(303);
}

#[actix_web::test]
async fn lists_show_what_is_frequent_empty_or_never_opened() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let log = app.parts.queries.clone();
    for (query, times, hits, clicks) in [("faktura", 3, 0, 0), ("payout", 5, 9, 2), ("late payout", 4, 9, 0), ("退款", 1, 0, 0)] {
        (0..times).for_each(|_| log.note(query, "en", hits));
        (0..clicks).for_each(|_| log.clicked(query, "en"));
    }
    assert!(ada.get(LIST).await.expect(200).body.contains("There are no such searches."));
    app.flush_queries();
    assert_eq!(listed(&ada, "frequent").await, ["payout", "late payout", "faktura", "退款"]);
    assert_eq!(ada.get(LIST).await.texts("tbody th a")[0], "payout");
    assert_eq!(listed(&ada, "empty").await, ["faktura", "退款"]);
    assert_eq!(listed(&ada, "unclicked").await, ["late payout"]);
    assert!(listed(&ada, "owned").await.is_empty());
    ada.get(&format!("{LIST}?show=never")).await.expect(404);
    ada.get(&format!("{LIST}/987654321")).await.expect(404);
    let figures = ada.get(LIST).await.texts("tbody tr:first-child td.num");
    assert_eq!(figures, ["5", "0", "2", "0"]);
    let overview = ada.get("/admin").await.expect(200);
    assert_eq!(overview.texts(".search-table tbody th a"), ["faktura", "退款"]);
}

#[actix_web::test]
async fn the_lists_end_after_a_hundred() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    (0..101).for_each(|number| app.parts.queries.note(&format!("search {number}"), "en", 0));
    app.flush_queries();
    let page = ada.get(&format!("{LIST}?show=empty")).await;
    assert_eq!(page.texts("tbody th a").len(), 100);
    assert!(page.body.contains("These are the first 100."));
}

#[actix_web::test]
async fn what_one_member_waits_for_is_not_pushed_out() {
    let app = TestApp::start().await;
    let (ada, ann, bob) = (app.admin("ada").await, app.member("ann").await, app.member("bob").await);
    (0..101).for_each(|number| (0..3).for_each(|_| app.parts.queries.note(&format!("frequent {number}"), "en", 0)));
    app.flush_queries();
    assert!(ada.get("/admin").await.attributes("a", "href").iter().all(|url| !url.contains("awaited")), "nobody waits");
    wants_to_know(&ann, "a rare one").await;
    app.later(guildhall::platform::db::Timestamp::MINUTE);
    wants_to_know(&bob, "a rare one").await;
    let members: Vec<_> = [&ann, &bob].iter().map(|client| client.member()).collect();
    app.write(move |tx| {
        for number in 0..101 {
            let query = format!("frequent {number}");
            let search = store::find_or_make(tx, &format!("en {query}"), &query, "en")?;
            members.iter().try_for_each(|member| store::wait(tx, search, *member))?;
        }
        Ok(())
    })
    .await;
    let page = ada.get(&format!("{LIST}?show=awaited")).await.expect(200);
    let first = page.texts("tbody th a");
    assert_eq!((first.len(), first[0].as_str()), (100, "a rare one"), "whoever waits longest stands on top");
    assert_eq!(page.texts("tbody tr:first-child td.num")[3], "2 since 21 Nov 2026");
    assert!(!page.body.contains("These are the first 100."));
    let next = page.attributes("a[rel=next]", "href").remove(0);
    let rest = ada.get(&next).await.expect(200);
    assert_eq!(rest.texts("tbody th a").len(), 2, "all of them are there");
    assert!(rest.texts("tbody th a").iter().all(|query| !first.contains(query)));
    assert!(rest.attributes("a[rel=next]", "href").is_empty());
    assert_eq!(ada.get(&format!("{LIST}?show=awaited&after=nonsense")).await.expect(200).texts("tbody th a"), first);
    assert!(ada.get("/admin").await.attributes("a", "href").contains(&format!("{LIST}?show=awaited")));
}

#[actix_web::test]
async fn somebody_is_to_find_an_answer_until_a_day() {
    let app = TestApp::start().await;
    let (ada, sid) = (app.admin("ada").await, app.staff("sid").await);
    app.member("ann").await;
    for query in ["faktura", "payout", "refund"] {
        app.parts.queries.note(query, "en", 0);
    }
    app.flush_queries();
    let id = async |key: &'static str| app.read(move |conn| Ok(searches::table.filter(searches::key.eq(key)).select(searches::id).first::<i64>(conn)?)).await;
    let (faktura, payout, refund) = (id("en faktura").await, id("en payout").await, id("en refund").await);
    let assign = async |search: i64, username: &str, due: &str| ada.post(&format!("{LIST}/{search}/owner"), &[("username", username), ("due", due)]).await;

    for (username, due, field) in
        [("nobody", "", "username"), ("ann", "", "username"), ("", "2026-12-24", "username"), ("sid", "24.12.2026", "due"), ("sid", "2026-02-30", "due")]
    {
        let refused = assign(faktura, username, due).await.expect(422);
        assert_eq!(refused.attributes("#username", "value"), [username]);
        assert_eq!(refused.attributes("#due", "value"), [due]);
        assert_eq!(refused.attributes("#errors a", "href"), [format!("#{field}")]);
    }
    assert!(acts(&app).await.is_empty());
    let answer = assign(faktura, "@Sid", "2026-12-24").await.expect(303);
    let page = ada.follow(answer).await.expect(200);
    assert_eq!(page.text(".flash p"), "Saved who finds an answer.");
    assert_eq!((page.attributes("#username", "value"), page.attributes("#due", "value")), (vec!["sid".to_owned()], vec!["2026-12-24".to_owned()]));
    assign(payout, "ada", "2026-11-20").await.expect(303);
    assign(refund, "ada", "").await.expect(303);
    assign(refund, "ada", "").await.expect(303);
    assert_eq!(listed(&ada, "owned").await, ["payout", "faktura", "refund"], "what is due first on top");
    let page = ada.get(&format!("{LIST}?show=owned")).await;
    assert_eq!(page.texts("tbody .late"), ["Overdue: 20 Nov 2026"]);
    assert_eq!(page.attributes("tbody tr:nth-child(2) td a", "href"), [format!("/admin/members/{}", sid.member())]);

    assign(payout, "", "").await.expect(303);
    assert_eq!(listed(&ada, "owned").await, ["faktura", "refund"]);
    let (owner, ada_id) = (sid.member(), ada.member());
    let log = acts(&app).await;
    let expected = [
        (format!("owner={ada_id}; due=2026-11-20"), "owner=nobody; due=no day".to_owned()),
        ("owner=nobody; due=no day".to_owned(), format!("owner={ada_id}; due=no day")),
        ("owner=nobody; due=no day".to_owned(), format!("owner={ada_id}; due=2026-11-20")),
        ("owner=nobody; due=no day".to_owned(), format!("owner={owner}; due=2026-12-24")),
    ];
    assert_eq!(log, expected.map(|(before, after)| ("query.assign".to_owned(), before, after)));
    assert!(ada.get("/admin/log").await.expect(200).body.contains("Changed who answers a search"));
}

#[actix_web::test]
async fn whoever_waits_is_told_in_their_language_once() {
    let (app, category) = scene().await;
    let (ada, bob) = (app.admin("ada").await, app.member("bob").await);
    let topic = ask(&bob, category).await;
    let query = "Where <b>is</b> my payout";
    let people = [app.member("ann").await, app.member("nils").await, app.member("mei").await];
    for (person, lang) in people.iter().zip(Lang::all()) {
        wants_to_know(person, query).await;
        let id = person.member();
        app.write(move |tx| set_language(tx, id, lang)).await;
    }
    let search = the_search(&app).await.id;
    assert!(ada.get(&format!("{LIST}/{search}")).await.expect(200).body.contains("3 members wait to be told."));
    answered(&ada, search, &format!("http://127.0.0.1:8080/t/payouts-stopped/{topic}/1?page=2")).await;
    app.run_jobs();
    for (name, lang) in ["ann", "nils", "mei"].iter().zip(Lang::all()) {
        let mail = app.mail_to(&format!("{name}@example.com"));
        assert!(!mail.raw.contains("List-Unsubscribe"), "asked for, and the only one");
        let words = format!("{}\n\n{}\n{}", mail.letter.subject, mail.letter.text, mail.letter.html.split("<body>").nth(1).expect("a body"));
        insta::assert_snapshot!(format!("search_answer_{}", lang.tag()), words);
    }
    assert_eq!((app.mails().len(), waiting(&app).await), (3, 0));
    answered(&ada, search, &format!("/t/{topic}")).await;
    app.run_jobs();
    assert_eq!(app.mails().len(), 3, "nobody is told twice");
    wants_to_know(&bob, query).await;
    answered(&ada, search, &format!("/t/{topic}")).await;
    app.run_jobs();
    assert_eq!((app.mails().len(), told(&app, "bob@example.com")), (4, 1), "whoever asks later is told of the next answer");
    let page = ada.get(&format!("{LIST}/{search}")).await;
    assert!(page.body.contains(&format!("/t/payouts-stopped-after-the-bank-changed-our-account/{topic}")), "{}", page.body);
    assert!(listed(&ada, "empty").await.is_empty());
    let fact = format!("topic={topic}");
    let expected = [(fact.clone(), fact.clone()), (fact.clone(), fact.clone()), (String::new(), fact)];
    assert_eq!(acts(&app).await, expected.map(|(before, after)| ("query.answer".to_owned(), before, after)));
}

#[actix_web::test]
async fn only_a_topic_that_is_there_is_an_answer() {
    let (app, category) = scene().await;
    let (ada, bob) = (app.admin("ada").await, app.member("bob").await);
    wants_to_know(&bob, "late payout").await;
    let search = the_search(&app).await.id;
    let (_, closed) = closed_topic(&app, bob.member()).await;
    let hidden = ask(&bob, category).await;
    app.rows(move |conn| diesel::update(topics::table.find(hidden)).set(topics::state.eq(PostState::Hidden)).execute(conn).unwrap()).await;
    for address in
        ["", "payout", "/u/bob", "/t/987654321", "https://elsewhere.example/t/1", &format!("/t/{closed}"), &format!("/t/{hidden}"), "javascript:alert(1)"]
    {
        let refused = ada.post(&format!("{LIST}/{search}/answer"), &[("address", address)]).await.expect(422);
        assert_eq!(refused.attributes("#address", "value"), [address]);
        assert_eq!(refused.attributes("#errors a", "href"), ["#address"]);
    }
    assert!(acts(&app).await.is_empty());
    assert_eq!(the_search(&app).await.answer, None);
    app.run_jobs();
    assert!(app.mails().is_empty());
}

#[actix_web::test]
async fn whoever_may_not_read_the_answer_goes_on_waiting() {
    let app = TestApp::start().await;
    let (ada, ann, sid) = (app.admin("ada").await, app.member("ann").await, app.staff("sid").await);
    app.give_role(ada.member(), Role::Staff, None).await;
    let (_, topic) = closed_topic(&app, sid.member()).await;
    for person in [&ann, &sid] {
        wants_to_know(person, "late payout").await;
    }
    let search = the_search(&app).await.id;
    answered(&ada, search, &format!("/t/{topic}")).await;
    app.run_jobs();
    assert_eq!((told(&app, "sid@example.com"), told(&app, "ann@example.com"), waiting(&app).await), (1, 0, 1));
    app.give_role(ann.member(), Role::Staff, None).await;
    answered(&ada, search, &format!("/t/{topic}")).await;
    app.run_jobs();
    assert_eq!((told(&app, "sid@example.com"), told(&app, "ann@example.com"), waiting(&app).await), (1, 1, 0));
}

#[actix_web::test]
async fn rights_are_asked_again_when_the_mail_goes_out() {
    let (app, category) = scene().await;
    let (ada, ann, bob, eve) = (app.admin("ada").await, app.member("ann").await, app.member("bob").await, app.member("eve").await);
    let topic = ask(&bob, category).await;
    for person in [&ann, &eve] {
        wants_to_know(person, "late payout").await;
    }
    let suspended = eve.member();
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, suspended, None, "spam")).await.expect("suspended");
    let search = the_search(&app).await.id;
    answered(&ada, search, &format!("/t/{topic}")).await;
    close(&app, category).await;
    // Another process has nothing in memory.
    let other = app.another_process().await;
    other.run_jobs();
    assert!(other.mails().is_empty() && app.mails().is_empty(), "the category is closed to both");
    assert_eq!(waiting(&app).await, 2);
}

async fn close(app: &TestApp, category: guildhall::accounts::CategoryId) {
    app.rows(move |conn| {
        diesel::delete(category_access::table.filter(category_access::category.eq(category))).execute(conn).unwrap();
        diesel::delete(generations::table).execute(conn).unwrap();
    })
    .await;
}

#[actix_web::test]
async fn a_mail_on_its_way_is_not_sent_where_the_answer_went_away() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic: TopicId = ask(&bob, category).await;
    wants_to_know(&ann, "late payout").await;
    let search = the_search(&app).await.id;
    let member = ann.member();
    // As the job that goes through those who wait leaves it.
    app.write(move |tx| {
        store::set_answer(tx, search, topic)?;
        store::stop_waiting(tx, search, member)?;
        let payload = serde_json::json!({ "search": search, "member": member });
        tx.enqueue(&guildhall::platform::jobs::NewJob::now(&guildhall::search::queries::answered::TELL, format!("{search}-{member}"), payload))
    })
    .await;
    app.rows(move |conn| diesel::update(topics::table.find(topic)).set(topics::state.eq(PostState::Hidden)).execute(conn).unwrap()).await;
    app.run_jobs();
    assert!(app.mails().is_empty());
}

#[actix_web::test]
async fn what_solved_it_stands_below_the_searches() {
    let (app, category) = scene().await;
    let (ada, bob) = (app.admin("ada").await, app.member("bob").await);
    let topic = ask(&bob, category).await;
    let (_, closed) = closed_topic(&app, bob.member()).await;
    for solved in [topic, topic, closed] {
        app.write(move |tx| store::note_solved(tx, solved)).await;
    }
    let page = ada.get(LIST).await.expect(200);
    assert_eq!(page.texts("ul.held li"), ["Payouts stopped after the bank changed our account 2"], "an admin sees no closed topic");
    app.run_jobs();
}
