//! Searches of whose answer somebody waits are made again, until somebody has answered.

use diesel::prelude::*;
use guildhall::accounts::standing::suspend;
use guildhall::accounts::{Acting, CategoryId, MemberId, Right, Role};
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::{Audience, TopicId, TopicKind};
use guildhall::platform::db::Timestamp;
use guildhall::platform::jobs::NewJob;
use guildhall::search::queries::SearchId;
use guildhall::search::queries::look_again::{self, LOOK_AGAIN};
use guildhall_schema::{jobs, search_waiting, searches};

use super::queries::{waiting, wants_to_know};
use crate::forum::scene::{change, post, reply, scene, topic_in};
use crate::support::fixtures::{NewPost, NewTopic, insert_category};
use crate::support::{Client, TestApp};

/// How many mails say that something may be an answer.
fn told(app: &TestApp, username: &str) -> usize {
    let address = format!("{username}@example.com");
    app.mails().iter().filter(|mail| mail.name == "search-answer" && mail.to == address).count()
}

/// Asks a question of one's own; gives the topic.
async fn asks(client: &Client, category: CategoryId, title: &str, body: &str) -> TopicId {
    let category = category.to_string();
    let fields = [("key", ""), ("title", title), ("category", category.as_str()), ("body", body), ("tags", "")];
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

/// Lets the index take what is new, and the searches be made again.
fn looked(app: &TestApp) {
    app.run_jobs();
    app.later(Timestamp::MINUTE);
    app.run_jobs();
}

/// Looks at once, as every hour.
async fn look(app: &TestApp) {
    app.write(|tx| tx.enqueue(&NewJob::now(&LOOK_AGAIN, "", serde_json::json!({})))).await;
    app.run_jobs();
}

#[actix_web::test]
async fn whoever_waits_is_told_once_when_somebody_replied() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    wants_to_know(&ann, "klarna terminal").await;
    let topic = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    looked(&app);
    assert_eq!((told(&app, "ann"), waiting(&app).await), (0, 1), "a question is no answer");
    reply(&app, &cat, topic, "Put the roll in the other way round.").await;
    app.run_jobs();
    assert_eq!(told(&app, "ann"), 0, "what changes within a minute is looked through together");
    looked(&app);
    let mail = app.mail_to("ann@example.com");
    assert_eq!((mail.name, mail.letter.subject.as_str()), ("search-answer", "There is an answer to your search: klarna terminal"));
    for words in ["> klarna terminal", "This may answer it:\nOur Klarna terminals print nothing", &format!("/t/our-klarna-terminals-print-nothing/{topic}\n")] {
        assert!(mail.letter.text.contains(words), "{words}: {}", mail.letter.text);
    }
    assert_eq!((told(&app, "ann"), waiting(&app).await), (1, 0));
    reply(&app, &cat, topic, "And switch the Klarna terminal on again.").await;
    looked(&app);
    look(&app).await;
    assert_eq!((app.mails().iter().filter(|mail| mail.name == "search-answer").count(), told(&app, "ann")), (1, 1));
    let left: i64 = app.read(|conn| Ok(jobs::table.filter(jobs::kind.ne("notifications.notice-mail")).count().get_result(conn)?)).await;
    assert_eq!(left, 0, "where nobody waits, nothing is looked for");
}

#[actix_web::test]
async fn what_has_half_of_the_words_or_is_known_already_is_no_answer() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    wants_to_know(&ann, "klarna terminal").await;
    wants_to_know(&bob, "klarna terminal").await;
    wants_to_know(&cat, "\"terminal klarna\"").await;
    let other = asks(&bob, category, "A terminal of another brand", "It prints nothing. What do we have to do?").await;
    reply(&app, &cat, other, "You might ask the shop.").await;
    looked(&app);
    assert_eq!(waiting(&app).await, 3);
    let own = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    reply(&app, &ann, own, "Ours do not print either.").await;
    looked(&app);
    assert_eq!(told(&app, "bob"), 0, "bob asked it, and is told of replies anyway");
    assert_eq!(told(&app, "ann"), 0, "ann was there last");
    reply(&app, &cat, own, "Put the roll in the other way round.").await;
    looked(&app);
    assert_eq!(["ann", "bob", "cat"].map(|name| told(&app, name)), [1, 0, 0]);
}

