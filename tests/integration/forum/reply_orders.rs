//! A topic's replies by votes: their order, their pages, who finds which of them there, where the switch stands.

use super::plans::OPEN;
use crate::support::fixtures::*;
use crate::support::{Answer, Client, TestApp};
use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::{AcceptedBy, Audience, PostId, PostState, TopicId};
use guildhall::platform::db::Connection;
use guildhall_schema::posts;

/// A question with one reply for each of these scores, by another member.
struct Stage {
    app: TestApp,
    asker: Client,
    helper: Client,
    topic: TopicId,
    url: String,
}

impl Stage {
    async fn with(scores: &[i64]) -> Self {
        let app = TestApp::start().await;
        let (asker, helper) = (app.member("asker").await, app.member("helper").await);
        let (asks, helps, scores) = (asker.member(), helper.member(), scores.to_vec());
        let topic = app
            .rows(move |conn| {
                let category = insert_category(conn, "payments", None, OPEN);
                let topic = NewTopic { answered: true, ..NewTopic::question(category, asks, "Why is my payout late?") }.insert(conn);
                for (index, score) in scores.iter().enumerate() {
                    let reply = NewPost::reply(topic, helps, &format!("Reply {}", index + 1)).insert(conn);
                    score_at(conn, reply, *score);
                }
                topic
            })
            .await;
        let url = format!("/t/why-is-my-payout-late/{topic}");
        Self { app, asker, helper, topic, url }
    }

    async fn visitor_sees(&self, query: &str) -> Answer {
        self.app.visitor().get(&format!("{}{query}", self.url)).await
    }

    /// One more reply with this score, changed from a visible one.
    async fn add(&self, author: MemberId, score: i64, change: fn(NewPost) -> NewPost) -> PostId {
        let topic = self.topic;
        self.app
            .rows(move |conn| {
                let reply = change(NewPost::reply(topic, author, "One more reply")).insert(conn);
                score_at(conn, reply, score);
                reply
            })
            .await
    }

    async fn accept(&self, by: AcceptedBy, number: i64) {
        let (topic, member) = (self.topic, self.asker.member());
        self.app
            .rows(move |conn| {
                let post: PostId = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(number)).select(posts::id).first(conn).unwrap();
                insert_accepted(conn, topic, by, post, member);
            })
            .await;
    }
}

/// Half of a score is imported, half given here: both count.
fn score_at(conn: &mut Connection, post: PostId, score: i64) {
    diesel::update(posts::table.find(post)).set((posts::vote_base.eq(score - score.max(0) / 2), posts::votes.eq(score.max(0) / 2))).execute(conn).unwrap();
}

/// The numbers of all posts on the page, in their order.
fn numbers(answer: &Answer) -> Vec<i64> {
    answer.attributes("article.post", "id").iter().map(|id| id.trim_start_matches("post-").parse().unwrap()).collect()
}

/// The numbers of the replies below the answers.
fn replies(answer: &Answer) -> Vec<i64> {
    answer.attributes(".replies article.post", "id").iter().map(|id| id.trim_start_matches("post-").parse().unwrap()).collect()
}

fn link(answer: &Answer, rel: &str) -> Option<String> {
    answer.attributes(&format!("nav.pager a[rel={rel}]"), "href").pop()
}

#[actix_web::test]
async fn the_best_stand_first_and_the_older_among_equals() {
    let stage = Stage::with(&[0, 3, -2, 3, 9, 0]).await;
    let page = stage.visitor_sees("?order=votes").await.expect(200);
    assert_eq!(numbers(&page), [1, 6, 3, 5, 2, 7, 4]);
    assert_eq!(page.text("#replies"), "6 replies");
    assert!(link(&page, "next").is_none() && !page.has("nav.pager"));
    assert_eq!(numbers(&stage.visitor_sees("").await), [1, 2, 3, 4, 5, 6, 7]);
    let short = stage.app.visitor().get(&format!("/t/{}?order=votes", stage.topic)).await.expect(301);
    assert_eq!(short.location(), Some(format!("{}?order=votes", stage.url)));
}

#[actix_web::test]
async fn pages_by_votes_hold_twenty_and_lead_on_and_back() {
    let scores: Vec<i64> = (0..50).map(|index| index % 4 - 1).collect();
    let stage = Stage::with(&scores).await;
    let mut expected: Vec<(i64, i64)> = scores.iter().enumerate().map(|(index, score)| (-score, index as i64 + 2)).collect();
    expected.sort_unstable();
    let expected: Vec<i64> = expected.into_iter().map(|(_, number)| number).collect();
    let visitor = stage.app.visitor();
    let first = stage.visitor_sees("?order=votes").await.expect(200);
    let second = visitor.get(&link(&first, "next").unwrap()).await.expect(200);
    let third = visitor.get(&link(&second, "next").unwrap()).await.expect(200);
    assert_eq!([replies(&first), replies(&second), replies(&third)].concat(), expected);
    assert_eq!((replies(&first).len(), replies(&second).len(), numbers(&second).len()), (20, 20, 20), "the question stands on the first page alone");
    assert_eq!((link(&first, "prev"), link(&third, "next")), (None, None));
    assert_eq!(second.attributes("head link[rel=next]", "href"), [link(&second, "next").unwrap()]);
    let back = visitor.get(&link(&third, "prev").unwrap()).await.expect(200);
    assert_eq!(replies(&back), replies(&second));
    // Before the second page there is only the first, which has an address of its own.
    let start = visitor.get(&link(&back, "prev").unwrap()).await.expect(302).location().unwrap();
    assert_eq!(start, format!("{}?order=votes", stage.url));
    for query in ["?order=votes&after=-9-1", "?order=votes&after=x", "?order=votes&before=3", "?order=votes&page=2", "?order=best"] {
        stage.visitor_sees(query).await.expect(404);
    }
}

