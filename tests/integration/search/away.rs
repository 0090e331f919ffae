//! What happens while the engine is away.

use guildhall::accounts::Right;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::{PostId, PostState, TopicId};
use guildhall::search::embedded::Embedded;
use guildhall::search::engine::{Change, Engine, EngineError, Found, Rebuild, Result, Wanted};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::forum::scene::{ask, change, post, question, reply};
use crate::support::fixtures::{NewTopic, insert_category, insert_member};
use crate::support::{Answer, TestApp};

const OPEN: &[(&str, Right)] = &[("everyone", Right::Read), ("members", Right::Ask)];

/// An engine that answers nothing until it is back, and refuses a post for ever.
struct Away {
    inner: Embedded,
    back: AtomicBool,
    refused: Option<PostId>,
}

impl Default for Away {
    fn default() -> Self {
        Self { inner: Embedded::in_memory(), back: AtomicBool::new(false), refused: None }
    }
}

impl Away {
    fn ask<T>(&self, work: impl FnOnce(&Embedded) -> Result<T>) -> Result<T> {
        if self.back.load(Ordering::Relaxed) { work(&self.inner) } else { Err(EngineError::Away("it is being moved".into())) }
    }
}

impl Engine for Away {
    fn name(&self) -> &'static str {
        "away"
    }

    fn fingerprints(&self, topic: TopicId) -> Result<HashMap<PostId, u64>> {
        self.ask(|inner| inner.fingerprints(topic))
    }

    fn apply(&self, changes: Vec<Change>) -> Result<()> {
        let is_refused = |change: &Change| matches!(change, Change::Put(document) if Some(document.facts.post) == self.refused);
        if changes.iter().any(is_refused) {
            return Err(EngineError::Refused("one of its words is too long".into()));
        }
        self.ask(|inner| inner.apply(changes))
    }

    fn search(&self, wanted: &Wanted) -> Result<Found> {
        self.ask(|inner| inner.search(wanted))
    }

    fn count(&self) -> Result<u64> {
        self.ask(Embedded::count)
    }

    fn may_write(&self) -> bool {
        true
    }

    fn rebuild(&self) -> Result<Box<dyn Rebuild + '_>> {
        self.inner.rebuild()
    }
}

fn titles(page: &Answer) -> Vec<String> {
    page.texts(".hit .row-title a")
}

#[actix_web::test]
async fn titles_are_found_by_words_whatever_their_case_and_script() {
    let app = TestApp::start_with(Arc::new(Away::default())).await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
        for title in ["Payout arrives LATE", "Hvorfor er ØREAVRUNDING feil?", "超商取貨付款如何設定", "A 50% discount_code", "Late payout again"] {
            NewTopic::question(category, author, title).insert(conn);
        }
        NewTopic::question(closed, author, "Payout of partners").insert(conn);
        NewTopic { state: PostState::Deleted, ..NewTopic::question(category, author, "Payout deleted") }.insert(conn);
    })
    .await;
    let visitor = app.visitor();
    for (query, found) in [
        ("pay+late", vec!["Late payout again", "Payout arrives LATE"]),
        ("%C3%B8reavrunding", vec!["Hvorfor er ØREAVRUNDING feil?"]),
        ("%E5%8F%96%E8%B2%A8", vec!["超商取貨付款如何設定"]),
        ("out", vec![]),
        ("%25", vec![]),
        ("discount_", vec!["A 50% discount_code"]),
        ("discountXcode", vec![]),
        ("deleted", vec![]),
        ("partners", vec![]),
    ] {
        let page = visitor.get(&format!("/search?q={query}")).await.expect(200);
        assert_eq!(titles(&page), found, "{query}");
    }
    let page = visitor.get("/search?q=pay").await;
    assert!(page.text("main").contains("2 topics") && page.text("#results .notice").contains("recovering"), "{}", page.text("main"));
    assert_eq!(visitor.get("/search").await.expect(200).texts("li.hit").len(), 0);
}