#[actix_web::test]
async fn nobody_hears_of_what_they_may_not_read() {
    let app = TestApp::start().await;
    let [ann, mod_, sid] = [app.member("ann").await, app.moderator("mona").await, app.staff("sid").await];
    let author = app.staff("author").await.member();
    let (open, closed) = app
        .rows(|conn| {
            let open = insert_category(conn, "open", None, &[("everyone", Right::Read), ("members", Right::Ask)]);
            (open, insert_category(conn, "closed", None, &[("staff", Right::Ask)]))
        })
        .await;
    for person in [&ann, &mod_, &sid] {
        wants_to_know(person, "klarna terminal").await;
        wants_to_know(person, "paper roll").await;
    }
    app.rows(move |conn| {
        NewTopic { kind: TopicKind::Announcement, ..NewTopic::question(closed, author, "Klarna terminals are recalled") }.insert(conn);
        let topic = NewTopic { kind: TopicKind::Announcement, ..NewTopic::question(open, author, "Opening hours") }.insert(conn);
        NewPost { audience: Audience::Staff, ..NewPost::reply(topic, author, "The paper roll is sold out.") }.insert(conn);
    })
    .await;
    let hidden = asks(&sid, open, "Klarna terminals with a paper roll", "Which of them do we have to choose?").await;
    reply(&app, &sid, hidden, "None of them, in fact.").await;
    let first = post(&app, hidden, 1).await;
    change(&app, first, StateChange::Hide).await;
    app.index();
    look(&app).await;
    assert_eq!(["ann", "mona", "sid"].map(|name| told(&app, name)), [0, 0, 2], "staff alone see both");
    assert_eq!(waiting(&app).await, 4);
    app.give_role(ann.member(), Role::Staff, None).await;
    let suspended = mod_.member();
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, suspended, None, "spam")).await.expect("suspended");
    look(&app).await;
    assert_eq!(["ann", "mona", "sid"].map(|name| told(&app, name)), [2, 0, 2], "who is one of them since is told within the hour");
    assert_eq!(waiting(&app).await, 2);
}

#[actix_web::test]
async fn filters_among_the_words_hold_again() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    wants_to_know(&ann, "klarna status:solved").await;
    wants_to_know(&cat, "klarna category:elsewhere").await;
    let topic = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    let answer = reply(&app, &cat, topic, "Put the roll in the other way round.").await;
    looked(&app);
    assert_eq!(told(&app, "ann"), 0);
    bob.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    looked(&app);
    assert_eq!((told(&app, "ann"), told(&app, "cat")), (1, 0));
}

#[actix_web::test]
async fn what_was_chosen_in_the_form_is_waited_for_too() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    let topic = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    let answer = reply(&app, &cat, topic, "Put the roll in the other way round.").await;
    app.run_jobs();
    let page = ann.get("/search?q=klarna&status=solved").await.expect(200);
    let whole = page.attributes("form.tell input[name=q]", "value").remove(0);
    assert_eq!(whole, "klarna status:solved");
    let done = ann.post("/search/tell", &[("q", &whole)]).await.expect(303);
    assert_eq!(ann.follow(done).await.attributes("form.tell", "action"), ["/search/tell/stop"]);
    look(&app).await;
    assert_eq!(told(&app, "ann"), 0, "that it is there without the choice ann has seen");
    bob.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    looked(&app);
    assert_eq!(told(&app, "ann"), 1);
}

#[actix_web::test]
async fn a_look_goes_on_where_the_last_one_ended() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    for words in ["klarna", "terminal", "nothing"] {
        wants_to_know(&ann, words).await;
    }
    let topic = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    reply(&app, &cat, topic, "Put the roll in the other way round.").await;
    let middle: SearchId = app.read(|conn| Ok(searches::table.filter(searches::query.eq("terminal")).select(searches::id).first(conn)?)).await;
    app.parts.search.look_on_from(middle);
    looked(&app);
    assert_eq!((told(&app, "ann"), app.parts.search.looked_up_to()), (3, SearchId::NONE), "round to where it began");
}

#[actix_web::test]
async fn two_that_look_at_once_tell_once() {
    let (app, category) = scene().await;
    let (bob, cat) = (app.member("bob").await, app.member("cat").await);
    for number in 0..20 {
        wants_to_know(&app.member(&format!("ann{number}")).await, "klarna").await;
    }
    let topic = asks(&bob, category, "Our Klarna terminals print nothing", "Since Monday. What do we have to do?").await;
    reply(&app, &cat, topic, "Put the roll in the other way round.").await;
    app.run_jobs();
    let other = app.another_process().await;
    std::thread::scope(|scope| {
        for process in [&app, &other] {
            let parts = process.parts.clone();
            scope.spawn(move || look_again::run(parts.web.db(), &parts.search, &parts.forum).unwrap());
        }
    });
    assert_eq!(waiting(&app).await, 0);
    app.run_jobs();
    assert!((0..20).all(|number| told(&app, &format!("ann{number}")) == 1));
}

#[actix_web::test]
async fn what_was_hidden_before_the_mail_went_out_is_not_told() {
    let (app, category) = scene().await;
    let [ann, bob, cat] = [app.member("ann").await, app.member("bob").await, app.member("cat").await];
    wants_to_know(&ann, "klarna").await;
    let topic = asks(&bob, category, "Our terminals print nothing", "Since Monday. What do we have to do?").await;
    let answer = reply(&app, &cat, topic, "Those by Klarna print.").await;
    app.run_jobs();
    let parts = app.parts.clone();
    std::thread::spawn(move || look_again::run(parts.web.db(), &parts.search, &parts.forum).unwrap()).join().unwrap();
    let of_ann: Vec<MemberId> = app.read(|conn| Ok(search_waiting::table.select(search_waiting::member).load(conn)?)).await;
    assert!(of_ann.is_empty(), "the mail is on its way");
    change(&app, answer, StateChange::Hide).await;
    app.run_jobs();
    assert_eq!(told(&app, "ann"), 0);
}
