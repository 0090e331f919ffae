//! A topic's page: what stands on it, where each address leads, who gets which button.

use super::plans::{OPEN, assert_walks_along_indexes, plans};
use crate::support::app::START;
use crate::support::fixtures::*;
use crate::support::{Answer, Client, TestApp, TestDatabase};
use diesel::prelude::*;
use guildhall::accounts::{MemberId, MemberState, Role};
use guildhall::forum::topics::show::order::Order;
use guildhall::forum::topics::show::{Topic, listing};
use guildhall::forum::visibility::Sight;
use guildhall::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use guildhall::platform::db::{Connection, Timestamp, Use, open_connection};
use guildhall_schema::{me_too, members, posts, votes};

/// A question by its asker, with replies by another member.
struct Stage {
    app: TestApp,
    asker: Client,
    helper: Client,
    category: CategoryId,
    topic: TopicId,
    url: String,
}

impl Stage {
    async fn with(replies: i64) -> Self {
        let app = TestApp::start().await;
        let (asker, helper) = (app.member("asker").await, app.member("helper").await);
        let (asks, helps) = (asker.member(), helper.member());
        let (category, topic) = app
            .rows(move |conn| {
                let category = insert_category(conn, "payments", None, OPEN);
                let topic = NewTopic { answered: replies > 0, ..NewTopic::question(category, asks, "Why is my payout late?") }.insert(conn);
                for number in 1..=replies {
                    NewPost::reply(topic, helps, &format!("Reply {number}")).insert(conn);
                }
                (category, topic)
            })
            .await;
        let url = format!("/t/why-is-my-payout-late/{topic}");
        Self { app, asker, helper, category, topic, url }
    }

    async fn visitor_sees(&self, path: &str) -> Answer {
        self.app.visitor().get(path).await
    }

    /// The post with a number, made by `work` from a new reply.
    async fn add(&self, author: MemberId, change: fn(NewPost) -> NewPost) -> PostId {
        let topic = self.topic;
        self.app.rows(move |conn| change(NewPost::reply(topic, author, "One more reply")).insert(conn)).await
    }
}

fn numbers(answer: &Answer) -> Vec<String> {
    let selector = scraper::Selector::parse("article.post").unwrap();
    answer.html().select(&selector).map(|post| post.attr("id").unwrap().trim_start_matches("post-").to_owned()).collect()
}

/// The labels of buttons and links inside a post.
fn buttons(answer: &Answer, number: i64) -> Vec<String> {
    answer.texts(&format!("#post-{number} .acts button, #post-{number} .acts a, #post-{number} .acts summary"))
}

fn has(list: &[String], wanted: &str) -> bool {
    list.iter().any(|item| item.contains(wanted))
}

#[actix_web::test]
async fn a_badge_stands_beside_the_author_of_a_reply_and_of_a_comment() {
    let stage = Stage::with(0).await;
    let admin = stage.app.admin("ada").await;
    let group = admin.post("/admin/groups", &[("name", "Agencies"), ("slug", "agencies"), ("partner", "1")]).await.expect(303).location().unwrap();
    for (username, role, badge) in
        [("sam", Some(Role::Staff), "Staff"), ("moa", Some(Role::Moderator), "Moderator"), ("eva", Some(Role::Expert), "Expert"), ("pia", None, "Partner")]
    {
        let writer = stage.app.member(username).await.member();
        match role {
            Some(role) => stage.app.give_role(writer, role, None).await,
            None => drop(admin.post(&format!("{group}/join"), &[("username", username)]).await.expect(303)),
        }
        let (topic, reply) = (stage.topic, stage.add(writer, |post| post).await);
        stage.app.rows(move |conn| NewPost::comment(topic, reply, writer, "And a comment").insert(conn)).await;
        let page = stage.visitor_sees(&stage.url).await;
        let (in_head, in_comment) = (page.texts(".post-head .badge"), page.texts(".comments .badge"));
        assert_eq!((in_head.last(), in_comment.last()), (Some(&badge.to_owned()), Some(&badge.to_owned())));
    }
    stage.app.run_jobs();
}

