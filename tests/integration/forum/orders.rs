//! Hot, top of a time, and lists in the languages that their reader reads.

use super::plans::OPEN;
use super::scene::{ask, post, reply, scene};
use crate::support::app::START;
use crate::support::fixtures::*;
use crate::support::{Answer, Client, TestApp};
use guildhall::accounts::{CategoryId, MemberId};
use guildhall::forum::TopicId;
use guildhall::forum::periods::{self, Period};
use guildhall::platform::db::Timestamp;
use guildhall::platform::jobs::Share;

fn titles(answer: &Answer) -> Vec<String> {
    answer.texts(".row-title a")
}

fn link(answer: &Answer, rel: &str) -> Option<String> {
    answer.attributes(&format!("nav.pager a[rel={rel}]"), "href").into_iter().next()
}

/// Computes the periods' figures, as the job does every ten minutes.
async fn refresh(app: &TestApp) {
    let db = app.db().clone();
    std::thread::spawn(move || periods::refresh(&db, Share::All)).join().unwrap().expect("the figures are computed");
}

/// An open category, and a question in each of three languages, a minute apart; the Chinese one is the newest.
async fn three_languages(app: &TestApp) -> (CategoryId, MemberId) {
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        for (minutes, (lang, title)) in [("en", "In English"), ("nb", "På norsk"), ("zh-Hant", "中文主題")].into_iter().enumerate() {
            let question = NewTopic::question(category, author, title).minutes(minutes as i64);
            let topic = NewTopic { lang: lang.into(), ..question }.insert(conn);
            insert_tag(conn, topic, "everything");
        }
        (category, author)
    })
    .await
}

async fn me_too(client: &Client, topic: TopicId) {
    client.post(&format!("/t/{topic}/me-too"), &[("value", "1")]).await.expect(303);
}

async fn vote(app: &TestApp, client: &Client, topic: TopicId, number: i64) {
    let post = post(app, topic, number).await;
    client.post(&format!("/p/{post}/vote"), &[("value", "1")]).await.expect(303);
}

#[actix_web::test]
async fn hot_topics_are_those_with_interest_and_the_new_ones() {
    let (app, category) = scene().await;
    let (ann, bo, cat) = (app.member("ann").await, app.member("bob").await, app.member("cat").await);
    let mut topics = Vec::new();
    for number in 1..=3 {
        let fields = [
            ("key", ""),
            ("title", &format!("Question number {number} of them all")),
            ("category", &category.to_string()),
            ("body", "Long enough to be a body of a question."),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        topics.push(super::scene::topic_in(&ann.post("/ask", &fields).await.expect(303)));
        app.later(Timestamp::HOUR);
    }
    assert_eq!(titles(&app.visitor().get("/hot").await.expect(200))[0], "Question number 3 of them all");
    me_too(&bo, topics[0]).await;
    me_too(&cat, topics[0]).await;
    vote(&app, &bo, topics[1], 1).await;
    let hot = app.visitor().get("/hot").await.expect(200);
    let expected = [1, 3, 2].map(|number| format!("Question number {number} of them all"));
    assert_eq!(titles(&hot), expected, "ten points are worth half a day, one point nothing");
    assert_eq!(hot.texts(".tabs [aria-current]"), ["Hot"]);
    app.run_jobs();
}

#[actix_web::test]
async fn top_of_a_time_counts_what_came_in_within_it() {
    let (app, category) = scene().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    let old = ask(&ann, category).await;
    vote(&app, &bo, old, 1).await;
    reply(&app, &bo, old, "An answer of some length to be had").await;
    app.later(20 * Timestamp::DAY);
    let (ann, bo) = (app.signed_in(ann.member()).await, app.signed_in(bo.member()).await);
    let new = ask(&bo, category).await;
    me_too(&ann, new).await;
    let empty = app.visitor().get("/top?period=week").await.expect(200);
    assert!(empty.text(".empty").contains("computed every ten minutes"), "{}", empty.text("main"));
    assert!(empty.text(".periods").contains("By what topics gained") && empty.attributes(".periods time", "datetime").is_empty(), "not computed yet");
    refresh(&app).await;
    let ids =
        |answer: &Answer| answer.attributes(".row-title a", "href").iter().map(|url| url.rsplit('/').next().unwrap().parse().unwrap()).collect::<Vec<i64>>();
    let page = |period: &'static str| {
        let (app, ids) = (&app, ids);
        async move { ids(&app.visitor().get(&format!("/top?period={period}")).await.expect(200)) }
    };
    assert_eq!(page("week").await, [new.0]);
    assert_eq!(page("month").await, [new.0, old.0], "five points and three");
    assert_eq!(page("year").await, [new.0, old.0]);
    assert_eq!(page("all").await, [old.0], "by votes alone, without being computed");
    assert!(app.visitor().get("/top?period=all").await.text(".periods").contains("By votes for the first post"));
    assert_eq!(ids(&app.visitor().get("/top").await), [new.0, old.0], "the month, where none is named");
    app.visitor().get("/top?period=decade").await.expect(404);
    let shown = app.visitor().get("/top?period=week").await;
    assert_eq!(shown.attributes(".periods time", "datetime"), [app.clock.now().rfc3339()]);
    app.later(15 * Timestamp::DAY);
    refresh(&app).await;
    assert_eq!((page("week").await, page("month").await), (vec![], vec![new.0]));
    app.run_jobs();
}

