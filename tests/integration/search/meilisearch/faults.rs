//! Each way in which a server can fail, and what the engine says of it.

use guildhall::forum::{PostId, TopicId};
use guildhall::search::asked::Asked;
use guildhall::search::engine::{Change, Engine, EngineError, Wanted};
use guildhall::search::meilisearch::Meilisearch;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use wiremock::{Request, Respond, ResponseTemplate};

use super::double::{Double, error, failed, taken, task};
use super::posts::post;

const SETTINGS: &str = "GET /indexes/guildhall_posts/settings";
const ADD: &str = "POST /indexes/guildhall_posts/documents";

fn put(number: i64) -> Change {
    Change::Put(Box::new(post(number, number, "Payouts stopped", "Nothing reached us.")))
}

fn words(query: &str) -> Wanted {
    Wanted { asked: Asked::parse(query), keys: vec!["c1".into()], languages: vec!["en".into()], limit: 10, ..Wanted::default() }
}

/// What is said of a server that is away.
fn away<T: std::fmt::Debug>(outcome: Result<T, EngineError>) -> String {
    match outcome {
        Err(EngineError::Away(message)) => message,
        other => panic!("the server is away, but this was answered: {other:?}"),
    }
}

#[test]
fn nobody_listens() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let engine = Meilisearch::new(&format!("http://127.0.0.1:{port}/"), None).unwrap();
    for message in [away(engine.count()), away(engine.search(&words("payout"))), away(engine.apply(vec![put(1)])), away(engine.fingerprints(TopicId(1)))] {
        assert!(message.contains("no connection") && message.contains(&port.to_string()), "{message}");
    }
    assert!(matches!(engine.rebuild().err(), Some(EngineError::Away(_))));
}

#[test]
fn whatever_it_answers_that_passes_is_tried_again_later() {
    for (answer, said) in [
        (ResponseTemplate::new(429), "too many requests"),
        (ResponseTemplate::new(500), "500"),
        (ResponseTemplate::new(502).set_body_string("<html>Bad Gateway</html>"), "502"),
        (error(500, "internal", "internal", "an unexpected crash occurred"), "unexpected crash"),
        (error(503, "too_many_search_requests", "system", "Too many search requests running at the same time"), "Too many search requests"),
        (error(422, "no_space_left_on_device", "system", "the size limit of the task database has been reached"), "delete finished tasks"),
        (error(422, "too_many_open_files", "system", "Too many open files"), "Too many open files"),
        (error(403, "invalid_api_key", "auth", "The provided API key is invalid."), "documents.*"),
        (ResponseTemplate::new(401), "tasks.get"),
        (ResponseTemplate::new(404), "meilisearch_url"),
        (ResponseTemplate::new(202).set_body_string("It works!"), "no Meilisearch"),
    ] {
        let double = Double::set_up();
        double.says("POST", "/indexes/guildhall_posts/documents", [answer]);
        let message = away(double.engine().apply(vec![put(1)]));
        assert!(message.contains(said), "{said}: {message}");
        assert_eq!(double.paths(), [SETTINGS, ADD]);
    }
}

#[test]
fn a_slow_server_keeps_nobody_waiting() {
    let double = Double::set_up();
    double.says("POST", "/multi-search", [ResponseTemplate::new(200).set_delay(Duration::from_secs(20))]);
    let began = Instant::now();
    let message = away(double.engine().search(&words("payout")));
    assert!(message.contains("did not answer") && began.elapsed() < Duration::from_secs(4), "{message}");
    assert_eq!(double.paths(), ["POST /multi-search"]);
}

#[test]
fn without_an_index_one_is_asked_for() {
    let missing = || error(404, "index_not_found", "invalid_request", "Index `guildhall_posts` not found.");
    let double = Double::empty();
    double.says("GET", "/indexes/guildhall_posts/settings", [missing()]);
    double.says("POST", "/multi-search", [missing()]);
    let engine = double.engine();
    assert!(matches!(engine.count(), Err(EngineError::NoIndex)));
    assert!(matches!(engine.fingerprints(TopicId(1)), Err(EngineError::NoIndex)));
    assert!(matches!(engine.apply(vec![put(1)]), Err(EngineError::NoIndex)), "no index comes to be by itself, without its settings");
    assert!(matches!(engine.search(&words("payout")), Err(EngineError::NoIndex)));
    assert_eq!(double.paths(), [SETTINGS, SETTINGS, SETTINGS, "POST /multi-search"]);
}

