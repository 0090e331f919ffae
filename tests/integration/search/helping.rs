//! What helps before anybody asks: suggestions, similar questions, related ones, the browser's own box.

use diesel::prelude::*;
use guildhall::accounts::CategoryId;
use guildhall::forum::TopicId;
use guildhall::forum::posts::change_state::StateChange;
use guildhall_schema::search_solved;
use serde_json::Value;

use crate::forum::scene::{change, post, question, reply, scene, topic_in};
use crate::support::{Answer, Client, TestApp};

const PAYOUTS: &str = "Payouts stopped after the bank changed our account";
const TITLE: &str = "Payout stopped when our bank account changed";
const BODY: &str = "Since Monday nothing has reached us. What do we have to do now?";

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn fields<'a>(category: &'a str, title: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = question(category, "").into_iter().filter(|(name, _)| *name != "title" && *name != "body").collect();
    fields.extend([("title", title), ("body", BODY)]);
    fields.extend(more);
    fields
}

async fn asks(client: &Client, category: CategoryId, title: &str, kind: &str) -> TopicId {
    topic_in(&client.post("/ask", &fields(&category.to_string(), title, &[("kind", kind)])).await.expect(303))
}

/// A solved question about payouts, an open one, a discussion of the same, and one about something else.
async fn town(app: &TestApp, category: CategoryId) -> (TopicId, TopicId) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let open = asks(&ann, category, "The bank account for payouts changed and payouts stopped", "question").await;
    let solved = asks(&ann, category, PAYOUTS, "question").await;
    asks(&ann, category, "Payouts stopped for a bank account that changed: how was it?", "discussion").await;
    asks(&ann, category, "How do I print shipping labels in a batch?", "question").await;
    let answer = reply(app, &bob, solved, "Confirm the new account with a micro-deposit in the finance settings.").await;
    ann.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    app.run_jobs();
    (solved, open)
}

async fn suggested(client: &Client, query: &str) -> Value {
    let answer = client.get(&format!("/search/suggest?q={}", encoded(query))).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    serde_json::from_str(&answer.body).unwrap()
}

fn titles(suggestions: &Value) -> Vec<String> {
    let pieces = |topic: &Value| topic["title"].as_array().unwrap().iter().map(|piece| piece["text"].as_str().unwrap().to_owned()).collect::<String>();
    suggestions["topics"].as_array().unwrap().iter().map(pieces).collect()
}

fn similar(page: &Answer) -> Vec<String> {
    page.texts(".similar-list > li > p a")
}

async fn similar_to(client: &Client, title: &str) -> Answer {
    client.get(&format!("/search/similar?title={}", encoded(title))).await.expect(200)
}

#[actix_web::test]
async fn the_header_suggests_topics_while_one_types() {
    let (app, category) = scene().await;
    let (solved, _) = town(&app, category).await;
    let visitor = app.visitor();
    let suggestions = suggested(&visitor, "ship").await;
    assert_eq!(titles(&suggestions), ["How do I print shipping labels in a batch?"]);
    let topic = &suggestions["topics"][0];
    assert_eq!((topic["state"].as_str(), topic["state_word"].as_str(), topic["lang"].as_str()), (Some("unanswered"), Some("No answer yet"), Some("en")));
    assert!(topic["url"].as_str().unwrap().starts_with("/t/how-do-i-print"));
    assert!(topic["title"].as_array().unwrap().iter().any(|piece| piece["marked"] == true && piece["text"] == "shipping"));
    assert_eq!(suggestions["all"]["url"], "/search?q=ship");
    assert_eq!(suggestions["said"], "1 topic");
    assert_eq!(suggested(&visitor, "").await["all"], Value::Null);
    assert_eq!(titles(&suggested(&visitor, "zzzqqq").await).len(), 0);
    // What was hidden is gone, whether or not the index knows.
    let first = post(&app, solved, 1).await;
    assert_eq!(titles(&suggested(&visitor, "payouts stop").await).len(), 3);
    change(&app, first, StateChange::Hide).await;
    assert_eq!(titles(&suggested(&visitor, "payouts stop").await).len(), 2);
    app.run_jobs();
}