#[actix_web::test]
async fn what_is_taken_back_is_no_longer_counted() {
    let (app, category) = scene().await;
    let (ann, bo, keeper) = (app.member("ann").await, app.member("bob").await, app.moderator("keeper").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bo, topic, "An answer of some length to be had").await;
    refresh(&app).await;
    let scores = |app: &TestApp| {
        let db = app.db().clone();
        async move {
            use diesel::prelude::*;
            use guildhall_schema::topic_periods;
            let rows = db.read(move |conn| {
                let rows = topic_periods::table.order((topic_periods::period, topic_periods::topic)).select((topic_periods::period, topic_periods::score));
                Ok::<_, guildhall::platform::db::Error>(rows.load::<(Period, i64)>(conn)?)
            });
            rows.await.unwrap()
        }
    };
    assert_eq!(scores(&app).await, [(Period::Month, 2), (Period::Week, 2), (Period::Year, 2)]);
    keeper.post(&format!("/p/{answer}/delete"), &[("reason", "")]).await.expect(303);
    refresh(&app).await;
    assert_eq!(scores(&app).await, []);
    app.run_jobs();
}

#[actix_web::test]
async fn the_pages_of_top_topics_follow_one_another() {
    let app = TestApp::start().await;
    let mut expected: Vec<(i64, i64)> = app
        .rows(|conn| {
            use diesel::prelude::*;
            use guildhall_schema::{topic_counts, topic_periods};
            let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
            let mut expected = Vec::new();
            for number in 0..60 {
                let topic = NewTopic::question(category, author, &format!("Question {number}")).insert(conn);
                let score = number % 7 + 1;
                diesel::update(topic_counts::table.find(topic)).set(topic_counts::votes.eq(score)).execute(conn).unwrap();
                let row =
                    (topic_periods::topic.eq(topic), topic_periods::period.eq(Period::Week), topic_periods::score.eq(score), topic_periods::lang.eq("en"));
                diesel::insert_into(topic_periods::table).values(row).execute(conn).unwrap();
                expected.push((score, topic.0));
            }
            expected
        })
        .await;
    expected.sort_by(|a, b| b.cmp(a));
    let expected: Vec<i64> = expected.into_iter().map(|(_, topic)| topic).collect();
    for url in ["/top?period=week", "/top?period=all"] {
        let visitor = app.visitor();
        let ids = |answer: &Answer| {
            answer.attributes(".row-title a", "href").iter().map(|url| url.rsplit('/').next().unwrap().parse().unwrap()).collect::<Vec<i64>>()
        };
        let first = visitor.get(url).await.expect(200);
        let second = visitor.get(&link(&first, "next").unwrap()).await.expect(200);
        let third = visitor.get(&link(&second, "next").unwrap()).await.expect(200);
        assert_eq!([ids(&first), ids(&second), ids(&third)].concat(), expected, "{url}");
        assert_eq!(ids(&visitor.get(&link(&third, "prev").unwrap()).await), ids(&second));
        assert_eq!(visitor.get(&link(&second, "prev").unwrap()).await.expect(302).location().as_deref(), Some(url));
    }
    let next = link(&app.visitor().get("/top?period=week").await, "next").unwrap();
    app.write(|tx| {
        use diesel::prelude::*;
        use guildhall_schema::period_refreshes;
        let row = (period_refreshes::period.eq(Period::Week), period_refreshes::at.eq(START));
        diesel::insert_into(period_refreshes::table).values(row).execute(tx.conn())?;
        Ok(())
    })
    .await;
    assert!(app.visitor().get(&next).await.expect(200).text("main").contains("computed again since the first page"));
}

