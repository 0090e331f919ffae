//! A member's page shows what its reader may see, and nothing of who left.

use super::plans::OPEN;
use crate::support::TestApp;
use crate::support::app::START;
use crate::support::fixtures::*;
use diesel::prelude::*;
use guildhall::accounts::{MemberState, Right};
use guildhall::forum::PostState;
use guildhall::platform::jobs::Share;
use guildhall_schema::{former_usernames, members};

#[actix_web::test]
async fn a_profile_shows_what_its_reader_may_see() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let id = ann.member();
    app.rows(move |conn| {
        let category = insert_category(conn, "payments", None, OPEN);
        let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
        let other = insert_member(conn, "other");
        NewTopic::question(category, id, "Asked in the open").insert(conn);
        NewTopic::question(closed, id, "Asked among partners").insert(conn);
        NewTopic { state: PostState::Held, ..NewTopic::question(category, id, "Waiting") }.insert(conn);
        let open = NewTopic::question(category, other, "Somebody else’s").insert(conn);
        let among = NewTopic::question(closed, other, "A partner’s").insert(conn);
        NewPost::reply(open, id, "A reply").insert(conn);
        NewPost { state: PostState::Hidden, ..NewPost::reply(open, id, "A hidden reply") }.insert(conn);
        NewPost::reply(among, id, "Among partners").insert(conn);
    })
    .await;
    let page = app.visitor().get("/u/ann").await.expect(200);
    assert_eq!(page.text("h1"), "ann");
    assert!(page.text("header.who-head").contains("Joined 21 Nov 2026"));
    assert_eq!(page.texts(".row-title a"), ["Asked in the open"]);
    assert_eq!(page.texts("ol.answers h3"), ["Somebody else’s"]);
    assert_eq!(page.texts("dl.stats dd"), ["1", "1", "0", "0", "0"], "what stands in closed categories is not counted either");
    let own = ann.get("/u/ann").await.expect(200);
    assert_eq!(own.texts(".row-title a"), ["Waiting", "Asked in the open"]);
    assert_eq!(own.texts("ol.answers h3").len(), 2);
    let (before, visitor) = (app.queries(), app.visitor());
    visitor.get("/u/ann").await.expect(200);
    let between = app.queries();
    ann.get("/u/ann").await.expect(200);
    assert!(between - before <= 8 && app.queries() - between <= 12);
}

#[actix_web::test]
async fn former_names_lead_on_and_closed_accounts_are_gone() {
    let app = TestApp::start().await;
    let ann = app.member("Ann-Berit").await.member();
    let bo = app.member("bo-ivar").await.member();
    app.rows(move |conn| {
        for (name, member) in [("annie", ann), ("bobo", bo)] {
            diesel::insert_into(former_usernames::table)
                .values((
                    former_usernames::username_key.eq(name),
                    former_usernames::username_skeleton.eq(name),
                    former_usernames::member.eq(member),
                    former_usernames::kept_until.eq(START),
                ))
                .execute(conn)
                .unwrap();
        }
        diesel::update(members::table.find(bo)).set(members::state.eq(MemberState::Closed)).execute(conn).unwrap();
    })
    .await;
    let visitor = app.visitor();
    for path in ["/u/annie", "/u/ann-berit", "/u/Annie"] {
        assert_eq!(visitor.get(path).await.expect(301).location().as_deref(), Some("/u/Ann-Berit"), "{path}");
    }
    let missing = visitor.get("/u/nobody").await.expect(404).body;
    for name in ["bo-ivar", "bobo"] {
        let gone = visitor.get(&format!("/u/{name}")).await.expect(404).body;
        assert_eq!(gone.replace(&format!("/u/{name}"), "/u/nobody").replace(&format!("u%2F{name}"), "u%2Fnobody"), missing);
    }
}

#[actix_web::test]
async fn search_engines_are_told_what_not_to_read() {
    let robots = TestApp::start().await.visitor().get("/robots.txt").await.expect(200);
    assert!(robots.header("content-type").unwrap().starts_with("text/plain"));
    for path in ["/search?", "/settings", "/admin", "/sign-", "/claim/", "/*?quote=", "/*&quote=", "/*?order=", "/*&order="] {
        assert!(robots.body.lines().any(|line| line == format!("Disallow: {path}")), "{path}");
    }
}