#[actix_web::test]
async fn no_more_than_six_are_suggested_in_the_readers_language() {
    let (app, category) = scene().await;
    let author = app.member("ann").await.member();
    app.rows(move |conn| {
        use crate::support::fixtures::NewTopic;
        (0..9).for_each(|number| {
            NewTopic::question(category, author, &format!("Voucher number {number}")).insert(conn);
        });
    })
    .await;
    app.index();
    let suggestions = suggested(&app.visitor().reading("nb"), "vouch").await;
    assert_eq!(titles(&suggestions).len(), 6);
    assert_eq!(suggestions["all"]["text"], "Alle treff");
    let answer = app.visitor().get("/search/opensearch-suggest?q=vouch").await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/x-suggestions+json"));
    let parts: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((parts[0].as_str(), parts[1].as_array().unwrap().len(), parts[3].as_array().unwrap().len()), (Some("vouch"), 6, 6));
    assert!(parts[3][0].as_str().unwrap().starts_with("http"));
}

#[actix_web::test]
async fn similar_questions_come_with_their_answers_solved_ones_first() {
    let (app, category) = scene().await;
    let (solved, open) = town(&app, category).await;
    let part = similar_to(&app.visitor(), TITLE).await;
    assert_eq!(part.header("cache-control"), Some("private, no-store"));
    let titles = similar(&part);
    assert_eq!(titles.len(), 2, "no discussion, nothing about labels: {titles:?}");
    assert_eq!(titles[0], PAYOUTS);
    assert!(part.attributes(".similar-list > li > p a", "href")[1].ends_with(&format!("/{open}")));
    assert!(part.text("details .excerpt").contains("micro-deposit"));
    assert_eq!(part.attributes("details button", "value"), [solved.to_string()]);
    for title in ["", "?!", "zzzqqq yyyqqq", "The bank of our neighbours sells prints"] {
        assert_eq!(similar(&similar_to(&app.visitor(), title).await).len(), 0, "{title}");
    }
    // An answer that was hidden is not shown, not even before the index knows.
    let answer = post(&app, solved, 2).await;
    change(&app, answer, StateChange::Hide).await;
    let part = similar_to(&app.visitor(), TITLE).await;
    assert!(!part.body.contains("micro-deposit"), "{}", part.body);
    app.run_jobs();
}

#[actix_web::test]
async fn chinese_titles_find_similar_questions() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    asks(&ann, category, "客人刷卡成功，訂單卻一直停在「待付款」", "question").await;
    asks(&ann, category, "如何大量列印出貨單與物流標籤？", "question").await;
    app.run_jobs();
    let titles = similar(&similar_to(&app.visitor().reading("zh-TW"), "刷卡成功但是訂單停在待付款").await);
    assert_eq!(titles, ["客人刷卡成功，訂單卻一直停在「待付款」"]);
}

#[actix_web::test]
async fn a_form_that_asks_for_it_shows_solved_questions_before_it_is_posted() {
    let (app, category) = scene().await;
    town(&app, category).await;
    let (eve, sue) = (app.member("eve").await, app.staff("sue").await);
    let category = category.to_string();
    let form = eve.get("/ask").await.expect(200);
    assert_eq!(form.attributes("form.ask input[name=similar]", "value"), ["ask"]);
    let look = [("similar", "ask")];
    // A mistake is said first, and the field stays.
    let page = eve.post("/ask", &fields(&category, "Short", &look)).await.expect(422);
    assert!(page.has("input[name=similar]"));
    let page = eve.post("/ask", &fields(&category, TITLE, &[("similar", "ask"), ("preview", "1")])).await.expect(200);
    assert!(page.has("input[name=similar]") && !page.has(".similar.first"));
    let page = eve.post("/ask", &fields(&category, TITLE, &look)).await.expect(200);
    assert!(!page.has("input[name=similar]"), "the second press posts");
    assert_eq!(similar(&page), [PAYOUTS], "solved ones alone");
    assert_eq!(page.attributes("#title", "value"), [TITLE]);
    assert_eq!(page.text("#body").trim(), BODY);
    assert_eq!(page.attributes("#category option[selected]", "value"), [category.as_str()]);
    eve.post("/ask", &fields(&category, TITLE, &[])).await.expect(303);
    // Nothing like it: posted at once. Discussions and announcements want no answer.
    eve.post("/ask", &fields(&category, "Where can I buy a second till drawer?", &look)).await.expect(303);
    eve.post("/ask", &fields(&category, TITLE, &[("similar", "ask"), ("kind", "discussion")])).await.expect(303);
    sue.post("/ask", &fields(&category, TITLE, &[("similar", "ask"), ("kind", "announcement")])).await.expect(303);
    app.run_jobs();
}

