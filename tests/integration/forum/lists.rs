//! Lists show what may be seen, in order, without repeating anything, and never scan a table.

use super::plans::OPEN;
use crate::support::app::START;
use crate::support::fixtures::*;
use crate::support::{Answer, TestApp};
use diesel::prelude::*;
use guildhall::accounts::{MemberId, Right, Role};
use guildhall::forum::{AcceptedBy, CategoryId, PostState, TopicKind};
use guildhall::platform::db::Timestamp;

fn titles(answer: &Answer) -> Vec<String> {
    answer.texts(".row-title a")
}

fn link(answer: &Answer, rel: &str) -> Option<String> {
    let selector = scraper::Selector::parse(&format!("nav.pager a[rel={rel}]")).unwrap();
    answer.html().select(&selector).next().map(|link| link.attr("href").unwrap().to_owned())
}

/// An open category and `count` questions in it, the last one the newest.
async fn questions(app: &TestApp, count: i64) -> (CategoryId, MemberId) {
    app.rows(move |conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        for number in 1..=count {
            // Two at a time were bumped at once: the id decides.
            NewTopic::question(category, author, &format!("Question {number}")).minutes(number / 2).insert(conn);
        }
        (category, author)
    })
    .await
}

#[actix_web::test]
async fn pages_follow_one_another_and_lead_back() {
    let app = TestApp::start().await;
    questions(&app, 60).await;
    let expected: Vec<String> = (1..=60).rev().map(|number| format!("Question {number}")).collect();
    for url in ["/", "/hot", "/unsolved", "/unanswered", "/c/payments"] {
        let visitor = app.visitor();
        let first = visitor.get(url).await.expect(200);
        let second = visitor.get(&link(&first, "next").unwrap()).await.expect(200);
        let third = visitor.get(&link(&second, "next").unwrap()).await.expect(200);
        assert_eq!([titles(&first), titles(&second), titles(&third)].concat(), expected, "{url}");
        assert_eq!((titles(&first).len(), titles(&third).len()), (25, 10));
        assert_eq!((link(&first, "prev"), link(&third, "next")), (None, None));
        let back = visitor.get(&link(&third, "prev").unwrap()).await.expect(200);
        assert_eq!(titles(&back), titles(&second));
        let start = visitor.get(&link(&back, "prev").unwrap()).await.expect(302);
        assert_eq!(start.location().as_deref(), Some(url));
    }
}

#[actix_web::test]
async fn what_moved_to_the_top_is_announced_and_never_repeated() {
    let app = TestApp::start().await;
    questions(&app, 30).await;
    let visitor = app.visitor();
    let first = visitor.get("/").await;
    let next = link(&first, "next").unwrap();
    let untouched = visitor.get(&next).await.expect(200);
    assert!(!untouched.body.contains("since the first page was shown"));
    app.rows(|conn| {
        let ids: Vec<guildhall::forum::TopicId> =
            guildhall_schema::topics::table.order(guildhall_schema::topics::id).select(guildhall_schema::topics::id).load(conn).unwrap();
        bump(conn, ids[0], START.plus(Timestamp::HOUR));
        bump(conn, ids[29], START.plus(2 * Timestamp::HOUR));
    })
    .await;
    let second = visitor.get(&next).await.expect(200);
    assert!(second.text("main").contains("2 topics changed since the first page was shown."), "{}", second.text("main"));
    assert_eq!(titles(&second), ["Question 5", "Question 4", "Question 3", "Question 2"]);
}

#[actix_web::test]
async fn pinned_topics_stand_once_on_top_of_the_first_page() {
    let app = TestApp::start().await;
    let (category, author) = questions(&app, 30).await;
    app.rows(move |conn| {
        NewTopic { pinned: true, ..NewTopic::question(category, author, "Read this first").minutes(-60) }.insert(conn);
    })
    .await;
    for url in ["/", "/c/payments"] {
        let first = app.visitor().get(url).await.expect(200);
        assert_eq!((titles(&first)[0].as_str(), titles(&first).len()), ("Read this first", 25), "{url}");
        let second = app.visitor().get(&link(&first, "next").unwrap()).await.expect(200);
        assert_eq!(titles(&second).len(), 6);
        assert!(!titles(&second).contains(&"Read this first".to_owned()));
    }
    assert_eq!(titles(&app.visitor().get("/unsolved").await)[0], "Question 30");
}

