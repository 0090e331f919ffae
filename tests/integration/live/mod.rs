//! What open pages hear: of what, when, and who does not.

mod limits;
mod lists;
mod nodes;
mod rights;
mod topics;
mod writing;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::test::TestRequest;
use guildhall::forum::TopicId;
use serde_json::Value;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use crate::support::{Client, TestApp};

/// Somebody who listens.
pub struct Listening {
    body: Pin<Box<EitherBody<BoxBody>>>,
    /// The last number that was told, which browsers repeat when they come back.
    pub last_id: Option<String>,
    /// The stream has ended.
    pub has_ended: bool,
}

impl Listening {
    /// Listens at an address; a refusal is a mistake of the test.
    pub async fn at(app: &TestApp, client: &Client, address: &str) -> Self {
        Self::by(app, client, TestRequest::get().uri(address)).await
    }

    /// The same with a request of the test's own.
    pub async fn by(app: &TestApp, client: &Client, request: TestRequest) -> Self {
        let answer = app.stream(client, request).await;
        assert_eq!(answer.status().as_u16(), 200, "{:?}", answer.response());
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
        assert_eq!(header("content-encoding"), None, "what is compressed waits for more");
        let mut listening = Self { body: Box::pin(answer.into_body()), last_id: None, has_ended: false };
        let first = listening.blocks().await;
        assert!(first.len() == 1 && first[0].starts_with("retry: "), "{first:?}");
        listening
    }

    /// Listens on the page of a topic in its present version.
    pub async fn on_topic(app: &TestApp, client: &Client, topic: TopicId) -> Self {
        let mut listening = Self::at(app, client, &address(client, topic, version(app, topic).await)).await;
        app.tell();
        assert!(listening.events("topic").await.is_empty(), "the page is as new as can be");
        listening.events("notices").await;
        listening
    }

    /// Everything that arrived since, without waiting for more.
    async fn blocks(&mut self) -> Vec<String> {
        let mut text = String::new();
        while !self.has_ended {
            match poll_fn(|cx| Poll::Ready(self.body.as_mut().poll_next(cx))).await {
                Poll::Ready(Some(part)) => text.push_str(std::str::from_utf8(&part.expect("a part")).unwrap()),
                Poll::Ready(None) => self.has_ended = true,
                Poll::Pending => break,
            }
        }
        text.split_terminator("\n\n").map(str::to_owned).collect()
    }

    /// Everything that was told since: names and data.
    pub async fn heard(&mut self) -> Vec<(String, Value)> {
        let mut heard = Vec::new();
        for block in self.blocks().await {
            let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            if let Some(id) = line("id") {
                self.last_id = Some(id.to_owned());
            }
            if let (Some(name), Some(data)) = (line("event"), line("data")) {
                heard.push((name.to_owned(), serde_json::from_str(data).expect("JSON")));
            }
        }
        heard
    }

    /// Of that, the data of the events of a name; the others are forgotten.
    pub async fn events(&mut self, name: &str) -> Vec<Value> {
        self.heard().await.into_iter().filter(|(known, _)| known == name).map(|(_, data)| data).collect()
    }

    /// The versions of its topic that were told since.
    pub async fn versions(&mut self) -> Vec<i64> {
        self.events("topic").await.iter().map(|data| data["version"].as_i64().unwrap()).collect()
    }
}

/// Where a page of a topic listens.
pub fn address(client: &Client, topic: TopicId, version: i64) -> String {
    let member = if client.cookie("sid").is_some() { "&member=1" } else { "" };
    format!("/live?topic={topic}&version={version}{member}")
}

/// The version that a topic has.
pub async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |conn| guildhall::forum::topics::store::version(conn, topic)).await.expect("the topic")
}
