//! What searches leave behind: counts without names, and those who want to be told.

use diesel::prelude::*;
use guildhall::accounts::standing::suspend;
use guildhall::accounts::{Acting, CategoryId, MemberId, Right, Role};
use guildhall::platform::db::Timestamp;
use guildhall::platform::limits::Limit;
use guildhall::search::queries::store::{self, SearchRow};
use guildhall::search::queries::{SearchId, key};
use guildhall_schema::{members, search_waiting, searches};

use crate::accounts::{PASSWORD, with_password};
use crate::forum::scene::{ask, scene};
use crate::support::fixtures::{NewTopic, insert_category};
use crate::support::{Client, TestApp};

const LIST: &str = "/settings/awaited-answers";

/// Every search that is written down, by its words.
pub async fn searches(app: &TestApp) -> Vec<SearchRow> {
    app.read(|conn| Ok(searches::table.order((searches::query, searches::lang)).select(store::COLUMNS).load(conn)?)).await
}

/// The only search that is written down.
pub async fn the_search(app: &TestApp) -> SearchRow {
    let mut all = searches(app).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// Asks to be told about an answer to a search.
pub async fn wants_to_know(client: &Client, query: &str) {
    let answer = client.post("/search/tell", &[("q", query)]).await.expect(303);
    assert!(answer.location().unwrap().starts_with("/search?q="), "{:?}", answer.location());
}

/// How many wait for an answer.
pub async fn waiting(app: &TestApp) -> i64 {
    app.read(|conn| Ok(search_waiting::table.count().get_result(conn)?)).await
}

#[actix_web::test]
async fn what_is_counted_is_written_down_now_and_then() {
    let app = TestApp::start().await;
    let log = app.parts.queries.clone();
    log.note("Late payout", "en", 12);
    log.note("late  PAYOUT", "en", 0);
    log.note("late payout", "nb", 0);
    log.clicked("late payout", "en");
    log.clicked("never searched for", "en");
    log.note("ann@example.com", "en", 0);
    assert!(searches(&app).await.is_empty(), "nothing waits for a write");
    app.flush_queries();
    app.later(Timestamp::MINUTE);
    log.note("late payout", "en", 3);
    app.flush_queries();
    app.flush_queries();
    let rows = searches(&app).await;
    let facts: Vec<_> = rows.iter().map(|row| (row.query.as_str(), row.lang.as_str(), row.times, row.empty, row.clicks)).collect();
    assert_eq!(facts, [("Late payout", "en", 3, 1, 1), ("late payout", "nb", 1, 1, 0)]);
    assert_eq!(rows[0].last_at, app.db().now());
    assert_eq!(rows[1].last_at, app.db().now().plus(-Timestamp::MINUTE));
    assert!(app.texts_with("ann@example.com").await.is_empty());
}

#[actix_web::test]
async fn two_processes_count_together() {
    let app = TestApp::start().await;
    let other = app.another_process().await;
    for number in 0..250 {
        app.parts.queries.note(&format!("search {number}"), "en", 1);
        other.parts.queries.note(&format!("search {number}"), "en", 0);
    }
    std::thread::scope(|scope| {
        for process in [&app, &other] {
            let (db, queries) = (process.db().clone(), process.parts.queries.clone());
            scope.spawn(move || queries.flush(&db).unwrap());
        }
    });
    let rows = searches(&app).await;
    assert_eq!(rows.len(), 250);
    assert!(rows.iter().all(|row| (row.times, row.empty) == (2, 1)), "{rows:?}");
}

#[actix_web::test]
async fn an_opened_result_is_counted_without_a_word() {
    let app = TestApp::start().await;
    app.parts.queries.note("late payout", "en", 4);
    let answer = app.visitor().post("/search/clicked", &[("q", " Late payout")]).await.expect(204);
    assert!(answer.body.is_empty());
    app.visitor().reading("nb").post("/search/clicked", &[("q", "late payout")]).await.expect(204);
    app.visitor().post("/search/clicked", &[]).await.expect(204);
    app.visitor().post_from_elsewhere("/search/clicked", &[("q", "late payout")]).await.expect(403);
    app.flush_queries();
    assert_eq!(the_search(&app).await.clicks, 1, "in the language of the page");
}

#[actix_web::test]
async fn machines_that_search_all_the_time_are_slowed_down() {
    let app = TestApp::start().await;
    let robot = app.visitor().coming_from("203.0.113.9");
    let most = Limit::Search.rate().hits;
    let mut refused = 0;
    for _ in 0..most + 10 {
        refused += i64::from(robot.post("/search/clicked", &[("q", "late payout")]).await.status == 429);
    }
    assert!((5..=10).contains(&refused), "{refused}");
    app.visitor().post("/search/clicked", &[("q", "late payout")]).await.expect(204);
}

#[actix_web::test]
async fn a_member_waits_for_an_answer_once_and_stops() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    app.parts.queries.note("late payout", "en", 0);
    app.flush_queries();
    for _ in 0..2 {
        let answer = ann.post("/search/tell", &[("q", "Late  payout & more")]).await.expect(303);
        assert_eq!(answer.location().unwrap(), "/search?q=Late++payout+%26+more");
        assert_eq!(ann.follow(answer).await.expect(200).text(".flash p"), "You get an e-mail when there is an answer.");
    }
    wants_to_know(&bob, "late payout").await;
    wants_to_know(&ann, "late payout").await;
    let rows = searches(&app).await;
    let facts: Vec<_> = rows.iter().map(|row| (row.query.as_str(), row.times)).collect();
    assert_eq!(facts, [("Late  payout & more".trim().replace("  ", " ").as_str(), 0), ("late payout", 1)]);
    assert_eq!(waiting(&app).await, 3);
    let is_waiting = async |member: MemberId| {
        let key = key("LATE PAYOUT", "en").unwrap();
        app.read(move |conn| store::is_waiting(conn, member, &key)).await
    };
    assert!(is_waiting(ann.member()).await && is_waiting(bob.member()).await);
    let answer = ann.post("/search/tell/stop", &[("q", "late payout")]).await.expect(303);
    assert_eq!(ann.follow(answer).await.text(".flash p"), "You get no e-mail about this search.");
    ann.post("/search/tell/stop", &[("q", "late payout")]).await.expect(303);
    assert!(!is_waiting(ann.member()).await && is_waiting(bob.member()).await);
    assert_eq!(waiting(&app).await, 2);
}

