//! Who is told of what, for which reason, and of what nobody is told.

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, MemberId, Role};
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::{PostId, TopicId};
use guildhall::notifications::notices::Reason;
use guildhall_schema::{members, notices};

use crate::forum::scene::{ask, change, post, reply, scene};
use crate::support::{Client, TestApp};

const ANSWER: &str = "The bank has to confirm the account again.";

/// What a member has: the reason and the post of each notice, the oldest first, unread ones only.
pub async fn told(app: &TestApp, who: &Client) -> Vec<(Reason, PostId)> {
    app.run_jobs();
    let member = who.member();
    let (rows, unread) = app
        .read(move |conn| {
            let rows = notices::table.filter(notices::member.eq(member)).filter(notices::seen_at.is_null());
            let rows = rows.filter(notices::gone.eq(false)).filter(notices::on_page.eq(true)).order((notices::at, notices::id));
            let unread: i64 = members::table.find(member).select(members::unread).first(conn)?;
            Ok((rows.select((notices::reason, notices::post)).load::<(Reason, PostId)>(conn)?, unread))
        })
        .await;
    assert_eq!(rows.len() as i64, unread, "the number in the header: {rows:?}");
    rows
}

/// The lines of the page.
pub async fn lines(who: &Client, path: &str) -> Vec<String> {
    who.get(path).await.expect(200).texts(".told li > div")
}

async fn opens(app: &TestApp, who: &Client, topic: TopicId) {
    let answer = who.get(&format!("/t/{topic}")).await.expect(301);
    who.follow(answer).await.expect(200);
    app.flush_read();
}

/// Comments on a post; gives the comment.
pub async fn comment(app: &TestApp, who: &Client, on: PostId, body: &str) -> PostId {
    let answer = who.post(&format!("/p/{on}/comment"), &[("key", ""), ("body", body)]).await.expect(303);
    let path = answer.location().unwrap();
    let mut parts = path.rsplit('/');
    let number = parts.next().unwrap().parse().unwrap();
    post(app, TopicId(parts.next().unwrap().parse().unwrap()), number).await
}

async fn choose(who: &Client, path: &str, level: &str) {
    who.post(&format!("{path}/follow"), &[("level", level)]).await.expect(303);
}

#[actix_web::test]
async fn a_reply_that_mentions_and_quotes_is_one_notice_and_reading_it_anywhere_reads_it() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let body = format!("> [ann](/t/{topic}/1): Since Monday\n\n@ann the bank has to confirm it. `@bob` says so, too.\n\n> @eve");
    let eve = app.member("eve").await;
    let answer = reply(&app, &bob, topic, &body).await;
    assert_eq!(told(&app, &ann).await, [(Reason::Mention, answer)]);
    assert!(told(&app, &bob).await.is_empty(), "nobody is told of their own acts, nor named in code");
    assert_eq!(told(&app, &eve).await.len(), 1);
    let page = ann.get("/notices").await.expect(200);
    assert_eq!(page.text(".to-notices .count"), "1");
    assert!(page.text(".told li").contains("New bob mentioned you in:"), "{}", page.text(".told li"));
    assert_eq!(page.text(".told a.about-topic"), "Payouts stopped after the bank changed our account");
    assert_eq!(page.attributes(".told a.about-topic", "href"), [format!("/p/{answer}")]);
    opens(&app, &ann, topic).await;
    assert!(told(&app, &ann).await.is_empty());
    assert!(!ann.get("/").await.has(".to-notices .count"));
    assert_eq!(lines(&ann, "/notices").await.len(), 1, "it is still there, read");
    assert!(lines(&ann, "/notices?show=unread").await.is_empty());
}

