//! What pages say to programs: where they stand, whether they may be found, what is on them.

use diesel::prelude::*;
use guildhall::accounts::{MemberState, Right};
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::{AcceptedBy, PostState, TopicKind};
use guildhall::platform::db::Timestamp;
use guildhall_schema::{members, posts};
use serde_json::Value;

use super::feeds::fetch;
use super::plans::OPEN;
use super::scene::{ask, change, post, reply, scene};
use crate::support::app::BASE_URL;
use crate::support::fixtures::{NewPost, NewTopic, insert_accepted, insert_category, insert_member, insert_tag};
use crate::support::{Answer, TestApp};

fn canonical(page: &Answer) -> Option<String> {
    page.attributes("head link[rel=canonical]", "href").pop().map(|href| href.strip_prefix(BASE_URL).expect("the base URL").to_owned())
}

fn is_found(page: &Answer) -> bool {
    let robots = page.attributes("head meta[name=robots]", "content");
    assert!(robots.is_empty() || robots == ["noindex"]);
    assert_eq!(robots.is_empty(), canonical(page).is_some(), "either it has an address, or it is not found");
    robots.is_empty()
}

fn property(page: &Answer, name: &str) -> String {
    page.attributes(&format!("head meta[property='og:{name}']"), "content").pop().unwrap_or_default()
}

