//! A server that answers what the test wrote down.

use guildhall::search::meilisearch::{Meilisearch, Scratch};
use serde_json::{Value, json};
use std::sync::Mutex;
use tokio::runtime::Runtime;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The double.
pub struct Double {
    runtime: Runtime,
    server: MockServer,
}

/// How a server tells an error.
pub fn error(status: u16, code: &str, kind: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "message": message, "code": code, "type": kind, "link": "https://docs.meilisearch.com/errors" }))
}

/// How a server takes a task.
pub fn taken(uid: u32, kind: &str) -> ResponseTemplate {
    let task = json!({ "taskUid": uid, "indexUid": "guildhall_posts", "status": "enqueued", "type": kind, "enqueuedAt": "2026-11-22T12:00:00.123456789Z" });
    ResponseTemplate::new(202).set_body_json(task)
}

/// How a server tells of a task.
pub fn task(status: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "uid": 1, "status": status, "type": "documentAdditionOrUpdate", "error": null }))
}

/// How a server tells of a task that failed.
pub fn failed(code: &str, kind: &str, message: &str) -> ResponseTemplate {
    let error = json!({ "message": message, "code": code, "type": kind, "link": "" });
    ResponseTemplate::new(200).set_body_json(json!({ "uid": 1, "status": "failed", "type": "documentAdditionOrUpdate", "error": error }))
}

/// Answers one after the other; the last one for ever.
struct Script(Mutex<Vec<ResponseTemplate>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut rest = self.0.lock().expect("the script");
        if rest.len() > 1 { rest.remove(0) } else { rest[0].clone() }
    }
}

impl Double {
    /// A server that knows nothing.
    pub fn empty() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let server = runtime.block_on(MockServer::start());
        Self { runtime, server }
    }

    /// A server with an index that is set up.
    pub fn set_up() -> Self {
        let double = Self::empty();
        double.says("GET", "/indexes/guildhall_posts/settings", [ResponseTemplate::new(200).set_body_json(Meilisearch::settings())]);
        double
    }

    /// What it answers to requests of a method at a path, one after the other.
    pub fn says(&self, verb: &str, at: &str, answers: impl IntoIterator<Item = ResponseTemplate>) {
        let script = Script(Mutex::new(answers.into_iter().collect()));
        self.runtime.block_on(Mock::given(method(verb)).and(path(at)).respond_with(script).mount(&self.server));
    }

    /// The same in place of what was written down before.
    pub fn says_first(&self, verb: &str, at: &str, answers: impl IntoIterator<Item = ResponseTemplate>) {
        let script = Script(Mutex::new(answers.into_iter().collect()));
        self.runtime.block_on(Mock::given(method(verb)).and(path(at)).respond_with(script).with_priority(1).mount(&self.server));
    }

    /// What it answers to requests at paths of a kind.
    pub fn says_where(&self, verb: &str, at: &str, answer: impl Respond + 'static) {
        self.runtime.block_on(Mock::given(method(verb)).and(path_regex(at)).respond_with(answer).mount(&self.server));
    }

    /// An engine on an index of its own.
    pub fn scratch(&self) -> Scratch {
        Scratch::new(&self.server.uri(), Some("a-key-of-tests")).expect("an engine")
    }

    /// Where it is.
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// An engine that asks it.
    pub fn engine(&self) -> Meilisearch {
        Meilisearch::new(&self.server.uri(), Some("a-key-of-tests")).expect("an engine")
    }

    /// Every request so far: its method, its path and its body.
    pub fn requests(&self) -> Vec<(String, Value)> {
        let requests = self.runtime.block_on(self.server.received_requests()).expect("requests are kept");
        let told = |request: &Request| {
            assert_eq!(request.headers.get("authorization").map(|value| value.as_bytes()), Some(b"Bearer a-key-of-tests".as_slice()));
            let body = if request.body.is_empty() { Value::Null } else { serde_json::from_slice(&request.body).expect("JSON") };
            (format!("{} {}", request.method, request.url.path()), body)
        };
        requests.iter().map(told).collect()
    }

    /// The methods and paths of every request so far.
    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|(path, _)| path).collect()
    }
}