#[actix_web::test]
async fn this_solved_it_leads_to_the_topic_and_is_counted() {
    let (app, category) = scene().await;
    let (solved, _) = town(&app, category).await;
    let eve = app.member("eve").await;
    let id = solved.to_string();
    for _ in 0..2 {
        let answer = eve.post("/search/solved", &[("topic", &id)]).await.expect(303);
        assert!(answer.location().unwrap().ends_with(&format!("/{solved}")), "{:?}", answer.location());
    }
    let page = eve.get(&format!("/t/payouts-stopped-after-the-bank-changed-our-account/{solved}")).await.expect(200);
    assert!(page.text(".flash").contains("was not posted"));
    let counted: Vec<(i64, i64)> = app.read(|conn| Ok(search_solved::table.select((search_solved::topic, search_solved::times)).load(conn)?)).await;
    assert_eq!(counted, [(solved.0, 2)]);
    let visitor = app.visitor().post("/search/solved", &[("topic", &id)]).await.expect(303);
    assert!(visitor.location().unwrap().starts_with("/sign-in?"));
    for topic in ["987654321", "never", ""] {
        eve.post("/search/solved", &[("topic", topic)]).await.expect(404);
    }
    let first = post(&app, solved, 1).await;
    change(&app, first, StateChange::Hide).await;
    eve.post("/search/solved", &[("topic", &id)]).await.expect(404);
    app.run_jobs();
}

#[actix_web::test]
async fn a_topic_leads_to_questions_like_it() {
    let (app, category) = scene().await;
    let (solved, open) = town(&app, category).await;
    let visitor = app.visitor();
    let topic = visitor.get(&format!("/t/payouts-stopped-after-the-bank-changed-our-account/{solved}")).await.expect(200);
    let address = format!("/t/{solved}/similar");
    assert_eq!(topic.attributes("main > .similar > a", "href"), [address.as_str()]);
    let page = visitor.get(&address).await.expect(200);
    assert_eq!(page.attributes("head meta[name=robots]", "content"), ["noindex"]);
    let hrefs = page.attributes(".similar-list > li > p a", "href");
    assert_eq!(hrefs.len(), 1, "not the topic itself, no discussion, nothing else: {hrefs:?}");
    assert!(hrefs[0].ends_with(&format!("/{open}")));
    assert!(!page.has("button[form=solved]"));
    let part = visitor.get(&format!("{address}?part=1")).await.expect(200);
    assert!(!part.has("header") && similar(&part) == similar(&page), "{}", part.body);
    let first = post(&app, solved, 1).await;
    change(&app, first, StateChange::Hide).await;
    let (hidden, never) = (visitor.get(&address).await.expect(404), visitor.get("/t/987654321/similar").await.expect(404));
    assert_eq!(hidden.texts("main"), never.texts("main"));
    app.run_jobs();
}