#[actix_web::test]
async fn every_address_leads_to_the_canonical_one() {
    let stage = Stage::with(45).await;
    let (topic, url) = (stage.topic, stage.url.as_str());
    for (path, target) in [
        (format!("/t/{topic}"), url.to_owned()),
        (format!("/t/another-title/{topic}"), url.to_owned()),
        (format!("/t/{topic}?page=2"), format!("{url}?page=2")),
        (format!("{url}?page=1"), url.to_owned()),
        (format!("/t/{topic}/1"), url.to_owned()),
        (format!("/t/{topic}/3"), format!("{url}#post-3")),
        (format!("{url}/21"), format!("{url}#post-21")),
        (format!("{url}/22"), format!("{url}?page=2#post-22")),
        (format!("/t/wrong/{topic}/46"), format!("{url}?page=3#post-46")),
    ] {
        assert_eq!(stage.visitor_sees(&path).await.expect(301).location(), Some(target), "{path}");
    }
    for path in [format!("{url}?page=4"), format!("{url}?page=0"), format!("{url}?page=x"), format!("{url}/47"), "/t/x/99999999999999999999".to_owned()] {
        stage.visitor_sees(&path).await.expect(404);
    }
    let page = stage.visitor_sees(url).await.expect(200);
    assert!(page.body.contains(&format!("<link rel=\"canonical\" href=\"http://127.0.0.1:8080{url}\">")));
}

#[actix_web::test]
async fn a_slug_of_another_script_is_encoded_in_redirects() {
    let stage = Stage::with(0).await;
    let (category, author) = (stage.category, stage.asker.member());
    let topic = stage.app.rows(move |conn| NewTopic::question(category, author, "退款要多久").insert(conn)).await;
    let target = stage.visitor_sees(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    assert_eq!(target, format!("/t/%E9%80%80%E6%AC%BE%E8%A6%81%E5%A4%9A%E4%B9%85/{topic}"));
    assert_eq!(stage.visitor_sees(&target).await.expect(200).text("h1"), "退款要多久");
}

#[actix_web::test]
async fn twenty_replies_stand_on_a_page() {
    let stage = Stage::with(45).await;
    let numbered = |range: std::ops::RangeInclusive<i64>| range.map(|number| number.to_string()).collect::<Vec<_>>();
    let first = stage.visitor_sees(&stage.url).await.expect(200);
    assert_eq!(numbers(&first), numbered(1..=21));
    let second = stage.visitor_sees(&format!("{}?page=2", stage.url)).await.expect(200);
    assert_eq!(numbers(&second), numbered(22..=41));
    let third = stage.visitor_sees(&format!("{}?page=3", stage.url)).await.expect(200);
    assert_eq!(numbers(&third), numbered(42..=46));
    assert!(second.text("nav.pager").contains("Replies 21–40 of 45"), "{}", second.text("nav.pager"));
    assert_eq!(second.texts("nav.pager a[aria-current=page]"), ["Page 2"]);
    assert!(second.body.contains(&format!("href=\"{}?page=3\" rel=\"next\"", stage.url)));
    assert!(second.body.contains(&format!("href=\"{}\" rel=\"prev\"", stage.url)));
}

#[actix_web::test]
async fn the_accepted_answer_stands_after_the_question_and_is_pointed_at_from_its_place() {
    let stage = Stage::with(30).await;
    let staff = stage.app.staff("sigrid").await.member();
    let (topic, asker) = (stage.topic, stage.asker.member());
    stage
        .app
        .rows(move |conn| {
            let post = |conn: &mut Connection, number: i64| -> PostId {
                posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(number)).select(posts::id).first(conn).unwrap()
            };
            let (late, early) = (post(conn, 28), post(conn, 3));
            insert_accepted(conn, topic, AcceptedBy::Asker, late, asker);
            insert_accepted(conn, topic, AcceptedBy::Staff, early, staff);
        })
        .await;
    let first = stage.visitor_sees(&stage.url).await.expect(200);
    assert_eq!(numbers(&first)[..4], ["1", "28", "3", "2"]);
    assert!(first.text("#answer .accepted-head").contains("asker asked this and says that it solved it · 21 Nov 2026"));
    assert!(first.text("#answer-2 .accepted-head").contains("sigrid recommends it as staff"));
    assert_eq!(first.text("#replies"), "28 more replies");
    assert!(first.body.contains("href=\"#answer-2\""));
    assert_eq!(first.texts("a.word.solved"), ["Solved: read the answer"]);
    let second = stage.visitor_sees(&format!("{}?page=2", stage.url)).await.expect(200);
    assert!(!numbers(&second).contains(&"28".to_owned()));
    assert!(second.body.contains(&format!("href=\"{}#answer\"", stage.url)));
    assert_eq!(stage.visitor_sees(&format!("{}/28", stage.url)).await.location(), Some(format!("{}#post-28", stage.url)));
    // Taken away by a moderator, it is an answer no more.
    stage
        .app
        .rows(move |conn| {
            diesel::update(posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(28_i64))).set(posts::state.eq("hidden")).execute(conn).unwrap();
        })
        .await;
    let after = stage.visitor_sees(&stage.url).await.expect(200);
    assert_eq!(numbers(&after)[..3], ["1", "3", "2"]);
    assert!(!after.text("#answer .accepted-head").contains("asker asked this"));
}