#[actix_web::test]
async fn strangers_sign_in_first_and_nothing_private_is_kept() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for path in ["/search/tell", "/search/tell/stop"] {
        let answer = app.visitor().post(path, &[("q", "late payout")]).await.expect(303);
        assert_eq!(answer.location().unwrap(), "/sign-in?next=%2Fsearch%3Fq%3Dlate%2Bpayout");
        for private in ["card 4111 1111 1111 1111", "ann@example.com", ""] {
            let answer = ann.post(path, &[("q", private)]).await.expect(303);
            assert!(ann.follow(answer).await.text(".flash p").contains("not kept"), "{private:?}");
        }
    }
    assert!(searches(&app).await.is_empty());
}

#[actix_web::test]
async fn what_one_waits_for_stands_in_the_settings_and_ends_there() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    assert!(ann.get(LIST).await.expect(200).body.contains("You wait for no answer."));
    wants_to_know(&ann, "late payout").await;
    app.later(Timestamp::MINUTE);
    wants_to_know(&ann.reading("nb"), "sen utbetaling").await;
    wants_to_know(&bob, "late payout").await;
    let ann = app.signed_in(app.read(|conn| Ok(members::table.filter(members::username.eq("ann")).select(members::id).first::<MemberId>(conn)?)).await).await;
    let page = ann.get(LIST).await.expect(200);
    assert_eq!(page.texts(".entries a"), ["sen utbetaling", "late payout"]);
    assert_eq!(page.attributes(".entries a", "href")[1], "/search?q=late+payout");
    assert!(ann.get("/settings/account").await.attributes(".entries a", "href").contains(&LIST.to_owned()));
    let stop = page.attributes(".entries form", "action").remove(1);
    for _ in 0..2 {
        let answer = ann.post(&stop, &[]).await.expect(303);
        assert_eq!(ann.follow(answer).await.expect(200).texts(".entries a"), ["sen utbetaling"]);
    }
    assert_eq!(bob.get(LIST).await.texts(".entries a"), ["late payout"], "another's goes on");
    let suspended = ann.member();
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, suspended, None, "spam")).await.expect("suspended");
    let stop = ann.get(LIST).await.expect(200).attributes(".entries form", "action").remove(0);
    ann.post(&stop, &[]).await.expect(303);
    assert_eq!(waiting(&app).await, 1);
    app.run_jobs();
}

