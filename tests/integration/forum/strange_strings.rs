//! Strings that break programs, in every field that people write in: each is kept and found, or comes back with a reason.

use diesel::prelude::*;
use guildhall::forum::{TopicId, texts};
use guildhall::platform::text::{Limits, MarkdownSource, Title};
use guildhall_schema::{members, topics};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::Selector;

use super::scene::{post, scene, topic_in};
use crate::platform::text_conformance::shared;
use crate::support::{Answer, Client, TestApp};

/// A person may ask 20 things a day and change 60 posts an hour.
const EACH: usize = 15;
/// What the strings are shared out to: tests run at the same time.
const SHARES: usize = 4;

fn strings(share: usize) -> Vec<(usize, String)> {
    let all: Vec<String> = serde_json::from_str(&shared("strings/naughty.json")).unwrap();
    assert!(all.len() > 500, "{} strings", all.len());
    all.into_iter().enumerate().filter(|(number, _)| number % SHARES == share).collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The text of the only such element, to the letter.
fn exact(page: &Answer, selector: &str) -> String {
    let html = page.html();
    let found: Vec<String> = html.select(&Selector::parse(selector).unwrap()).map(|element| element.text().collect()).collect();
    assert_eq!(found.len(), 1, "{selector} in {}", page.body);
    found[0].clone()
}

fn value(page: &Answer, field: &str) -> String {
    page.attributes(field, "value").pop().unwrap_or_else(|| panic!("no {field} in {}", page.body))
}

/// What a form gives back of a string: HTML has no carriage returns and no NUL.
fn given_back(string: &str) -> String {
    string.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
}

struct Story<'a> {
    app: &'a TestApp,
    ann: &'a Client,
    category: &'a str,
    number: usize,
    string: &'a str,
}