#[actix_web::test]
async fn what_is_withheld_is_seen_by_its_author_and_moderators_alone() {
    let stage = Stage::with(1).await;
    let (author, topic) = (stage.helper.member(), stage.topic);
    let moderator = stage.app.moderator("keeper").await;
    let keeper = moderator.member();
    let held = stage.add(author, |post| NewPost { state: PostState::Held, ..post }).await;
    stage
        .app
        .rows(move |conn| {
            let hidden = NewPost { state: PostState::Hidden, ..NewPost::reply(topic, author, "Hidden words") }.insert(conn);
            insert_removal(conn, hidden, keeper, "It names a customer.");
            NewPost { state: PostState::Deleted, ..NewPost::reply(topic, author, "Deleted words") }.insert(conn);
            NewPost { state: PostState::Erased, ..NewPost::reply(topic, author, "") }.insert(conn);
        })
        .await;
    let page = |who: Client| {
        let url = stage.url.clone();
        async move { (who.get(&url).await.expect(200), who) }
    };
    let (visitor, _) = page(stage.app.visitor()).await;
    assert_eq!(numbers(&visitor), ["1", "2"]);
    assert!(!visitor.body.contains("It names a customer."));
    let (own, helper) = page(stage.app.signed_in(author).await).await;
    assert_eq!(numbers(&own), ["1", "2", "3", "4", "5"]);
    assert!(own.text("#post-4").contains("Hidden words") && own.text("#post-4 .standing").contains("It names a customer."));
    assert_eq!(own.text("#post-5"), "A reply was deleted.");
    let (moderated, _) = page(moderator).await;
    assert_eq!(numbers(&moderated), ["1", "2", "3", "4", "5"]);
    assert!(moderated.text("#post-5").contains("Deleted words") && moderated.text("#post-3").contains("Approve"));

    let missing = format!("{}/99", stage.url);
    let of_missing = stage.visitor_sees(&missing).await.expect(404);
    for number in 3..=6 {
        let path = format!("{}/{number}", stage.url);
        let answer = stage.visitor_sees(&path).await.expect(404);
        assert_eq!(answer.body.replace(&format!("%2F{number}"), "%2F99").replace(&path, &missing), of_missing.body, "{number}");
    }
    stage.visitor_sees(&format!("/p/{held}")).await.expect(404);
    assert_eq!(helper.get(&format!("/p/{held}")).await.expect(301).location(), Some(format!("{}#post-3", stage.url)));
}

#[actix_web::test]
async fn a_post_that_is_gone_leaves_a_line_only_above_comments() {
    let stage = Stage::with(0).await;
    let (helper, asker, topic) = (stage.helper.member(), stage.asker.member(), stage.topic);
    stage
        .app
        .rows(move |conn| {
            for state in [PostState::Hidden, PostState::Deleted, PostState::Erased, PostState::Held] {
                let reply = NewPost { state, ..NewPost::reply(topic, helper, "Secret words") }.insert(conn);
                NewPost::comment(topic, reply, asker, "A comment that stays").insert(conn);
            }
            let reply = NewPost { state: PostState::Deleted, ..NewPost::reply(topic, helper, "Secret words") }.insert(conn);
            NewPost { state: PostState::Hidden, ..NewPost::comment(topic, reply, asker, "A comment that does not") }.insert(conn);
        })
        .await;
    let page = stage.visitor_sees(&stage.url).await.expect(200);
    assert_eq!(numbers(&page), ["1", "2", "4", "6", "8"]);
    assert!(!page.body.contains("Secret words") && !page.body.contains("that does not"));
    let lines = page.texts("article.is-gone > p.event");
    assert_eq!(lines, ["A reply was hidden by a moderator.", "A reply was deleted.", "A reply was erased.", "A reply is waiting for a moderator."]);
    assert_eq!(page.texts(".said").len(), 4);
    assert!(!page.texts("article.is-gone").iter().any(|line| line.contains("helper")), "a line names nobody");
    assert_eq!(stage.visitor_sees(&format!("{}/3", stage.url)).await.expect(301).location(), Some(format!("{}#post-3", stage.url)));
    stage.visitor_sees(&format!("{}/11", stage.url)).await.expect(404);
}