#[actix_web::test]
async fn lists_show_the_languages_their_reader_chose() {
    let app = TestApp::start().await;
    three_languages(&app).await;
    let visitor = app.visitor();
    let lists = ["/", "/hot", "/unsolved", "/unanswered", "/c/payments", "/tag/everything"];
    let answer = visitor.post("/reading", &[("reads-nb", "1"), ("reads-zh-Hant", "1"), ("next", "/hot")]).await.expect(303);
    assert_eq!((answer.location().as_deref(), visitor.cookie("reads").as_deref()), (Some("/hot"), Some("nb.zh-Hant")));
    for url in lists {
        let page = visitor.get(url).await.expect(200);
        assert_eq!(titles(&page), ["中文主題", "På norsk"], "{url}");
        assert!(page.text(".menu.reading summary").contains("Norsk bokmål, 繁體中文"));
        assert_eq!(titles(&app.visitor().get(url).await).len(), 3, "{url}: one's choice is nobody else's");
    }
    visitor.post("/reading", &[("reads-en", "1"), ("reads-nb", "1"), ("reads-zh-Hant", "1"), ("next", "/")]).await.expect(303);
    assert_eq!((titles(&visitor.get("/").await).len(), visitor.cookie("reads")), (3, None));
}

#[actix_web::test]
async fn a_members_languages_are_kept_with_the_account_and_told_on_the_profile() {
    let app = TestApp::start().await;
    three_languages(&app).await;
    let ann = app.member("ann").await;
    assert!(!ann.get("/u/ann").await.text("header.who-head").contains("Reads"));
    ann.post("/reading", &[("reads-nb", "1"), ("next", "/")]).await.expect(303);
    assert_eq!(ann.cookie("reads"), None);
    assert_eq!(titles(&app.signed_in(ann.member()).await.get("/").await), ["På norsk"], "on every device");
    assert_eq!(ann.get("/settings/preferences").await.attributes("input[checked][id^=reads-]", "name"), ["reads-nb"]);
    assert!(app.visitor().get("/u/ann").await.text("header.who-head").contains("Reads Norsk bokmål"));
    ann.post("/settings/preferences", &[("lang", "en"), ("reads-en", "1"), ("reads-zh-Hant", "1")]).await.expect(303);
    assert_eq!(titles(&ann.get("/").await), ["中文主題", "In English"]);
}

#[actix_web::test]
async fn an_empty_list_says_what_was_left_out() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let topic = NewTopic::question(category, author, "In English").insert(conn);
        insert_tag(conn, topic, "everything");
    })
    .await;
    let visitor = app.visitor();
    visitor.post("/reading", &[("reads-nb", "1"), ("next", "/")]).await.expect(303);
    for url in ["/", "/hot", "/c/payments", "/tag/everything"] {
        assert!(visitor.get(url).await.expect(200).text(".empty").contains("Nothing here in these languages"), "{url}");
    }
    visitor.get("/tag/nothing").await.expect(404);
}