#[actix_web::test]
async fn a_row_says_what_there_is_to_know() {
    let app = TestApp::start().await;
    let staff = app.staff("sigrid").await.member();
    app.rows(move |conn| {
        let (author, category) = (insert_member(conn, "merete"), insert_category(conn, "payments", None, OPEN));
        let solved = NewTopic { answered: true, ..NewTopic::question(category, author, "Why is my payout late?") }.insert(conn);
        let reply = NewPost::reply(solved, staff, "It was a holiday.").insert(conn);
        insert_accepted(conn, solved, AcceptedBy::Staff, reply, staff);
        insert_tag(conn, solved, "payouts");
        NewTopic { kind: TopicKind::Discussion, ..NewTopic::question(category, author, "What do you sell?").minutes(-1) }.insert(conn);
        NewTopic { closed: true, ..NewTopic::question(category, author, "An old thing").minutes(-2) }.insert(conn);
    })
    .await;
    let page = app.visitor().get("/").await.expect(200);
    let rows = page.texts("li.row");
    for word in ["Solved", "Recommended by staff", "The payments category", "merete", "payouts", "Replies: 1", "Last post by sigrid", "21 Nov 2026"] {
        assert!(rows[0].contains(word), "{word} is not in {}", rows[0]);
    }
    assert!(rows[1].contains("Discussion") && !rows[1].contains("Me too"), "{}", rows[1]);
    assert!(rows[2].contains("Closed"), "{}", rows[2]);
    assert_eq!(titles(&app.visitor().get("/unsolved").await), ["An old thing"]);
    assert_eq!(titles(&app.visitor().get("/unanswered").await), ["An old thing"]);
    assert!(app.visitor().reading("nb").get("/").await.texts("li.row")[0].contains("Løst"));
}

#[actix_web::test]
async fn every_address_of_a_category_leads_to_one() {
    let app = TestApp::start().await;
    let (parent, child, closed) = app
        .rows(|conn| {
            let author = insert_member(conn, "asker");
            let parent = insert_category(conn, "payments", None, OPEN);
            let child = insert_category(conn, "cards", Some(parent), OPEN);
            let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
            NewTopic::question(parent, author, "In the parent").minutes(1).insert(conn);
            NewTopic::question(child, author, "In the child").minutes(2).insert(conn);
            NewTopic::question(parent, author, "In the parent again").minutes(3).insert(conn);
            NewTopic::question(closed, author, "Among partners").minutes(4).insert(conn);
            (parent, child, closed)
        })
        .await;
    let visitor = app.visitor();
    assert_eq!(titles(&visitor.get("/c/payments").await.expect(200)), ["In the parent again", "In the child", "In the parent"]);
    assert_eq!(titles(&visitor.get("/c/payments/cards").await.expect(200)), ["In the child"]);
    for (path, target) in [
        (format!("/c/payments/{parent}"), "/c/payments"),
        (format!("/c/payments/cards/{child}"), "/c/payments/cards"),
        (format!("/c/renamed/{child}"), "/c/payments/cards"),
        (format!("/c/{parent}"), "/c/payments"),
        ("/c/payments/".to_owned(), "/c/payments"),
    ] {
        assert_eq!(visitor.get(&path).await.expect(301).location().as_deref(), Some(target), "{path}");
    }
    let missing = visitor.get("/c/nothing").await.expect(404);
    for path in ["/c/partners".to_owned(), format!("/c/partners/{closed}"), format!("/c/{closed}")] {
        let hidden = visitor.get(&path).await.expect(404);
        assert_eq!(hidden.body.replace(&path, "/c/nothing").replace(&path.replace('/', "%2F"), "%2Fc%2Fnothing"), missing.body, "{path}");
    }
    assert!(!titles(&visitor.get("/").await).contains(&"Among partners".to_owned()));
}