#[actix_web::test]
async fn nobody_is_kept_from_asking_while_it_is_away() {
    let engine = Arc::new(Away::default());
    let app = TestApp::start_with(engine.clone()).await;
    let category = app.rows(|conn| insert_category(conn, "payments", None, OPEN)).await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let suggestions = ann.get("/search/suggest?q=payout").await.expect(200).body;
    assert!(suggestions.contains("\"topics\":[]") && suggestions.contains("/search?q=payout"), "{suggestions}");
    assert_eq!(ann.get("/search/similar?title=Payouts+stopped+again").await.expect(200).body.trim(), "");
    let category = category.to_string();
    let fields: Vec<_> = question(&category, "").into_iter().chain([("similar", "ask")]).collect();
    ann.post("/ask", &fields).await.expect(303);
    let page = ann.get(&format!("/t/{topic}/similar")).await.expect(200);
    assert!(page.text("main .notice").contains("recovering"), "{}", page.text("main"));
    engine.back.store(true, Ordering::Relaxed);
    app.run_jobs();
}

#[actix_web::test]
async fn nothing_is_lost_while_it_is_away() {
    let engine = Arc::new(Away::default());
    let app = TestApp::start_with(engine.clone()).await;
    let category = app.rows(|conn| insert_category(conn, "payments", None, OPEN)).await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    assert!(app.try_jobs().iter().any(|(kind, error)| kind == "search.topic" && error.contains("being moved")));
    reply(&app, &bob, topic, "Please confirm your micro-deposit in the settings.").await;
    // It waits longer each time, and no longer than a minute, however often it failed.
    for _ in 0..20 {
        app.later(61_000_000);
        assert!(app.try_jobs().iter().any(|(_, error)| error.contains("being moved")));
    }
    let page = app.visitor().get("/search?q=payouts").await.expect(200);
    assert_eq!(titles(&page).len(), 1);
    engine.back.store(true, Ordering::Relaxed);
    app.later(61_000_000);
    app.run_jobs();
    assert_eq!(titles(&app.visitor().get("/search?q=micro-deposit").await.expect(200)).len(), 1);
}

#[actix_web::test]
async fn a_document_that_is_refused_holds_up_nothing_else() {
    let engine = Arc::new(Away { back: AtomicBool::new(true), refused: Some(PostId(2)), ..Away::default() });
    let app = TestApp::start_with(engine).await;
    let category = app.rows(|conn| insert_category(conn, "payments", None, OPEN)).await;
    let ann = app.member("ann").await;
    let topics = [ask(&ann, category).await, ask(&ann, category).await, ask(&ann, category).await];
    app.try_jobs();
    let parked = app.rows(|conn| {
        use diesel::prelude::*;
        use guildhall_schema::jobs;
        jobs::table.filter(jobs::state.eq("parked")).select((jobs::key, jobs::last_error)).load::<(String, String)>(conn).expect("jobs")
    });
    let parked = parked.await;
    assert_eq!(parked.len(), 1, "{parked:?}");
    assert!(parked[0].0 == topics[1].to_string() && parked[0].1.contains("too long"), "{parked:?}");
    assert_eq!(titles(&app.visitor().get("/search?q=payouts").await.expect(200)).len(), 2);
    // Taken away it is no document any more: nothing is refused, and the job that was parked has nothing left to do.
    let first = post(&app, topics[1], 1).await;
    change(&app, first, StateChange::Erase).await;
    app.rows(|conn| {
        use diesel::prelude::*;
        use guildhall_schema::jobs;
        diesel::delete(jobs::table.filter(jobs::state.eq("parked"))).execute(conn).expect("it goes")
    })
    .await;
    app.run_jobs();
}

#[actix_web::test]
async fn an_admin_reads_how_search_is() {
    let engine = Arc::new(Away::default());
    let app = TestApp::start_with(engine.clone()).await;
    let admin = app.admin("boss").await;
    assert!(admin.get("/admin").await.expect(200).text("main .notice").contains("does not answer"));
    engine.back.store(true, Ordering::Relaxed);
    let page = admin.get("/admin").await.expect(200);
    assert!(page.texts("dl.stats dt").iter().any(|name| name == "Posts in search") && !page.has("main .notice"), "{}", page.text("main"));
}