#[actix_web::test]
async fn followers_of_all_that_a_post_is_part_of_are_told_as_they_chose() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let mut who = Vec::new();
    for (name, path, level) in [
        ("cat", format!("/c/{category}"), "all"),
        ("fir", format!("/c/{category}"), "first"),
        ("mem", "/u/bob".to_owned(), "all"),
        ("nob", "/u/ann".to_owned(), "first"),
    ] {
        let member = app.member(name).await;
        choose(&member, &path, level).await;
        who.push(member);
    }
    let topic = ask(&ann, category).await;
    let opening = post(&app, topic, 1).await;
    let of = |reason: Option<Reason>, post: PostId| reason.map(|reason| (reason, post)).into_iter().collect::<Vec<_>>();
    for (member, reason) in who.iter().zip([Some(Reason::Topic), Some(Reason::Topic), None, Some(Reason::Topic)]) {
        assert_eq!(told(&app, member).await, of(reason, opening), "{:?}", member.member());
        member.post("/notices/read", &[]).await.expect(303);
    }
    let answer = reply(&app, &bob, topic, ANSWER).await;
    for (member, reason) in who.iter().zip([Some(Reason::Followed), None, Some(Reason::Followed), None]) {
        assert_eq!(told(&app, member).await, of(reason, answer));
        member.post("/notices/read", &[]).await.expect(303);
    }
    assert_eq!(told(&app, &ann).await, [(Reason::Reply, answer)]);
    let said = comment(&app, &ann, answer, "How long did that take?").await;
    assert_eq!(told(&app, &bob).await, [(Reason::Comment, said)]);
    assert_eq!(told(&app, &who[0]).await, [(Reason::Followed, said)]);
    assert!(told(&app, &who[2]).await.is_empty(), "ann wrote it, not bob");
}

#[actix_web::test]
async fn what_is_muted_is_silent() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let (topic, other) = (ask(&ann, category).await, ask(&app.member("zoe").await, category).await);
    choose(&ann, "/u/bob", "muted").await;
    reply(&app, &bob, topic, "@ann, the bank has to confirm it.").await;
    assert!(told(&app, &ann).await.is_empty(), "a muted member");
    choose(&ann, "/u/bob", "none").await;
    choose(&ann, &format!("/t/{topic}"), "muted").await;
    reply(&app, &bob, topic, "@ann, it took three banking days.").await;
    assert!(told(&app, &ann).await.is_empty(), "a muted topic");
    choose(&ann, &format!("/c/{category}"), "muted").await;
    reply(&app, &bob, other, "@ann, what do you say to this one?").await;
    assert!(told(&app, &ann).await.is_empty(), "a muted category");
    choose(&ann, &format!("/t/{other}"), "all").await;
    reply(&app, &bob, other, "Nobody has answered this one so far.").await;
    assert_eq!(told(&app, &ann).await.len(), 1, "what was chosen about the topic counts more");
}

#[actix_web::test]
async fn answers_of_staff_are_told_as_such_and_accepted_ones_to_their_authors() {
    let (app, category) = scene().await;
    let (ann, bob, sigrid) = (app.member("ann").await, app.member("bob").await, app.staff("sigrid").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &sigrid, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await, [(Reason::StaffAnswer, answer)]);
    assert!(lines(&ann, "/notices?kind=answers").await[0].contains("sigrid of staff answered your question"));
    let own = reply(&app, &bob, topic, "We waited three banking days.").await;
    told(&app, &sigrid).await;
    ann.post(&format!("/p/{own}/accept"), &[("by", "asker")]).await.expect(303);
    assert_eq!(told(&app, &bob).await, [(Reason::Accepted, own)]);
    assert!(lines(&bob, "/notices").await[0].contains("ann marked your answer as what solved it"));
    ann.post(&format!("/p/{own}/withdraw"), &[("by", "asker")]).await.expect(303);
    assert!(told(&app, &bob).await.is_empty(), "taken back before he read it");
    sigrid.post(&format!("/p/{answer}/accept"), &[("by", "staff")]).await.expect(303);
    assert!(told(&app, &ann).await.contains(&(Reason::Solved, answer)));
    assert!(lines(&ann, "/notices").await.iter().any(|line| line.contains("Your question has an answer that staff recommend")));
}

