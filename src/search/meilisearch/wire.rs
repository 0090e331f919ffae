//! The way to a Meilisearch server. The library beneath is asynchronous, whoever calls waits: a small runtime of its own
//! does the work, and every call has a time limit.

use meilisearch_sdk::client::Client;
use meilisearch_sdk::request::{HttpClient, Method};
use meilisearch_sdk::reqwest::ReqwestClient;
use meilisearch_sdk::task_info::TaskInfo;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

use super::faults::{Fault, Result};

/// What one request may take that asks for nothing much.
pub const REQUEST: Duration = Duration::from_secs(5);
/// What one request may take that brings documents.
pub const UPLOAD: Duration = Duration::from_secs(30);
/// How long a task is waited for that somebody waits for.
pub const TASK: Duration = Duration::from_secs(30);
/// How long a task of a rebuild is waited for: it may stand behind many others.
pub const LONG_TASK: Duration = Duration::from_secs(15 * 60);
/// How long to wait before a task is asked after for the first time, and at most between two times.
const FIRST_LOOK: Duration = Duration::from_millis(5);
const LONGEST_LOOK: Duration = Duration::from_millis(250);

/// A server, and the right to use it.
pub struct Wire {
    client: Client,
    http: ReqwestClient,
    url: String,
    runtime: Option<Runtime>,
}

/// A task as the server tells of it.
#[derive(Debug, Deserialize)]
struct Task {
    status: String,
    error: Option<TaskError>,
}

/// Why a task failed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TaskError {
    /// In words.
    pub message: String,
    /// In one word.
    pub code: String,
    /// Whose fault it was: `invalid_request` for what was sent.
    #[serde(rename = "type")]
    pub kind: String,
}

impl Wire {
    /// The way to a server at `url`. Nothing is sent yet.
    pub fn new(url: &str, key: Option<&str>) -> anyhow::Result<Self> {
        let url = url.trim_end_matches('/').to_owned();
        let http = ReqwestClient::new(key)?;
        let client = Client::new(url.clone(), key)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).thread_name("meilisearch").enable_all().build()?;
        Ok(Self { client, http, url, runtime: Some(runtime) })
    }

    /// Runs what the library offers; `call` gets the client.
    pub fn run<T, F>(&self, limit: Duration, call: impl FnOnce(Client) -> F) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = std::result::Result<T, meilisearch_sdk::errors::Error>> + Send + 'static,
    {
        self.wait(limit, call(self.client.clone()))
    }

    /// Sends a body to a path; what the library has no call for.
    pub fn post<T: DeserializeOwned + Send + 'static>(&self, path: &str, body: Value, limit: Duration) -> Result<T> {
        let (http, url) = (self.http.clone(), format!("{}{path}", self.url));
        self.wait(limit, async move { http.request::<(), Value, T>(&url, Method::Post { query: (), body }, 200).await })
    }

    /// Changes what stands at a path: a task.
    pub fn patch(&self, path: &str, body: Value) -> Result<TaskInfo> {
        let (http, url) = (self.http.clone(), format!("{}{path}", self.url));
        self.wait(REQUEST, async move { http.request::<(), Value, TaskInfo>(&url, Method::Patch { query: (), body }, 202).await })
    }

    /// What stands at a path.
    pub fn get<T: DeserializeOwned + Send + 'static>(&self, path: &str) -> Result<T> {
        let (http, url) = (self.http.clone(), format!("{}{path}", self.url));
        self.wait(REQUEST, async move { http.request::<(), (), T>(&url, Method::Get { query: () }, 200).await })
    }

    /// Waits until a task succeeded.
    pub fn finish(&self, task: &TaskInfo, limit: Duration) -> Result<()> {
        self.until(limit, || self.has_succeeded(task))
    }

    /// Whether a task succeeded by now; errs where it never will.
    pub fn has_succeeded(&self, task: &TaskInfo) -> Result<bool> {
        let task: Task = self.get(&format!("/tasks/{}", task.task_uid))?;
        match task.status.as_str() {
            "succeeded" => Ok(true),
            "failed" => Err(Fault::of_task(task.error.unwrap_or_default())),
            "canceled" => Err(Fault::Away("Meilisearch was told to cancel the task".into())),
            _ => Ok(false),
        }
    }

    /// Asks again and again, more and more seldom, until something is so.
    pub fn until(&self, limit: Duration, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
        let (mut pause, end) = (FIRST_LOOK, Instant::now() + limit);
        loop {
            std::thread::sleep(pause);
            if is_so()? {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(Fault::Away(format!("a task of Meilisearch did not end within {} s; it is busy with others", limit.as_secs())));
            }
            pause = (pause * 3 / 2).min(LONGEST_LOOK);
        }
    }

    /// Runs a future on the runtime; whoever calls may be inside another one, but must be one that may wait.
    fn wait<T, F>(&self, limit: Duration, future: F) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = std::result::Result<T, meilisearch_sdk::errors::Error>> + Send + 'static,
    {
        let ended = || Fault::Away("the program is being ended".into());
        let (give, take) = mpsc::sync_channel(1);
        let runtime = self.runtime.as_ref().ok_or_else(ended)?;
        runtime.spawn(async move {
            // Nobody waits any more when the program is being ended.
            give.send(tokio::time::timeout(limit, future).await).ok();
        });
        match take.recv().map_err(|_| ended())? {
            Ok(outcome) => outcome.map_err(|error| Fault::of(error, &self.url)),
            Err(_) => Err(Fault::Away(format!("Meilisearch at {} did not answer within {:.1} s", self.url, limit.as_secs_f32()))),
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