#[actix_web::test]
async fn notes_for_staff_are_for_staff() {
    let stage = Stage::with(1).await;
    let staff = stage.app.staff("sigrid").await;
    let (topic, writes, asks) = (stage.topic, staff.member(), stage.asker.member());
    stage
        .app
        .rows(move |conn| {
            let note = NewPost { audience: Audience::Staff, ..NewPost::reply(topic, writes, "An internal note") }.insert(conn);
            NewPost { audience: Audience::Staff, ..NewPost::comment(topic, note, writes, "Below the note") }.insert(conn);
            NewPost { audience: Audience::AuthorAndStaff, ..NewPost::reply(topic, asks, "My account number") }.insert(conn);
        })
        .await;
    assert_eq!(numbers(&stage.visitor_sees(&stage.url).await), ["1", "2"]);
    assert_eq!(numbers(&stage.helper.get(&stage.url).await), ["1", "2"]);
    assert_eq!(numbers(&stage.asker.get(&stage.url).await), ["1", "2", "5"]);
    let page = staff.get(&stage.url).await;
    assert_eq!(numbers(&page), ["1", "2", "3", "5"]);
    assert!(page.text("#post-3").contains("Note for staff") && page.text("#post-3").contains("Below the note"));
    stage.visitor_sees(&format!("{}/3", stage.url)).await.expect(404);
    stage.visitor_sees(&format!("{}/4", stage.url)).await.expect(404);
}

#[actix_web::test]
async fn whoever_deleted_their_question_reads_that_it_is() {
    let stage = Stage::with(1).await;
    let topic = stage.topic;
    stage
        .app
        .rows(move |conn| {
            diesel::update(guildhall_schema::topics::table.find(topic)).set(guildhall_schema::topics::state.eq("deleted")).execute(conn).unwrap();
            diesel::update(posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(1_i64))).set(posts::state.eq("deleted")).execute(conn).unwrap();
        })
        .await;
    let missing = stage.visitor_sees("/t/why-is-my-payout-late/99999").await.expect(404).body;
    let hidden = stage.visitor_sees(&stage.url).await.expect(404).body;
    assert_eq!(hidden.replace(&format!("late%2F{topic}"), "late%2F99999").replace(&stage.url, "/t/why-is-my-payout-late/99999"), missing);
    stage.helper.get(&stage.url).await.expect(404);
    let own = stage.asker.get(&stage.url).await.expect(200);
    assert_eq!((own.text("h1"), numbers(&own)), ("Deleted topic".to_owned(), vec!["1".to_owned()]));
    assert!(own.text("#post-1").contains("This topic was deleted.") && !own.body.contains("The text of"));
    assert_eq!(numbers(&stage.app.moderator("keeper").await.get(&stage.url).await.expect(200)), ["1", "2"]);
}