/// The things that a page tells programs of, each held against what schema.org and search engines ask of its type.
fn things(page: &Answer) -> Vec<Value> {
    let html = page.html();
    let scripts = html.select(&scraper::Selector::parse("script[type='application/ld+json']").unwrap()).map(|script| script.inner_html()).collect::<Vec<_>>();
    assert!(scripts.len() <= 1);
    let Some(script) = scripts.first() else { return Vec::new() };
    assert!(!script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{script}");
    let document: Value = serde_json::from_str(script).unwrap_or_else(|error| panic!("{error}: {script}"));
    assert_eq!(document["@context"], "https://schema.org");
    let things = document["@graph"].as_array().expect("things").clone();
    things.iter().for_each(validate);
    things
}

/// Fails where a type lacks what it must have.
fn validate(thing: &Value) {
    let text = |key: &str| assert!(thing[key].as_str().is_some_and(|text| !text.trim().is_empty()), "{key} of {thing}");
    let number = |key: &str| assert!(thing[key].is_i64(), "{key} of {thing}");
    let liked = || {
        let counter = &thing["interactionStatistic"];
        assert_eq!((&counter["@type"], &counter["interactionType"]), (&"InteractionCounter".into(), &"https://schema.org/LikeAction".into()), "{thing}");
        assert!(counter["userInteractionCount"].as_i64().is_some_and(|likes| likes >= 0), "{thing}");
    };
    let address = |key: &str| assert!(thing[key].as_str().is_some_and(|url| url.starts_with(BASE_URL) && url.is_ascii()), "{key} of {thing}");
    let written = || {
        let form = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
        let is_moment = |date: &Value| date.as_str().is_some_and(|date| time::PrimitiveDateTime::parse(date, form).is_ok());
        assert!(is_moment(&thing["datePublished"]), "datePublished of {thing}");
        assert!(thing.get("dateModified").is_none_or(is_moment), "dateModified of {thing}");
        assert_eq!(thing["author"]["@type"], "Person");
        address("url");
    };
    match thing["@type"].as_str().expect("a type") {
        "QAPage" => assert_eq!(thing["mainEntity"]["@type"], "Question"),
        "Question" => {
            text("name");
            number("answerCount");
            written();
        }
        "DiscussionForumPosting" => {
            text("headline");
            text("text");
            number("commentCount");
            // A later page shows neither the first post nor its votes.
            if thing["text"] != thing["headline"] {
                liked();
            }
            written();
        }
        "Answer" => {
            text("text");
            number("upvoteCount");
            written();
        }
        "Comment" => {
            text("text");
            liked();
            written();
        }
        // Looked at with what it counts for.
        "InteractionCounter" => {}
        "Person" => {
            text("name");
            assert!(thing.get("url").is_none_or(|url| url.as_str().unwrap().starts_with(BASE_URL)), "{thing}");
        }
        "BreadcrumbList" => {
            let steps = thing["itemListElement"].as_array().unwrap();
            assert!(steps.len() >= 2);
            assert!(steps.iter().enumerate().all(|(index, step)| step["@type"] == "ListItem" && step["position"] == index + 1), "{thing}");
        }
        "ListItem" => {
            text("name");
            address("item");
        }
        other => panic!("{other} is no type that pages speak of"),
    }
    // Answers stand in a question, and everything within is looked at as well.
    for (key, value) in thing.as_object().unwrap() {
        let parts: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
        for part in parts.into_iter().filter(|part| part.is_object()) {
            assert_eq!(key.ends_with("Answer"), part["@type"] == "Answer", "{key}: {part}");
            validate(part);
        }
    }
}

fn texts(things: &Value) -> Vec<String> {
    things.as_array().into_iter().flatten().map(|thing| thing["text"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn pages_have_one_address_or_are_not_found() {
    let app = TestApp::start().await;
    let (admin, reader) = (app.admin("sunniva").await, app.member("reader").await);
    let topic = app
        .rows(|conn| {
            let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
            insert_category(conn, "inside", None, &[("members", Right::Ask)]);
            for number in 1..=30 {
                NewTopic::question(category, author, &format!("Question {number}")).minutes(number).insert(conn);
            }
            let topic = NewTopic::question(category, author, "Why is 退款 late?").minutes(60).insert(conn);
            insert_tag(conn, topic, "c#");
            for number in 1..=25 {
                NewPost::reply(topic, author, &format!("Reply {number}")).insert(conn);
            }
            topic
        })
        .await;
    let visitor = app.visitor();
    let url = visitor.get(&format!("/t/{topic}")).await.expect(301).location().unwrap();
    let second = format!("{url}?page=2");
    for (path, address) in [
        ("/", "/"),
        ("/?order=created", "/"),
        ("/unsolved", "/unsolved"),
        ("/unanswered", "/unanswered"),
        ("/search", "/search"),
        ("/c/payments", "/c/payments"),
        ("/tag/c%23", "/tag/c%23"),
        (&*url, &*url),
        (&*format!("{url}?quote=1"), &*url),
        (&*format!("{url}?order=votes"), &*url),
        (&*format!("{url}?order=votes&after=0-21"), &*url),
        (&*second, &*second),
    ] {
        for client in [&visitor, &reader] {
            let page = client.get(path).await.expect(200);
            assert_eq!(canonical(&page).as_deref(), Some(address), "{path}");
            assert!(is_found(&page));
        }
    }
    let older = visitor.get("/").await.attributes("head link[rel=next]", "href").pop().unwrap();
    for path in [&*older, "/u/reader", "/search?q=question", "/forgotten-password", "/ask", "/settings", "/c/inside"] {
        let page = reader.follow(reader.get(path).await).await.expect(200);
        assert!(!is_found(&page), "{path}");
    }
    for path in ["/u/reader", "/search?q=question", "/sign-in", "/sign-up"] {
        assert!(!is_found(&visitor.get(path).await.expect(200)), "{path}");
    }
    assert!(!is_found(&admin.get("/admin").await.expect(200)));
    assert!(!is_found(&visitor.get("/nowhere").await.expect(404)));
    let first = visitor.get(&url).await;
    let plain = |address: &str| percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned();
    assert_eq!((first.attributes("head link[rel=next]", "href"), first.has("head link[rel=prev]")), (vec![plain(&second)], false));
    assert_eq!(visitor.get(&second).await.attributes("head link[rel=prev]", "href"), [plain(&url)]);
}

#[actix_web::test]
async fn pages_lead_to_the_feed_of_what_stands_there() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    app.rows(move |conn| insert_tag(conn, topic, "payouts")).await;
    let url = app.visitor().get(&format!("/t/{topic}")).await.location().unwrap();
    let topic_feed = format!("{url}.atom");
    for (path, feed, title) in [
        ("/", "/latest.atom", "Latest topics"),
        ("/c/payments", "/c/payments.atom", "Topics in The payments category"),
        ("/tag/payouts", "/tag/payouts.atom", "Topics tagged payouts"),
        (&*url, &*topic_feed, "Posts in “Payouts stopped after the bank changed our account”"),
    ] {
        let page = app.visitor().get(path).await.expect(200);
        let links = page.attributes("head link[rel=alternate][type='application/atom+xml']", "href");
        assert_eq!((links, page.attributes("footer a[type]", "href")), (vec![feed.to_owned()], vec![feed.to_owned()]), "{path}");
        assert_eq!(page.attributes("head link[rel=alternate]", "title"), [title]);
        fetch(&app.visitor(), feed).await;
    }
    for path in ["/unsolved", "/search?q=payouts", "/u/ann"] {
        assert!(!app.visitor().get(path).await.expect(200).has("[type='application/atom+xml']"), "{path}");
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_link_to_a_page_shows_what_it_is_about() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = ask(&ann, category).await;
    let url = app.visitor().get(&format!("/t/{topic}")).await.location().unwrap();
    let page = app.visitor().reading("nb").get(&url).await.expect(200);
    for (name, value) in [
        ("title", "Payouts stopped after the bank changed our account"),
        ("description", "Since Monday no payout has reached us. What do we have to do?"),
        ("type", "article"),
        ("url", &*format!("{BASE_URL}{url}")),
        ("site_name", "Guildhall"),
        ("locale", "nb_NO"),
    ] {
        assert_eq!(property(&page, name), value);
    }
    assert_eq!(page.attributes("head meta[name=description]", "content"), [property(&page, "description")]);
    let picture = property(&page, "image");
    let shown = app.visitor().get(picture.strip_prefix(BASE_URL).expect("with scheme and host")).await.expect(200);
    assert_eq!(shown.header("content-type"), Some("image/png"));
    assert_eq!(
        (property(&page, "image:width"), property(&page, "image:height"), property(&page, "image:alt")),
        ("512".into(), "512".into(), "Guildhall".into())
    );
    assert_eq!(page.attributes("head meta[name='twitter:card']", "content"), ["summary"]);
    let list = app.visitor().get("/c/payments").await;
    assert_eq!((property(&list, "title"), property(&list, "type")), ("The payments category".into(), "website".into()));
    assert_eq!(property(&list, "description"), "Guildhall: questions about The payments category, with the answers that solved them.");
    for path in ["/", "/search"] {
        let about = property(&app.visitor().get(path).await, "description");
        assert_eq!(about, "Guildhall: merchants ask and answer one another, and staff mark what solves a problem.", "{path}");
    }
    assert!(!ann.get(&url).await.has("head meta[property]"));
    app.run_jobs();
}

#[actix_web::test]
async fn a_question_is_told_with_its_answers() {
    let app = TestApp::start().await;
    let staff = app.staff("sigrid").await.member();
    let (topic, closed) = app
        .rows(move |conn| {
            let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
            let child = insert_category(conn, "cards", Some(category), OPEN);
            let topic = NewTopic { answered: true, ..NewTopic::question(child, author, "Is 1 < 2 & </script>?") }.insert(conn);
            let first = NewPost::reply(topic, author, "<em>No</em> &amp; no. </p>\n<pre><code>&lt;/script&gt;</code></pre><p>\u{2028}end").insert(conn);
            let answer = NewPost::reply(topic, staff, "It is.").insert(conn);
            NewPost::comment(topic, answer, author, "Thank you").insert(conn);
            let closed = insert_member(conn, "gone");
            NewPost::reply(topic, closed, "Perhaps").insert(conn);
            NewPost { state: PostState::Hidden, ..NewPost::reply(topic, author, "Spam") }.insert(conn);
            insert_accepted(conn, topic, AcceptedBy::Staff, answer, staff);
            diesel::update(posts::table.find(first))
                .set((posts::vote_base.eq(-3_i64), posts::edited_at.eq(Timestamp(1_790_000_000_000_000))))
                .execute(conn)
                .unwrap();
            (topic, closed)
        })
        .await;
    app.rows(move |conn| diesel::update(members::table.find(closed)).set(members::state.eq(MemberState::Closed)).execute(conn).unwrap()).await;
    let visitor = app.visitor();
    let url = visitor.get(&format!("/t/{topic}")).await.location().unwrap();
    let things = things(&visitor.get(&url).await.expect(200));
    let question = &things[0]["mainEntity"];
    assert_eq!((things[0]["@type"].as_str(), question["name"].as_str()), (Some("QAPage"), Some("Is 1 < 2 & </script>?")));
    assert_eq!((question["answerCount"].as_i64(), question["upvoteCount"].as_i64()), (Some(3), Some(0)));
    assert_eq!(question["author"]["url"], format!("{BASE_URL}/u/asker"));
    assert_eq!(texts(&question["acceptedAnswer"]), ["It is."]);
    assert_eq!(texts(&question["acceptedAnswer"][0]["comment"]), ["Thank you"]);
    assert_eq!(question["acceptedAnswer"][0]["url"], format!("{BASE_URL}{url}#post-3"));
    assert_eq!(question["acceptedAnswer"][0]["author"]["name"], "sigrid");
    assert_eq!(texts(&question["suggestedAnswer"]), ["No & no.\n</script>\n\u{2028}end", "Perhaps"]);
    assert_eq!(
        (&question["suggestedAnswer"][0]["upvoteCount"], &question["suggestedAnswer"][0]["dateModified"]),
        (&(-3).into(), &"2026-09-21T14:13:20Z".into())
    );
    assert_eq!(question["suggestedAnswer"][1].get("dateModified"), None);
    assert_eq!(question["suggestedAnswer"][1]["author"].get("url"), None);
    let names: Vec<&str> = things[1]["itemListElement"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Guildhall", "The payments category", "The cards category", "Is 1 < 2 & </script>?"]);
    assert!(self::things(&app.member("reader").await.get(&url).await).is_empty(), "programs do not sign in");
    let steps = self::things(&visitor.get("/c/payments/cards").await);
    assert_eq!((steps.len(), steps[0]["itemListElement"].as_array().unwrap().len()), (1, 3));
}

#[actix_web::test]
async fn a_discussion_is_told_with_its_comments_page_by_page() {
    let app = TestApp::start().await;
    for kind in [TopicKind::Discussion, TopicKind::Announcement, TopicKind::Question] {
        let topic = app
            .rows(move |conn| {
                let name = format!("asker-{}", kind.as_str());
                let (author, category) = (insert_member(conn, &name), insert_category(conn, kind.as_str(), None, OPEN));
                let topic = NewTopic { kind, ..NewTopic::question(category, author, "What do you sell?") }.insert(conn);
                for number in 1..=21 {
                    NewPost::reply(topic, author, &format!("Reply {number}")).insert(conn);
                }
                topic
            })
            .await;
        let visitor = app.visitor();
        let url = visitor.get(&format!("/t/{topic}")).await.location().unwrap();
        let pages = [things(&visitor.get(&url).await.expect(200)), things(&visitor.get(&format!("{url}?page=2")).await.expect(200))];
        let is_question = kind == TopicKind::Question;
        let [first, second] = pages.map(|things| if is_question { things[0]["mainEntity"].clone() } else { things[0].clone() });
        let said = if is_question { "suggestedAnswer" } else { "comment" };
        assert_eq!(first["@type"], if is_question { "Question" } else { "DiscussionForumPosting" });
        let title = Value::from("What do you sell?");
        assert_eq!((first["text"].as_str(), second.get("text")), (Some("The text of What do you sell?"), Some(&title).filter(|_| !is_question)));
        assert_eq!((first["author"].clone(), first["url"].clone()), (second["author"].clone(), second["url"].clone()));
        assert_eq!((texts(&first[said]).len(), texts(&second[said])), (20, vec!["Reply 21".to_owned()]));
        assert_eq!(second[said][0]["url"], format!("{BASE_URL}{url}?page=2#post-22"));
    }
}

/// Every address at which a program or a visitor could meet the topic.
async fn everywhere(app: &TestApp, url: &str) -> Vec<(String, bool)> {
    let visitor = app.visitor();
    let feed = format!("{url}.atom");
    let mut found = Vec::new();
    for path in [
        "/",
        "/unsolved",
        "/unanswered",
        "/c/payments",
        "/tag/payouts",
        "/search?q=payouts",
        "/u/ann",
        url,
        "/latest.atom",
        "/c/payments.atom",
        "/tag/payouts.atom",
        &feed,
        "/sitemap/1.xml",
    ] {
        let answer = visitor.get(path).await;
        assert!([200, 404].contains(&answer.status), "{path}: {}", answer.status);
        let is_met = answer.status == 200 && (answer.body.contains("qxtitle") || answer.body.contains("qxtext"));
        found.push((path.to_owned(), is_met));
    }
    found
}

#[actix_web::test]
async fn what_became_hidden_is_gone_from_everywhere_at_the_next_request() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let fields = [
        ("key", ""),
        ("title", "Payouts qxtitle stopped on Monday"),
        ("category", &*category.to_string()),
        ("body", "The text qxtext is long enough."),
        ("tags", ""),
    ];
    let url = ann.follow(ann.post("/ask", &fields).await.expect(303)).await.attributes("link[rel=canonical]", "href").pop().unwrap();
    let url = url.strip_prefix(BASE_URL).unwrap().to_owned();
    let topic = guildhall::forum::TopicId(url.rsplit('/').next().unwrap().parse().unwrap());
    app.rows(move |conn| insert_tag(conn, topic, "payouts")).await;
    app.run_jobs();
    let opening = post(&app, topic, 1).await;
    let met = |found: Vec<(String, bool)>| found.into_iter().filter(|(_, is_met)| *is_met).map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(met(everywhere(&app, &url).await).len(), 13);
    for (away, back) in [
        (StateChange::Hide, Some(StateChange::Restore)),
        (StateChange::Hold, Some(StateChange::Approve)),
        (StateChange::Delete, Some(StateChange::Restore)),
        (StateChange::Erase, None),
    ] {
        change(&app, opening, away).await;
        assert_eq!(met(everywhere(&app, &url).await), Vec::<String>::new(), "{away:?}");
        if let Some(back) = back {
            change(&app, opening, back).await;
            app.run_jobs();
            assert_eq!(met(everywhere(&app, &url).await).len(), 13, "{back:?}");
        }
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_hidden_reply_is_gone_from_feed_and_page() {
    let (app, category) = scene().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bo, topic, "The qxtext is what the bank wants to see.").await;
    let visitor = app.visitor();
    let url = visitor.get(&format!("/t/{topic}")).await.location().unwrap();
    let tells = |page: &Answer| texts(&things(page)[0]["mainEntity"]["suggestedAnswer"]).len();
    assert_eq!((tells(&visitor.get(&url).await), visitor.get(&format!("{url}.atom")).await.body.contains("qxtext")), (1, true));
    change(&app, answer, StateChange::Hide).await;
    assert_eq!((tells(&visitor.get(&url).await), visitor.get(&format!("{url}.atom")).await.body.contains("qxtext")), (0, false));
    app.run_jobs();
}

#[actix_web::test]
async fn programs_cost_few_questions() {
    let app = TestApp::start().await;
    let topic = app
        .rows(|conn| {
            let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
            for number in 1..=40 {
                NewTopic::question(category, author, &format!("Question {number}")).minutes(number).insert(conn);
            }
            let topic = NewTopic { answered: true, ..NewTopic::question(category, author, "Long") }.insert(conn);
            insert_tag(conn, topic, "news");
            for number in 1..=45 {
                let reply = NewPost::reply(topic, author, &format!("Reply {number}")).insert(conn);
                NewPost::comment(topic, reply, author, "And more").insert(conn);
                if number == 30 {
                    insert_accepted(conn, topic, AcceptedBy::Staff, reply, author);
                }
            }
            topic
        })
        .await;
    let (visitor, url) = (app.visitor(), format!("/t/long/{topic}"));
    for (path, most) in [
        (&*url, 8),
        (&*format!("{url}?page=2"), 8),
        ("/latest.atom", 8),
        ("/c/payments.atom", 8),
        ("/tag/news.atom", 8),
        (&*format!("{url}.atom"), 4),
        ("/sitemap.xml", 2),
        ("/sitemap/1.xml", 2),
        ("/sitemap/1.xml", 1),
        ("/sitemap/categories.xml", 0),
    ] {
        if path == "/latest.atom" || path == url {
            // Categories and settings come into memory.
            visitor.get("/unsolved").await.expect(200);
        }
        let before = app.queries();
        visitor.get(path).await.expect(200);
        let asked = app.queries() - before;
        assert!(asked <= most, "{path}: {asked} queries");
    }
}