#[test]
fn the_index_of_an_older_program_is_none() {
    let double = Double::empty();
    let mut settings = Meilisearch::settings();
    settings["stopWords"] = json!(["zguildhallformat0"]);
    double.says("GET", "/indexes/guildhall_posts/settings", [ResponseTemplate::new(200).set_body_json(settings)]);
    assert!(matches!(double.engine().count(), Err(EngineError::NoIndex)));
}

#[test]
fn settings_that_somebody_changed_are_set_again_once() {
    let double = Double::empty();
    let mut settings = Meilisearch::settings();
    settings["rankingRules"] = json!(["words", "typo"]);
    double.says("GET", "/indexes/guildhall_posts/settings", [ResponseTemplate::new(200).set_body_json(settings)]);
    double.says("PATCH", "/indexes/guildhall_posts/settings", [taken(4, "settingsUpdate")]);
    double.says("GET", "/tasks/4", [task("succeeded")]);
    double.says("GET", "/indexes/guildhall_posts/stats", [ResponseTemplate::new(200).set_body_json(json!({ "numberOfDocuments": 7, "isIndexing": false }))]);
    let engine = double.engine();
    assert_eq!((engine.count().unwrap(), engine.count().unwrap()), (7, 7));
    let stats = "GET /indexes/guildhall_posts/stats";
    assert_eq!(double.paths(), [SETTINGS, "PATCH /indexes/guildhall_posts/settings", "GET /tasks/4", stats, stats]);
    assert_eq!(double.requests()[1].1, json!({ "rankingRules": Meilisearch::settings()["rankingRules"] }));
}

#[test]
fn a_change_is_made_when_its_task_succeeded() {
    let double = Double::set_up();
    double.says("POST", "/indexes/guildhall_posts/documents", [taken(9, "documentAdditionOrUpdate")]);
    double.says("GET", "/tasks/9", [task("enqueued"), task("processing"), task("succeeded")]);
    double.engine().apply(vec![put(1)]).unwrap();
    assert_eq!(double.paths(), [SETTINGS, ADD, "GET /tasks/9", "GET /tasks/9", "GET /tasks/9"]);
    let sent = &double.requests()[1].1[0];
    assert_eq!((&sent["id"], &sent["headline"], &sent["keys"], &sent["by_staff"]), (&json!(1), &json!("payout stop"), &json!(["c1"]), &json!(false)));
    assert_eq!(sent["fingerprint"].as_str().map(str::len), Some(16));
}

#[test]
fn a_task_that_failed_changed_nothing() {
    for (answer, said) in [
        (failed("no_space_left_on_device", "system", "No space left on device"), "give its disk room"),
        (failed("internal", "internal", "a bug"), "a bug"),
        (ResponseTemplate::new(200).set_body_json(json!({ "uid": 9, "status": "canceled", "type": "documentAdditionOrUpdate", "canceledBy": 10 })), "cancel"),
    ] {
        let double = Double::set_up();
        double.says("POST", "/indexes/guildhall_posts/documents", [taken(9, "documentAdditionOrUpdate")]);
        double.says("GET", "/tasks/9", [answer]);
        let message = away(double.engine().apply(vec![put(1)]));
        assert!(message.contains(said), "{message}");
    }
    let double = Double::set_up();
    double.says("POST", "/indexes/guildhall_posts/documents", [taken(9, "documentAdditionOrUpdate")]);
    double.says("GET", "/tasks/9", [failed("index_not_found", "invalid_request", "Index `guildhall_posts` not found.")]);
    assert!(matches!(double.engine().apply(vec![put(1)]), Err(EngineError::NoIndex)));
}

/// Takes documents; the task fails where one of them is poisoned.
struct Picky {
    poisoned: Vec<i64>,
    sent: Mutex<Vec<Vec<i64>>>,
}

impl Respond for &'static Picky {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let documents: Vec<Value> = serde_json::from_slice(&request.body).expect("documents");
        let posts: Vec<i64> = documents.iter().filter_map(|document| document["id"].as_i64()).collect();
        let is_bad = posts.iter().any(|post| self.poisoned.contains(post));
        self.sent.lock().unwrap().push(posts);
        taken(if is_bad { 66 } else { 1 }, "documentAdditionOrUpdate")
    }
}

fn picky(double: &Double, poisoned: &[i64], failure: ResponseTemplate) -> &'static Picky {
    let picky: &'static Picky = Box::leak(Box::new(Picky { poisoned: poisoned.to_vec(), sent: Mutex::default() }));
    double.says_where("POST", "^/indexes/guildhall_posts/documents$", picky);
    double.says("GET", "/tasks/1", [task("succeeded")]);
    double.says("GET", "/tasks/66", [failure]);
    picky
}