#[actix_web::test]
async fn everybody_gets_their_own_buttons() {
    let stage = Stage::with(2).await;
    let staff = stage.app.staff("sigrid").await;
    let moderator = stage.app.moderator("keeper").await;
    let local = stage.app.member("local").await;
    stage.app.give_role(local.member(), Role::Moderator, Some(stage.category)).await;
    let visitor = stage.visitor_sees(&stage.url).await;
    assert!(!has(&buttons(&visitor, 2), "Quote") && visitor.text("#reply").contains("Sign in to reply"));
    assert!(!visitor.body.contains("name=\"key\""));
    let asker = stage.asker.get(&stage.url).await;
    assert!(has(&buttons(&asker, 2), "This solved it") && !has(&buttons(&asker, 2), "Recommend"));
    assert!(!has(&buttons(&asker, 1), "I have this too") && has(&buttons(&asker, 1), "Edit") && !has(&buttons(&asker, 1), "Delete"));
    let helper = stage.helper.get(&stage.url).await;
    assert!(has(&buttons(&helper, 1), "I have this too") && has(&buttons(&helper, 1), "Helpful") && has(&buttons(&helper, 2), "Delete"));
    assert!(!has(&buttons(&helper, 2), "Helpful") && !has(&buttons(&helper, 2), "This solved it"));
    let recommending = staff.get(&stage.url).await;
    assert!(has(&buttons(&recommending, 2), "Recommend as staff") && !has(&buttons(&recommending, 2), "Erase"));
    for keeper in [&moderator, &local] {
        let page = keeper.get(&stage.url).await;
        assert!(has(&buttons(&page, 2), "Erase for good") && page.text("aside .keep").contains("Close topic"));
    }
    let suspended = stage.app.member("gone").await;
    let member = suspended.member();
    stage
        .app
        .rows(move |conn| {
            diesel::update(members::table.find(member)).set(members::state.eq(MemberState::Suspended)).execute(conn).unwrap();
        })
        .await;
    let page = suspended.get(&stage.url).await.expect(200);
    assert!(buttons(&page, 2).iter().all(|label| label == "Link" || label == "21 Nov 2026, 13:26"), "{:?}", buttons(&page, 2));
    assert!(page.text("#reply").contains("Your account cannot write at the moment"));
}

#[actix_web::test]
async fn own_votes_are_pressed_and_their_keys_differ_from_visit_to_visit() {
    let stage = Stage::with(1).await;
    let (member, topic) = (stage.app.member("voter").await, stage.topic);
    let voter = member.member();
    stage
        .app
        .rows(move |conn| {
            let reply: PostId = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(2_i64)).select(posts::id).first(conn).unwrap();
            let row = (votes::post.eq(reply), votes::member.eq(voter), votes::value.eq(1), votes::created_at.eq(START));
            diesel::insert_into(votes::table).values(row).execute(conn).unwrap();
            diesel::update(posts::table.find(reply)).set((posts::votes.eq(1_i64), posts::vote_base.eq(4_i64))).execute(conn).unwrap();
            let row = (me_too::topic.eq(topic), me_too::member.eq(voter), me_too::created_at.eq(START));
            diesel::insert_into(me_too::table).values(row).execute(conn).unwrap();
        })
        .await;
    let page = member.get(&stage.url).await.expect(200);
    assert_eq!(page.texts("#post-2 button[aria-pressed=true]"), ["Helpful 5"]);
    assert_eq!(page.texts("#post-1 button[aria-pressed=true]").len(), 1, "{:?}", page.texts("#post-1 button"));
    assert_eq!(stage.helper.get(&stage.url).await.texts("article.post button[aria-pressed=true]").len(), 0);
    let key = |answer: &Answer| answer.body.split("name=\"key\" value=\"").nth(1).unwrap()[..43].to_owned();
    assert_ne!(key(&page), key(&member.get(&stage.url).await));
    assert_eq!(stage.visitor_sees(&stage.url).await.body, stage.visitor_sees(&stage.url).await.body);
}

#[actix_web::test]
async fn a_reply_may_begin_with_a_quotation_of_what_one_sees() {
    let stage = Stage::with(1).await;
    stage.add(stage.helper.member(), |post| NewPost { state: PostState::Held, ..post }).await;
    let page = stage.asker.get(&format!("{}?quote=2", stage.url)).await.expect(200);
    assert_eq!(page.text("#reply-text"), format!("> [helper]({}/2): > > Reply 1", stage.url));
    for number in ["3", "99", "x", "-1"] {
        assert_eq!(stage.asker.get(&format!("{}?quote={number}", stage.url)).await.expect(200).text("#reply-text"), "", "{number}");
    }
    stage.visitor_sees(&format!("{}?quote=2", stage.url)).await.expect(200);
}