#[actix_web::test]
async fn browsers_are_told_how_to_search_here() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/").await.expect(200);
    assert_eq!(page.attributes("head link[rel=search]", "href"), ["/opensearch.xml"]);
    for (language, words) in [("en", "Search questions and answers"), ("nb", "Søk i spørsmål og svar"), ("zh-TW", "搜尋問題與解答")] {
        let answer = app.visitor().reading(language).get("/opensearch.xml").await.expect(200);
        assert!(answer.header("content-type").unwrap().starts_with("application/opensearchdescription+xml"));
        let document = Description::read(&answer.body);
        assert_eq!(document.root, ("OpenSearchDescription".to_owned(), "http://a9.com/-/spec/opensearch/1.1/".to_owned()));
        let short = document.text("ShortName");
        assert!((1..=16).contains(&short.chars().count()), "{short}");
        assert!(document.text("Description").ends_with(words), "{language}");
        assert_eq!(document.text("InputEncoding"), "UTF-8");
        let urls: Vec<(&str, &str)> = document.urls.iter().map(|(kind, template)| (kind.as_str(), template.as_str())).collect();
        let template = |wanted: &str| urls.iter().find(|(kind, _)| *kind == wanted).unwrap_or_else(|| panic!("{wanted} in {urls:?}")).1;
        for kind in ["text/html", "application/x-suggestions+json"] {
            let address = template(kind);
            assert!(address.starts_with("http"), "{address}");
            let asked = address.replace("{searchTerms}", "payout%20bank");
            let path = url::Url::parse(&asked).unwrap();
            let path = format!("{}?{}", path.path(), path.query().unwrap());
            app.visitor().get(&path).await.expect(200);
        }
    }
}

/// What stands in a description.
#[derive(Default)]
struct Description {
    root: (String, String),
    texts: Vec<(String, String)>,
    urls: Vec<(String, String)>,
}

impl Description {
    fn read(xml: &str) -> Self {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(xml);
        let (mut read, mut within) = (Self::default(), String::new());
        loop {
            match reader.read_event().expect("it is XML") {
                Event::Start(element) => {
                    within = element.name().as_ref().to_owned();
                    if read.root.0.is_empty() {
                        read.root = (within.clone(), attribute(&element, "xmlns"));
                    }
                }
                Event::Empty(element) if element.name().as_ref() == "Url" => read.urls.push((attribute(&element, "type"), attribute(&element, "template"))),
                Event::Text(text) if !within.is_empty() => read.texts.push((std::mem::take(&mut within), text.as_ref().to_owned())),
                Event::Eof => return read,
                _ => {}
            }
        }
    }

    fn text(&self, name: &str) -> &str {
        let texts: Vec<&str> = self.texts.iter().filter(|(element, _)| element == name).map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts.len(), 1, "{name}: {texts:?}");
        texts[0]
    }
}

fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> String {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    found.unwrap_or_else(|| panic!("{name} is missing")).value.into_owned()
}

#[actix_web::test]
async fn who_finds_nothing_is_offered_more() {
    let (app, category) = scene().await;
    town(&app, category).await;
    let eve = app.member("eve").await;
    // The filters alone left nothing.
    let page = eve.get("/search?q=payouts+stopped&by=staff").await.expect(200);
    assert_eq!(page.texts(".hit").len(), 0);
    assert_eq!(page.texts(".unfiltered li").len(), 3);
    assert!(page.has(".empty a[href='/search?q=payouts+stopped']"), "the same without filters");
    // The words found nothing: they become the title of a question, without what is no word.
    let page = eve.get("/search?q=%22gift+cards%22+qqqzzz+status%3Asolved").await.expect(200);
    assert_eq!(page.texts(".unfiltered li").len(), 0);
    let ask = page.attributes(".empty a[href^='/ask']", "href");
    let form = eve.get(&ask[0]).await.expect(200);
    assert_eq!(form.attributes("#title", "value"), ["gift cards qqqzzz"]);
    let form = eve.get("/ask?title=%22%3E%3Cscript%3E").await.expect(200);
    assert_eq!(form.attributes("#title", "value"), ["\"><script>"]);
}

#[actix_web::test]
async fn typing_does_not_use_up_the_searches() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for _ in 0..80 {
        visitor.get("/search?q=payout&typing=1").await.expect(200);
    }
    visitor.get("/search?q=payout").await.expect(200);
    let mut answers = Vec::new();
    for _ in 0..300 {
        answers.push(visitor.get("/search/suggest?q=payout").await.status);
    }
    assert_eq!((answers.first(), answers.last()), (Some(&200), Some(&429)));
    visitor.get("/search?q=payout").await.expect(200);
}