impl Story<'_> {
    /// A body with the string at its beginning, where Markdown looks for marks, and within a line.
    fn body(&self, so: &str) -> String {
        let string = self.string;
        format!("{string}\n\nA customer typed this {so}: {string} and the shop has to keep it.")
    }

    async fn is_posted_and_shown(&self) -> TopicId {
        let title = format!("nr{}zz {} as the name of a shop", self.number, self.string);
        let body = self.body("today");
        let fields = [("key", ""), ("title", title.as_str()), ("category", self.category), ("tags", ""), ("body", body.as_str())];
        let mut answer = self.ann.post("/ask", &fields).await;
        let mut kept = Title::parse(&title);
        if let Err(error) = &kept {
            let page = answer.expect(422);
            assert_eq!(page.attributes("#errors a", "href"), ["#title"], "{error} for {title:?}");
            assert_eq!(value(&page, "#title"), given_back(&title));
            assert_eq!(exact(&page, "#body"), given_back(&body));
            let short = format!("nr{}zz is too long as the name of a shop", self.number);
            let fields = [("key", ""), ("title", short.as_str()), ("category", self.category), ("tags", ""), ("body", body.as_str())];
            answer = self.ann.post("/ask", &fields).await;
            kept = Title::parse(&short);
        }
        let topic = topic_in(&answer.expect(303));
        self.shows(topic, kept.unwrap().as_str(), &body).await;
        topic
    }

    /// The topic's page shows the title, and the database has the text.
    async fn shows(&self, topic: TopicId, title: &str, body: &str) {
        let page = self.ann.follow(self.ann.get(&format!("/t/{topic}")).await).await.expect(200);
        assert_eq!(page.text("h1"), title.split_whitespace().collect::<Vec<_>>().join(" "));
        let first = post(self.app, topic, 1).await;
        let source = self.app.read(move |conn| texts::store::source(conn, first)).await;
        assert_eq!(source, MarkdownSource::parse(body, Limits::BODY).unwrap().as_str());
    }

    async fn is_found(&self, topic: TopicId) {
        let visitor = self.app.visitor().coming_from(&format!("10.0.{}.{}", self.number / 250, self.number % 250));
        // As much of it as a query may have, to the end of a word.
        let mut part: String = self.string.chars().take(150).collect();
        if part.len() < self.string.len() {
            part.truncate(part.rfind(' ').unwrap_or(part.len()));
        }
        let query = format!("nr{}zz {part}", self.number);
        let title: String = self.app.read(move |conn| Ok(topics::table.find(topic).select(topics::title).first(conn)?)).await;
        // What begins with a hyphen is not wanted, and what has a colon may be a filter.
        let narrows = part.split_whitespace().any(|word| word.starts_with(['-', '@', '＠']) || word.contains([':', '：']))
            || part.contains(['"', '“', '„', '«', '「', '『', '＂']);
        let wanted = if title.contains("is too long") || narrows { format!("nr{}zz", self.number) } else { query };
        let page = visitor.get(&format!("/search?q={}", encoded(&wanted))).await.expect(200);
        let found = page.attributes("main a", "href").into_iter().any(|href| href.ends_with(&format!("/{topic}")));
        assert!(found, "{wanted:?} finds {title:?}: {}", page.body);
        let alone = visitor.get(&format!("/search?q={}", encoded(self.string))).await.expect(200);
        assert!(alone.has("h1"));
    }

    async fn is_changed(&self, topic: TopicId) {
        let first = post(self.app, topic, 1).await;
        let form = self.ann.get(&format!("/p/{first}/edit")).await.expect(200);
        let (version, title) = (value(&form, "input[name=version]"), value(&form, "#title"));
        assert_eq!(exact(&form, "#body"), MarkdownSource::parse(&self.body("today"), Limits::BODY).unwrap().as_str());
        let body = self.body("yesterday");
        let fields = [("version", version.as_str()), ("title", title.as_str()), ("tags", self.string), ("body", body.as_str()), ("reason", self.string)];
        let answer = self.ann.post(&format!("/p/{first}/edit"), &fields).await;
        if answer.status == 422 {
            let wrong = answer.attributes("#errors a", "href");
            assert!(wrong.iter().all(|field| field == "#tags" || field == "#reason"), "{wrong:?} for {:?}", self.string);
            assert_eq!(value(&answer, "#tags"), given_back(self.string));
            assert_eq!(value(&answer, "#reason"), given_back(self.string));
            let fields = [("version", version.as_str()), ("title", title.as_str()), ("tags", ""), ("body", body.as_str()), ("reason", "")];
            self.ann.post(&format!("/p/{first}/edit"), &fields).await.expect(303);
        } else {
            answer.expect(303);
        }
        self.shows(topic, &title, &body).await;
        self.ann.get(&format!("/p/{first}/history")).await.expect(200);
    }

    async fn is_a_reply_and_a_comment(&self, topic: TopicId) {
        let body = self.body("again");
        self.ann.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", body.as_str())]).await.expect(303);
        let reply = post(self.app, topic, 2).await;
        let source = self.app.read(move |conn| texts::store::source(conn, reply)).await;
        assert_eq!(source, MarkdownSource::parse(&body, Limits::BODY).unwrap().as_str());
        let answer = self.ann.post(&format!("/p/{reply}/comment"), &[("key", ""), ("body", self.string)]).await;
        match MarkdownSource::parse(self.string, Limits::COMMENT) {
            Ok(_) => drop(answer.expect(303)),
            Err(_) => assert_eq!(exact(&answer.expect(422), "textarea[name=body]"), given_back(self.string)),
        }
    }

    async fn is_a_name_or_refused(&self) {
        let fields = [("name", self.string), ("biography", self.string), ("website", self.string)];
        let answer = self.ann.post("/settings", &fields).await;
        if answer.status != 303 {
            let page = answer.expect(422);
            assert!(page.has("#errors"), "{:?}", self.string);
            assert_eq!(value(&page, "#name"), given_back(self.string));
            assert_eq!(exact(&page, "#biography"), given_back(self.string));
        }
        let answer = self.ann.post("/settings", &[("name", self.string), ("biography", self.string), ("website", "")]).await;
        if answer.status != 303 {
            assert_eq!(value(&answer.expect(422), "#name"), given_back(self.string));
        }
    }

    /// Nothing that stands in an address brings the program down.
    async fn is_an_address(&self, topic: TopicId) {
        let string = encoded(self.string);
        for path in [format!("/u/{string}"), format!("/tag/{string}"), format!("/c/{string}"), format!("/t/{string}/{topic}"), format!("/{string}")] {
            let answer = self.ann.get(&path).await;
            assert!(answer.status < 500, "{} for {path}", answer.status);
        }
    }
}

async fn told(share: usize) {
    let (app, category) = scene().await;
    let category = category.to_string();
    for (person, strings) in strings(share).chunks(EACH).enumerate() {
        let ann = app.member(&format!("ann{person}")).await;
        // Who has been here for a while may make tags.
        let id = ann.member();
        app.rows(move |conn| diesel::update(members::table.find(id)).set(members::trust.eq(2)).execute(conn).unwrap()).await;
        let mut told = Vec::new();
        for (number, string) in strings {
            let story = Story { app: &app, ann: &ann, category: &category, number: *number, string };
            let topic = story.is_posted_and_shown().await;
            told.push((story, topic));
        }
        app.run_jobs();
        for (story, topic) in told {
            story.is_found(topic).await;
            story.is_changed(topic).await;
            story.is_a_reply_and_a_comment(topic).await;
            story.is_a_name_or_refused().await;
            story.is_an_address(topic).await;
        }
        app.later(guildhall::platform::db::Timestamp::MINUTE);
    }
    app.run_jobs();
}

#[actix_web::test]
async fn first_share() {
    told(0).await;
}

#[actix_web::test]
async fn second_share() {
    told(1).await;
}

#[actix_web::test]
async fn third_share() {
    told(2).await;
}

#[actix_web::test]
async fn fourth_share() {
    told(3).await;
}