#[actix_web::test]
async fn whoever_has_it_too_is_told_once_that_it_is_solved() {
    let (app, category) = scene().await;
    let (ann, bob, eve) = (app.member("ann").await, app.member("bob").await, app.member("eve").await);
    let topic = ask(&ann, category).await;
    for member in [&bob, &eve] {
        member.post(&format!("/t/{topic}/me-too"), &[("value", "1")]).await.expect(303);
    }
    let (one, other) = (reply(&app, &bob, topic, ANSWER).await, reply(&app, &bob, topic, "Or the bank has lost it.").await);
    eve.post("/notices/read", &[]).await.expect(303);
    app.run_jobs();
    eve.post("/notices/read", &[]).await.expect(303);
    ann.post(&format!("/p/{one}/accept"), &[("by", "asker")]).await.expect(303);
    assert_eq!(told(&app, &eve).await, [(Reason::Solved, one)]);
    assert_eq!(told(&app, &bob).await, [(Reason::Accepted, one)], "he is told that his answer was accepted");
    // Moved to another answer before she read of it: she is told of that one instead.
    ann.post(&format!("/p/{other}/accept"), &[("by", "asker")]).await.expect(303);
    assert_eq!(told(&app, &eve).await.iter().filter(|(reason, _)| *reason == Reason::Solved).collect::<Vec<_>>(), [&(Reason::Solved, other)]);
    opens(&app, &eve, topic).await;
    ann.post(&format!("/p/{other}/withdraw"), &[("by", "asker")]).await.expect(303);
    ann.post(&format!("/p/{one}/accept"), &[("by", "asker")]).await.expect(303);
    assert!(told(&app, &eve).await.is_empty(), "once she knows it is solved, she knows");
}

#[actix_web::test]
async fn round_numbers_of_votes_are_told_once_each() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    let vote = async |who: &Client, value: &str| drop(who.post(&format!("/p/{answer}/vote"), &[("value", value)]).await.expect(303));
    vote(&ann, "1").await;
    assert_eq!(told(&app, &bob).await, [(Reason::Votes, answer)]);
    assert!(lines(&bob, "/notices").await[0].contains("Somebody found your post helpful"));
    bob.post("/notices/read", &[]).await.expect(303);
    vote(&ann, "0").await;
    vote(&ann, "1").await;
    assert!(told(&app, &bob).await.is_empty(), "the same number again is no news");
    for name in ["one", "two", "three", "four"] {
        let voter = app.member(name).await;
        assert!(told(&app, &bob).await.is_empty());
        vote(&voter, "1").await;
    }
    assert_eq!(told(&app, &bob).await, [(Reason::Votes, answer)]);
    assert!(lines(&bob, "/notices").await[0].contains("5 people found your post helpful"));
    assert_eq!(lines(&bob, "/notices").await.len(), 1, "one line for one post");
}

#[actix_web::test]
async fn an_author_is_told_what_moderators_did_and_why() {
    let (app, category) = scene().await;
    let (ann, bob, moa) = (app.member("ann").await, app.member("bob").await, app.moderator("moa").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await, [(Reason::Reply, answer)]);
    moa.post(&format!("/p/{answer}/delete"), &[("reason", "Not what was asked")]).await.expect(303);
    assert_eq!(told(&app, &bob).await, [(Reason::Moderation, answer)]);
    let line = lines(&bob, "/notices").await.remove(0);
    assert!(line.contains("Your post was deleted by moderators") && line.contains("Not what was asked") && !line.contains("moa"), "{line}");
    assert!(told(&app, &ann).await.is_empty(), "what is gone is told no more");
    assert!(lines(&ann, "/notices").await.is_empty());
    opens(&app, &bob, topic).await;
    assert!(told(&app, &bob).await.is_empty(), "the line that stands for it was before his eyes");
    moa.post(&format!("/p/{answer}/restore"), &[]).await.expect(303);
    assert_eq!(told(&app, &bob).await, [(Reason::Moderation, answer)]);
    assert!(lines(&bob, "/notices").await[0].contains("made visible"));
    assert_eq!(told(&app, &ann).await, [(Reason::Reply, answer)], "and it is back");
    let own = reply(&app, &bob, topic, "We waited three banking days.").await;
    bob.post("/notices/read", &[]).await.expect(303);
    bob.post(&format!("/p/{own}/delete"), &[]).await.expect(303);
    assert!(told(&app, &bob).await.is_empty(), "his own act");
    let opening = post(&app, topic, 1).await;
    change(&app, opening, StateChange::Hide).await;
    assert_eq!(told(&app, &ann).await, [(Reason::Moderation, opening)], "with a topic go the notices of all its posts");
    change(&app, opening, StateChange::Restore).await;
    assert!(told(&app, &ann).await.contains(&(Reason::Reply, answer)));
}

