//! Changes of the index: each is done when the server's task succeeded, not when the server took it.

use serde_json::Value;

use super::documents;
use super::faults::{Fault, Result};
use super::wire::{TASK, UPLOAD, Wire};
use crate::forum::PostId;
use crate::search::engine::{self, Change, EngineError};

/// Takes posts out, then writes documents. A post that is taken out is not written by the same changes: deletions win.
pub fn apply(wire: &Wire, index: &str, changes: Vec<Change>) -> engine::Result<()> {
    let mut gone: Vec<i64> = Vec::new();
    let mut written: Vec<Value> = Vec::new();
    for change in changes {
        match change {
            Change::Delete(PostId(post)) => gone.push(post),
            Change::Put(document) => written.push(documents::of(&document)),
        }
    }
    written.retain(|document| !document["id"].as_i64().is_some_and(|post| gone.contains(&post)));
    if !gone.is_empty() {
        let index = index.to_owned();
        let task = wire.run(UPLOAD, |client| async move { client.index(index).delete_documents(&gone).await })?;
        wire.finish(&task, TASK)?;
    }
    if written.is_empty() {
        return Ok(());
    }
    let mut told = Told::default();
    told.write(wire, index, written)?;
    told.outcome()
}

/// Adds documents by one task, without waiting for it.
pub fn send(wire: &Wire, index: &str, documents: Vec<Value>) -> Result<meilisearch_sdk::task_info::TaskInfo> {
    let index = index.to_owned();
    wire.run(UPLOAD, |client| async move { client.index(index).add_or_replace(&documents, Some("id")).await })
}

/// What became of documents that were not all taken together.
#[derive(Default)]
struct Told {
    taken: usize,
    refused: Vec<String>,
    failed: Vec<String>,
}

impl Told {
    /// Writes documents; when one spoils the others, it is found by halving them.
    fn write(&mut self, wire: &Wire, index: &str, mut documents: Vec<Value>) -> Result<()> {
        let count = documents.len();
        let attempt = send(wire, index, documents.clone()).and_then(|task| wire.finish(&task, TASK));
        match attempt {
            Ok(()) => self.taken += count,
            Err(Fault::Documents(_) | Fault::Inside(_)) if count > 1 => {
                let rest = documents.split_off(count / 2);
                self.write(wire, index, documents)?;
                self.write(wire, index, rest)?;
            }
            Err(Fault::Documents(message)) => self.refused.push(told(&documents, &message)),
            Err(Fault::Inside(message)) => self.failed.push(told(&documents, &message)),
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    /// A server that fails at every document is ill itself; where it took others, those it failed at are to blame.
    fn outcome(mut self) -> engine::Result<()> {
        if self.taken == 0 && self.refused.is_empty() && !self.failed.is_empty() {
            return Err(EngineError::Away(format!("Meilisearch failed: {}", self.failed.join("; "))));
        }
        self.refused.append(&mut self.failed);
        if self.refused.is_empty() { Ok(()) } else { Err(EngineError::Refused(self.refused.join("; "))) }
    }
}

fn told(documents: &[Value], message: &str) -> String {
    let posts: Vec<String> = documents.iter().map(|document| document["id"].to_string()).collect();
    format!("post {}: {message}", posts.join(", "))
}