#[actix_web::test]
async fn what_is_withheld_stands_by_votes_only_before_those_who_see_it() {
    let stage = Stage::with(&[1, 2]).await;
    let (staff, moderator) = (stage.app.staff("sigrid").await, stage.app.moderator("keeper").await);
    let (author, writes) = (stage.helper.member(), staff.member());
    stage.add(author, 50, |post| NewPost { state: PostState::Held, ..post }).await;
    stage.add(author, 40, |post| NewPost { state: PostState::Hidden, ..post }).await;
    stage.add(author, 30, |post| NewPost { state: PostState::Deleted, ..post }).await;
    stage.add(author, 20, |post| NewPost { state: PostState::Erased, ..post }).await;
    stage.add(writes, 10, |post| NewPost { audience: Audience::Staff, ..post }).await;
    let topic = stage.topic;
    let asker = stage.asker.member();
    stage
        .app
        .rows(move |conn| {
            let hidden: PostId = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(5_i64)).select(posts::id).first(conn).unwrap();
            NewPost::comment(topic, hidden, asker, "A comment that stays").insert(conn);
        })
        .await;
    let by_votes = format!("{}?order=votes", stage.url);
    assert_eq!(numbers(&stage.visitor_sees("?order=votes").await.expect(200)), [1, 3, 2]);
    assert_eq!(numbers(&stage.asker.get(&by_votes).await.expect(200)), [1, 3, 2]);
    assert_eq!(numbers(&stage.helper.get(&by_votes).await.expect(200)), [1, 4, 5, 3, 2]);
    assert_eq!(numbers(&moderator.get(&by_votes).await.expect(200)), [1, 4, 5, 6, 3, 2]);
    assert_eq!(numbers(&staff.get(&by_votes).await.expect(200)), [1, 8, 3, 2]);
    // A rank is no key: what stands there is not told by asking for what comes before or after it.
    assert_eq!(numbers(&stage.visitor_sees("?order=votes&after=40-5").await.expect(200)), [3, 2]);
    let missing = stage.visitor_sees("?order=votes&after=1-2").await.expect(404);
    assert!(!missing.body.contains("Reply"));
}

#[actix_web::test]
async fn the_answers_stay_above_and_are_not_among_the_rest() {
    let mut scores = vec![5; 24];
    scores[3] = 90;
    let stage = Stage::with(&scores).await;
    stage.accept(AcceptedBy::Asker, 5).await;
    stage.accept(AcceptedBy::Staff, 20).await;
    let first = stage.visitor_sees("?order=votes").await.expect(200);
    assert_eq!(numbers(&first)[..4], [1, 5, 20, 2]);
    assert_eq!((replies(&first).len(), first.text("#replies")), (20, "22 more replies".to_owned()));
    assert!(!replies(&first).contains(&5) && !first.has(".replies > p.event"));
    let second = stage.app.visitor().get(&link(&first, "next").unwrap()).await.expect(200);
    assert_eq!(numbers(&second), [24, 25]);
    assert_eq!(second.attributes("a.word.solved", "href"), [format!("{}#answer", stage.url)]);
    // Taken away by a moderator, it stands among the others for those who still see it.
    let topic = stage.topic;
    stage
        .app
        .rows(move |conn| {
            diesel::update(posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(5_i64))).set(posts::state.eq("hidden")).execute(conn).unwrap();
        })
        .await;
    let page = stage.app.moderator("keeper").await.get(&format!("{}?order=votes", stage.url)).await.expect(200);
    assert_eq!((numbers(&page)[..3].to_vec(), replies(&page)[0]), (vec![1, 20, 5], 5));
}

#[actix_web::test]
async fn the_switch_stands_where_there_is_something_to_order() {
    let stage = Stage::with(&[0, 4]).await;
    assert!(!stage.visitor_sees("").await.expect(200).has("nav.orders"));
    assert!(stage.visitor_sees("?order=votes").await.expect(200).has("nav.orders"), "the way back");
    stage.add(stage.helper.member(), 1, |post| NewPost { state: PostState::Held, ..post }).await;
    assert!(!stage.helper.get(&stage.url).await.has("nav.orders"), "what is counted decides: the same for all");
    stage.add(stage.helper.member(), 2, |post| post).await;
    let plain = stage.visitor_sees("").await.expect(200);
    let (oldest, votes) = (format!("{}#replies", stage.url), format!("{}?order=votes#replies", stage.url));
    assert_eq!(plain.attributes("nav.orders a", "href"), [oldest, votes]);
    assert_eq!(plain.texts("nav.orders a[aria-current=page]"), ["Oldest first"]);
    let by_votes = stage.visitor_sees("?order=votes").await.expect(200);
    assert_eq!(by_votes.texts("nav.orders a[aria-current=page]"), ["Most votes"]);
    assert_eq!(by_votes.texts("nav.orders a"), ["Oldest first", "Most votes"]);
    // The address of one post is the same in every order, and leads to its place as it came.
    assert_eq!(by_votes.attributes("#post-3 .when a", "href"), [format!("{}/3", stage.url)]);
    assert_eq!(stage.visitor_sees("/3").await.expect(301).location(), Some(format!("{}#post-3", stage.url)));
}
