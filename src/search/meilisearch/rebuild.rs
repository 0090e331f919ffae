//! Another index beside the one in use, which takes its place whole.

use meilisearch_sdk::client::SwapIndexes;
use meilisearch_sdk::task_info::TaskInfo;
use rand::Rng;
use serde_json::Value;
use std::sync::atomic::Ordering;

use super::faults::{Fault, Result};
use super::wire::{LONG_TASK, REQUEST, TASK, Wire};
use super::{Meilisearch, Stats, documents, settings, write};
use crate::search::document::Document;
use crate::search::engine::{self, Rebuild};

/// An index that is being made. Dropped, it is taken away.
pub struct Anew<'a> {
    engine: &'a Meilisearch,
    uid: String,
    /// The task that writes what was added last: the next documents are made meanwhile.
    writing: Option<TaskInfo>,
}

impl<'a> Anew<'a> {
    /// Makes an empty index and sets it up.
    pub fn begin(engine: &'a Meilisearch) -> Result<Self> {
        let uid = format!("{}_{:016x}", engine.index, rand::rng().random::<u64>());
        let made = create(&engine.wire, &uid)?;
        let anew = Self { engine, uid, writing: None };
        anew.wire().finish(&made, LONG_TASK)?;
        settings::begin(anew.wire(), &anew.uid)?;
        Ok(anew)
    }

    fn wire(&self) -> &'a Wire {
        &self.engine.wire
    }

    fn finish_writing(&mut self) -> Result<()> {
        match self.writing.take() {
            Some(task) => self.wire().finish(&task, LONG_TASK),
            None => Ok(()),
        }
    }

    /// Swapping needs both: where there is no index yet, an empty one is made first.
    fn swap(&self) -> Result<()> {
        let (wire, index) = (self.wire(), &self.engine.index);
        match made_at(wire, index) {
            Err(Fault::NoIndex) => wire.finish(&create(wire, index)?, LONG_TASK)?,
            there => drop(there?),
        }
        let own = made_at(wire, &self.uid)?;
        let swap = SwapIndexes { indexes: (index.clone(), self.uid.clone()), rename: None };
        let swapped = wire.run(REQUEST, |client| async move { client.swap_indexes([&swap]).await })?;
        // A key for certain indexes is not told of tasks that are about more than one: the index in use is looked at too.
        wire.until(LONG_TASK, || match wire.has_succeeded(&swapped) {
            Ok(true) => Ok(true),
            Ok(false) | Err(Fault::NoTask) => Ok(made_at(wire, index)? == own),
            Err(fault) => Err(fault),
        })
    }
}

impl Rebuild for Anew<'_> {
    fn add(&mut self, documents: Vec<Document>) -> engine::Result<()> {
        let documents = documents.iter().map(documents::of).collect();
        self.finish_writing()?;
        self.writing = Some(write::send(self.wire(), &self.uid, documents)?);
        Ok(())
    }

    fn swap_in(mut self: Box<Self>) -> engine::Result<u64> {
        self.finish_writing()?;
        let stats: Stats = self.wire().get(&format!("/indexes/{}/stats", self.uid))?;
        self.swap()?;
        self.engine.is_set_up.store(false, Ordering::Relaxed);
        // What was in use before has the other name now, and goes when this is dropped.
        Ok(stats.number_of_documents)
    }
}

impl Drop for Anew<'_> {
    fn drop(&mut self) {
        if let Err(fault) = delete(self.wire(), &self.uid) {
            left_over(&self.uid, &fault);
        }
    }
}

/// Takes an index away.
pub fn delete(wire: &Wire, uid: &str) -> Result<()> {
    let uid = uid.to_owned();
    let task = wire.run(REQUEST, |client| async move { client.delete_index(uid).await })?;
    wire.finish(&task, TASK)
}

/// Says that an index could not be taken away.
pub fn left_over(uid: &str, fault: &Fault) {
    tracing::warn!(index = uid, ?fault, "an index in Meilisearch is left over; it can be deleted");
}

/// When an index was made, which tells it from every other.
fn made_at(wire: &Wire, uid: &str) -> Result<String> {
    let index: Value = wire.get(&format!("/indexes/{uid}"))?;
    Ok(index["createdAt"].to_string())
}

fn create(wire: &Wire, uid: &str) -> Result<TaskInfo> {
    let uid = uid.to_owned();
    wire.run(REQUEST, |client| async move { client.create_index(uid, Some("id")).await })
}