#[actix_web::test]
async fn closed_topics_and_discussions_say_what_they_are() {
    let stage = Stage::with(0).await;
    let (category, author) = (stage.category, stage.asker.member());
    let (closed, talk) = stage
        .app
        .rows(move |conn| {
            let closed = NewTopic { closed: true, ..NewTopic::question(category, author, "A closed question") }.insert(conn);
            let talk = NewTopic { kind: TopicKind::Discussion, ..NewTopic::question(category, author, "A <b>discussion</b>") }.insert(conn);
            insert_tag(conn, talk, "c#");
            (closed, talk)
        })
        .await;
    let page = stage.helper.get(&format!("/t/a-closed-question/{closed}")).await.expect(200);
    assert!(page.text("#reply").contains("takes no more replies") && page.texts("#reply textarea").is_empty());
    let slug = guildhall::platform::text::slug::slug("A <b>discussion</b>");
    let page = stage.helper.get(&format!("/t/{slug}/{talk}")).await.expect(200);
    assert_eq!(page.text("h1"), "A <b>discussion</b>");
    assert!(page.body.contains("href=\"/tag/c%23\"") && !page.body.contains("I have this too"));
    assert!(!page.text("#post-1 .post-head").contains("Asked this"));
}

#[actix_web::test]
async fn a_page_asks_few_questions() {
    let stage = Stage::with(50).await;
    let (topic, helper, asker) = (stage.topic, stage.helper.member(), stage.asker.member());
    stage
        .app
        .rows(move |conn| {
            insert_tag(conn, topic, "payouts");
            let hidden = NewPost { state: PostState::Hidden, ..NewPost::reply(topic, helper, "Hidden") }.insert(conn);
            insert_removal(conn, hidden, asker, "A reason");
            NewPost::comment(topic, hidden, asker, "A comment").insert(conn);
            let post: PostId = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(30_i64)).select(posts::id).first(conn).unwrap();
            insert_accepted(conn, topic, AcceptedBy::Asker, post, asker);
        })
        .await;
    let moderator = stage.app.moderator("keeper").await;
    for path in [stage.url.clone(), format!("{}?page=3", stage.url), format!("{}?order=votes", stage.url), format!("{}?order=votes&after=0-22", stage.url)] {
        let visitor = stage.app.visitor();
        visitor.get(&path).await.expect(200);
        // Whom a notice is shown gets a page of their own.
        visitor.keep("notice", "accounts-notice-signed-out");
        let before = stage.app.queries();
        visitor.get(&path).await.expect(200);
        let asked = stage.app.queries() - before;
        assert!(asked > 0 && asked <= 8, "{path}: {asked} queries for a visitor");
        for member in [&stage.asker, &stage.helper, &moderator] {
            let before = stage.app.queries();
            member.get(&path).await.expect(200);
            let asked = stage.app.queries() - before;
            // Rows that were kept are read once more in tests, and compared.
            assert!(asked <= 14, "{path}: {asked} queries for a member");
        }
    }
}

#[test]
fn no_query_of_a_page_scans_or_sorts() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let (author, category) = (insert_member(&mut conn, "asker"), insert_category(&mut conn, "payments", None, OPEN));
    let topic = NewTopic::question(category, author, "A question").insert(&mut conn);
    let replies: Vec<PostId> =
        (0..50).map(|_| NewPost { at: START.plus(Timestamp::MINUTE), ..NewPost::reply(topic, author, "A reply") }.insert(&mut conn)).collect();
    let sight = Sight { readable: vec![category], member: Some(author), ..Sight::default() };
    let places = Order::Oldest(1).places();
    if !location.is_sqlite() {
        // PostgreSQL chooses by what the tables hold; but what it looks up for each post there is, it does in any.
        let found = plans(&mut conn, |conn| assert_eq!(listing::comments(conn, topic, places, &[replies[30]]).unwrap().len(), 0));
        assert!(!found.is_empty() && found.iter().flat_map(|(_, steps)| steps).all(|step| !step.contains("SubPlan")), "{found:?}");
        return;
    }
    let plans = plans(&mut conn, |conn| {
        let solved = Topic { solved: true, ..listing::topic(conn, topic, Some(author)).unwrap().unwrap() };
        assert_eq!(listing::last_position(conn, topic, &sight).unwrap(), 50);
        assert_eq!(listing::posts_of_page(conn, topic, places, &[replies[30]]).unwrap().len(), 22);
        assert_eq!(listing::comments(conn, topic, places, &[replies[30]]).unwrap().len(), 0);
        assert!(listing::removals(conn, &replies).unwrap().is_empty());
        assert!(listing::own_marks(conn, author, topic, places, &[replies[30]]).unwrap().voted.is_empty());
        assert!(listing::accepted(conn, &solved).unwrap().is_empty());
    });
    assert_eq!(plans.len(), 7);
    assert_walks_along_indexes("a topic's page", &plans);
}