#[test]
fn a_poisoned_document_is_found_among_good_ones() {
    for kind in ["invalid_request", "internal"] {
        let double = Double::set_up();
        let server = picky(&double, &[3], failed("invalid_document_id", kind, "it is poisoned"));
        let Err(EngineError::Refused(message)) = double.engine().apply((1..=4).map(put).collect()) else { panic!("it is refused") };
        assert_eq!(message, "post 3: it is poisoned");
        assert_eq!(*server.sent.lock().unwrap(), [vec![1, 2, 3, 4], vec![1, 2], vec![3, 4], vec![3], vec![4]]);
    }
    let double = Double::set_up();
    picky(&double, &[1, 2, 3, 4], failed("internal", "internal", "everything fails"));
    assert!(away(double.engine().apply((1..=4).map(put).collect())).contains("everything fails"), "a server that is ill itself is no fault of a post's");
}

#[test]
fn what_is_too_large_together_is_sent_in_parts() {
    let double = Double::set_up();
    let too_large = error(413, "payload_too_large", "invalid_request", "The provided payload reached the size limit.");
    double.says("POST", "/indexes/guildhall_posts/documents", [too_large, taken(1, "documentAdditionOrUpdate")]);
    double.says("GET", "/tasks/1", [task("succeeded")]);
    double.engine().apply((1..=2).map(put).collect()).unwrap();
    assert_eq!(double.paths(), [SETTINGS, ADD, ADD, "GET /tasks/1", ADD, "GET /tasks/1"]);
}

#[test]
fn deletions_win() {
    let double = Double::set_up();
    double.says("POST", "/indexes/guildhall_posts/documents/delete-batch", [taken(1, "documentDeletion")]);
    double.says("POST", "/indexes/guildhall_posts/documents", [taken(2, "documentAdditionOrUpdate")]);
    double.says_where("GET", "^/tasks/", task("succeeded"));
    double.engine().apply(vec![Change::Delete(PostId(5)), put(5), put(6), Change::Delete(PostId(7))]).unwrap();
    assert_eq!(double.paths(), [SETTINGS, "POST /indexes/guildhall_posts/documents/delete-batch", "GET /tasks/1", ADD, "GET /tasks/2"]);
    let requests = double.requests();
    assert_eq!(requests[1].1, json!([5, 7]));
    assert_eq!(requests[3].1.as_array().map(|documents| documents.iter().map(|document| document["id"].clone()).collect()), Some(vec![json!(6)]));
}

#[test]
fn whoever_holds_no_key_asks_nothing() {
    let double = Double::set_up();
    let found = double.engine().search(&Wanted { keys: Vec::new(), ..words("payout") }).unwrap();
    assert!(found.hits.is_empty() && found.topics == 0 && double.paths().is_empty());
}

#[test]
fn a_search_is_sent_in_words_that_mean_nothing_else() {
    let double = Double::set_up();
    let answers = |hits: Value, total: u64| json!({ "hits": hits, "estimatedTotalHits": total, "limit": 20, "offset": 0, "processingTimeMs": 1, "query": "" });
    double.says(
        "POST",
        "/multi-search",
        [ResponseTemplate::new(200)
            .set_body_json(json!({ "results": [answers(json!([]), 100), answers(json!([]), 5), answers(json!([]), 0), answers(json!([]), 7)] }))],
    );
    let wanted = Wanted { keys: vec!["c1".into(), "c1.\"m1".into()], ..words("payouts -bank \"c++ -x\" OR status:odd") };
    // Whatever it answers next, what it was asked is what this is about.
    double.engine().search(&wanted).ok();
    let requests = double.requests();
    let probes: Vec<&str> = requests[0].1["queries"].as_array().unwrap().iter().filter_map(|query| query["q"].as_str()).collect();
    assert_eq!(probes[..2], ["", "\"payout\" "]);
    for (path, body) in &requests {
        assert_eq!(path, "POST /multi-search");
        for query in body["queries"].as_array().unwrap() {
            assert!(query["filter"].as_str().is_some_and(|filter| filter.starts_with("keys IN [\"c1\", \"c1.\\\"m1\"]")), "no question without keys: {query}");
            let is_probe = query["matchingStrategy"].is_null();
            assert!(is_probe || query["q"].as_str().unwrap().starts_with("-\"bank\" \"x632b2b x\" "), "{query}");
        }
    }
}