#[actix_web::test]
async fn what_may_not_be_seen_is_not_told_nor_shown_later() {
    let (app, category) = scene().await;
    let admin = app.admin("ada").await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let closed: CategoryId = app
        .rows(|conn| {
            use crate::support::fixtures::insert_category;
            use guildhall::accounts::Right;
            insert_category(conn, "closed", None, &[("admins", Right::Ask), ("staff", Right::Ask)])
        })
        .await;
    let topic = ask(&admin, closed).await;
    reply(&app, &admin, topic, "@ann and @bob may not read this.").await;
    assert!(told(&app, &ann).await.is_empty() && told(&app, &bob).await.is_empty());
    let open = ask(&ann, category).await;
    let answer = reply(&app, &bob, open, ANSWER).await;
    assert_eq!(told(&app, &ann).await, [(Reason::Reply, answer)]);
    app.rows(move |conn| {
        use guildhall_schema::{category_access, generations};
        diesel::delete(category_access::table.filter(category_access::category.eq(category))).execute(conn).unwrap();
        diesel::delete(generations::table).execute(conn).unwrap();
    })
    .await;
    let other = app.another_process().await;
    let ann_there = other.signed_in(ann.member()).await;
    let page = ann_there.get("/notices").await.expect(200);
    assert!(page.has(".empty") && !page.body.contains("Payouts stopped"), "a category that was closed to her");
    other.flush_read();
    assert!(told(&app, &ann).await.is_empty(), "and it is not counted from then on");
    let suspended: MemberId = bob.member();
    let again = ask(&admin, closed).await;
    app.rows(move |conn| {
        diesel::update(members::table.find(suspended)).set(members::state.eq("suspended")).execute(conn).unwrap();
    })
    .await;
    app.give_role(suspended, Role::Staff, None).await;
    reply(&app, &admin, again, "@bob is not here at the moment.").await;
    assert!(told(&app, &bob).await.is_empty(), "a suspended member reads as a visitor does");
}

#[actix_web::test]
async fn an_edit_tells_whom_it_names_and_nobody_else() {
    let (app, category) = scene().await;
    let (ann, bob, eve) = (app.member("ann").await, app.member("bob").await, app.member("eve").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(told(&app, &ann).await.len(), 1);
    ann.post("/notices/read", &[]).await.expect(303);
    let edit = async |version: &str, body: &str| {
        drop(bob.post(&format!("/p/{answer}/edit"), &[("version", version), ("body", body), ("reason", "")]).await.expect(303))
    };
    edit("1", "The bank has to confirm the account again, as @eve said.").await;
    assert_eq!(told(&app, &eve).await, [(Reason::Mention, answer)]);
    assert!(told(&app, &ann).await.is_empty(), "she read it");
    edit("2", "The bank has to confirm the account again, @ann, as @eve said.").await;
    assert_eq!(told(&app, &ann).await, [(Reason::Mention, answer)], "a stronger reason than the one she read");
    assert_eq!(told(&app, &eve).await.len(), 1);
}