#[actix_web::test]
async fn one_member_waits_for_so_many_answers_at_most() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let member = ann.member();
    for number in 0..51_i64 {
        let (query, expected) = (format!("search {number}"), number < 50);
        let done = app.db().write(Acting::Member(member), move |tx, by| guildhall::search::queries::tell_me(tx, by, &query, "en")).await;
        assert_eq!(done.is_ok(), expected, "{number}");
    }
    let answer = ann.post("/search/tell", &[("q", "one more")]).await.expect(303);
    assert!(ann.follow(answer).await.text(".flash p").starts_with("You wait for 50 answers already."));
    wants_to_know(&ann, "search 1").await;
    assert_eq!(waiting(&app).await, 50);
}

#[actix_web::test]
async fn whoever_leaves_is_forgotten_here_too() {
    let (app, category) = scene().await;
    let (ann, bob, sid) = (with_password(&app, "ann").await, app.member("bob").await, with_password(&app, "sid").await);
    app.give_role(sid.member(), Role::Staff, None).await;
    wants_to_know(&ann, "late payout").await;
    wants_to_know(&bob, "late payout").await;
    wants_to_know(&bob, "@Ann late payout").await;
    wants_to_know(&bob, "@anna late payout").await;
    app.parts.queries.note("what ann said", "en", 1);
    app.flush_queries();
    let topic = ask(&bob, category).await;
    let owner = sid.member();
    app.write(move |tx| {
        let search = SearchId(searches::table.filter(searches::key.eq("en late payout")).select(searches::id).first(tx.conn())?);
        store::assign(tx, search, Some(owner), Some(Timestamp(0)))?;
        store::set_answer(tx, search, topic)
    })
    .await;
    for gone in [&ann, &sid] {
        gone.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    }
    app.run_jobs();
    let rows = searches(&app).await;
    let kept: Vec<_> = rows.iter().map(|row| row.query.as_str()).collect();
    assert_eq!(kept, ["@anna late payout", "late payout", "what ann said"]);
    assert_eq!((rows[1].owner, rows[1].due, rows[1].answer), (None, None, Some(topic)));
    let left = app.read(|conn| Ok(search_waiting::table.select(search_waiting::member).load::<MemberId>(conn)?)).await;
    assert_eq!(left, [bob.member(), bob.member()]);
}

#[actix_web::test]
async fn what_nobody_repeats_for_half_a_year_is_forgotten() {
    let app = TestApp::start().await;
    let (ann, ada) = (app.member("ann").await, app.admin("ada").await);
    for query in ["old", "owned", "waited for", "repeated"] {
        app.parts.queries.note(query, "en", 0);
    }
    app.flush_queries();
    wants_to_know(&ann, "waited for").await;
    let owner = ada.member();
    app.write(move |tx| {
        let search = SearchId(searches::table.filter(searches::key.eq("en owned")).select(searches::id).first(tx.conn())?);
        store::assign(tx, search, Some(owner), None)
    })
    .await;
    app.later(179 * Timestamp::DAY);
    app.tidy();
    assert_eq!(searches(&app).await.len(), 4);
    app.parts.queries.note("repeated", "en", 0);
    app.flush_queries();
    app.later(2 * Timestamp::DAY);
    app.tidy();
    let kept: Vec<String> = searches(&app).await.into_iter().map(|row| row.query).collect();
    assert_eq!(kept, ["owned", "repeated", "waited for"]);
}

#[actix_web::test]
async fn what_solved_it_before_it_was_asked_is_counted() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    for _ in 0..3 {
        app.write(move |tx| store::note_solved(tx, topic)).await;
    }
    let times: i64 =
        app.read(move |conn| Ok(guildhall_schema::search_solved::table.find(topic).select(guildhall_schema::search_solved::times).first(conn)?)).await;
    assert_eq!(times, 3);
    app.run_jobs();
}

/// A topic in a category that only some read.
pub async fn closed_topic(app: &TestApp, author: MemberId) -> (CategoryId, guildhall::forum::TopicId) {
    app.rows(move |conn| {
        let category = insert_category(conn, "closed", None, &[("staff", Right::Ask)]);
        (category, NewTopic::question(category, author, "A closed question about payouts").insert(conn))
    })
    .await
}