fn titles(answer: &crate::support::Answer, selector: &str) -> Vec<String> {
    answer.texts(selector)
}

#[actix_web::test]
async fn everything_of_a_member_stands_on_pages_of_its_own() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let id = ann.member();
    app.rows(move |conn| {
        let category = insert_category(conn, "payments", None, OPEN);
        let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
        let other = insert_member(conn, "other");
        for number in 1..=60 {
            let place = if number % 10 == 0 { closed } else { category };
            NewTopic::question(place, id, &format!("Asked {number}")).insert(conn);
            let topic = NewTopic::question(place, other, &format!("Answered {number}")).insert(conn);
            let reply = NewPost::reply(topic, id, &format!("The <em>words</em> of reply {number}")).insert(conn);
            NewPost::comment(topic, reply, id, "A comment is no reply").insert(conn);
        }
    })
    .await;
    let link = |answer: &crate::support::Answer, rel: &str| answer.attributes(&format!("nav.pager a[rel={rel}]"), "href").into_iter().next();
    for (path, selector, word) in [("/u/ann/topics", ".row-title a", "Asked"), ("/u/ann/replies", "ol.answers h2", "Answered")] {
        let expected: Vec<String> = (1..=60).rev().filter(|number| number % 10 != 0).map(|number| format!("{word} {number}")).collect();
        let visitor = app.visitor();
        let first = visitor.get(path).await.expect(200);
        let second = visitor.get(&link(&first, "next").unwrap()).await.expect(200);
        let third = visitor.get(&link(&second, "next").unwrap()).await.expect(200);
        assert_eq!([titles(&first, selector), titles(&second, selector), titles(&third, selector)].concat(), expected, "{path}");
        assert_eq!((link(&first, "prev"), link(&third, "next")), (None, None), "{path}");
        let back = visitor.get(&link(&third, "prev").unwrap()).await.expect(200);
        assert_eq!(titles(&back, selector), titles(&second, selector), "{path}");
        assert_eq!(titles(&visitor.get(&link(&back, "prev").unwrap()).await, selector), titles(&first, selector), "{path}");
        visitor.get(&format!("{path}?before=x")).await.expect(404);
        assert_eq!(visitor.get(&path.replace("ann", "Ann")).await.expect(301).location().as_deref(), Some(path));
        visitor.get(&path.replace("ann", "nobody")).await.expect(404);
    }
    let replies = app.visitor().get("/u/ann/replies").await;
    assert_eq!(replies.texts("ol.answers .gist")[0], "The words of reply 59");
    assert!(replies.attributes("ol.answers h2 a", "href")[0].ends_with("/2"));
}

#[actix_web::test]
async fn the_figures_of_heavy_writers_leave_out_what_their_reader_may_not_read() {
    use guildhall::forum::counts;
    use guildhall::forum::members::figures;
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let id = ann.member();
    app.rows(move |conn| {
        let category = insert_category(conn, "payments", None, OPEN);
        let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
        for (place, replies) in [(category, 700), (closed, 500)] {
            let topic = NewTopic::question(place, id, "Asked").insert(conn);
            for _ in 0..replies {
                NewPost::reply(topic, id, "A reply").insert(conn);
            }
        }
    })
    .await;
    app.write(move |tx| counts::refresh_member(tx, id)).await;
    let expected = ["1", "700", "0", "0", "0"];
    assert_eq!(app.visitor().get("/u/ann").await.expect(200).texts("dl.stats dd"), expected, "before the job came by");
    let db = app.db().clone();
    std::thread::spawn(move || figures::refresh(&db, Share::All)).join().unwrap().unwrap();
    assert_eq!(app.visitor().get("/u/ann").await.expect(200).texts("dl.stats dd"), expected);
    let kept = app.read(move |conn| Ok(guildhall_schema::member_category_counts::table.count().get_result::<i64>(conn)?)).await;
    assert_eq!(kept, 2);
}