#[actix_web::test]
async fn a_tag_that_nothing_visible_carries_is_not_there() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let shown = NewTopic::question(category, author, "Shown").insert(conn);
        let hidden = NewTopic { state: PostState::Hidden, ..NewTopic::question(category, author, "Hidden") }.insert(conn);
        insert_tag(conn, shown, "gift-cards");
        insert_tag(conn, hidden, "secret");
        insert_tag(conn, hidden, "gift-cards");
        insert_tag(conn, shown, "c#");
    })
    .await;
    let visitor = app.visitor();
    assert_eq!(titles(&visitor.get("/tag/gift-cards").await.expect(200)), ["Shown"]);
    assert_eq!(titles(&visitor.get("/tag/c%23").await.expect(200)), ["Shown"]);
    assert_eq!(visitor.get("/tag/Gift-Cards").await.expect(301).location().as_deref(), Some("/tag/gift-cards"));
    visitor.get("/tag/secret").await.expect(404);
    visitor.get("/tag/nothing").await.expect(404);
    assert_eq!(titles(&app.moderator("keeper").await.get("/tag/secret").await.expect(200)), ["Hidden"]);
}

#[actix_web::test]
async fn searching_without_end_is_slowed_down() {
    let app = TestApp::start().await;
    let reader = app.visitor().coming_from("192.0.2.7");
    let mut statuses = Vec::new();
    for _ in 0..70 {
        statuses.push(reader.get("/search?q=x").await.status);
    }
    assert_eq!((statuses[0], statuses[69]), (200, 429));
    app.visitor().coming_from("192.0.2.8").get("/search?q=x").await.expect(200);
}

#[actix_web::test]
async fn authors_and_moderators_see_what_is_withheld() {
    let app = TestApp::start().await;
    let author = app.member("author").await;
    let own = author.member();
    let category = app
        .rows(move |conn| {
            let category = insert_category(conn, "payments", None, OPEN);
            for state in PostState::ALL {
                NewTopic { state: *state, ..NewTopic::question(category, own, state.as_str()) }.insert(conn);
            }
            category
        })
        .await;
    let stranger = app.member("stranger").await;
    let local = app.member("local").await;
    app.give_role(local.member(), Role::Moderator, Some(category)).await;
    let sorted = |mut titles: Vec<String>| {
        titles.sort();
        titles
    };
    assert_eq!(titles(&stranger.get("/").await), ["visible"]);
    assert_eq!(sorted(titles(&author.get("/").await)), ["held", "hidden", "visible"]);
    assert_eq!(sorted(titles(&local.get("/").await)), ["deleted", "held", "hidden", "visible"]);
    assert!(author.get("/").await.text("main").contains("Waiting for a moderator"));
}

#[actix_web::test]
async fn a_list_asks_few_questions() {
    let app = TestApp::start().await;
    let member = app.member("reader").await;
    let (category, author) = questions(&app, 60).await;
    app.rows(move |conn| {
        let pinned = NewTopic { pinned: true, ..NewTopic::question(category, author, "Pinned") }.insert(conn);
        insert_tag(conn, pinned, "news");
    })
    .await;
    let visitor = app.visitor();
    let second = link(&visitor.get("/").await, "next").unwrap();
    for url in ["/", &second, "/hot", "/top?period=week", "/top?period=all", "/unsolved", "/unanswered", "/c/payments", "/tag/news", "/search?q=question"] {
        let before = app.queries();
        visitor.get(url).await.expect(200);
        let between = app.queries();
        member.get(url).await.expect(200);
        let (of_visitor, of_member) = (between - before, app.queries() - between);
        assert!(of_visitor > 0 && of_visitor <= 8, "{url}: {of_visitor} queries for a visitor");
        assert!(of_member <= 12, "{url}: {of_member} queries for a member");
    }
}
