//! The engine for communities that outgrow one machine: a Meilisearch server, asked over HTTP.
//!
//! Posts are analysed here as for the embedded engine, and sent as terms. The server finds posts and counts topics; which
//! of the posts fit best is decided here, in a second look at what it found: its own order loses questions in whole
//! sentences, for it knows neither how rare words are nor which say little.

mod ask;
mod counts;
mod documents;
mod faults;
mod filter;
mod query;
mod rebuild;
mod scratch;
mod second_look;
mod settings;
mod spelling;
mod terms;
mod wire;
mod write;

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::engine::{Change, Engine, Found, Rebuild, Result, Wanted};
use crate::forum::{PostId, TopicId};
use faults::Fault;
pub use scratch::Scratch;
use wire::{REQUEST, Wire};

/// The index in use. While another is made it stands beside it, with a random ending, as do those that are only measured.
const INDEX: &str = "guildhall_posts";
/// Documents that are read at once.
const PAGE: usize = 1_000;

/// The engine.
pub struct Meilisearch {
    wire: Wire,
    index: String,
    is_set_up: AtomicBool,
}

#[derive(Deserialize)]
struct Page {
    results: Vec<Marked>,
    total: usize,
}

#[derive(Deserialize)]
struct Marked {
    id: i64,
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stats {
    number_of_documents: u64,
}

impl Meilisearch {
    /// The engine on a server at `url`. Nothing is sent before it is used, so that a server that is away keeps nobody
    /// from starting. Errs where `key` holds what no header may.
    pub fn new(url: &str, key: Option<&str>) -> anyhow::Result<Self> {
        Self::on(url, key, INDEX.to_owned())
    }

    fn on(url: &str, key: Option<&str>, index: String) -> anyhow::Result<Self> {
        Ok(Self { wire: Wire::new(url, key)?, index, is_set_up: AtomicBool::new(false) })
    }

    /// How the index is set up, as the server writes it.
    pub fn settings() -> serde_json::Value {
        settings::wanted()
    }

    /// Sees to it that the index is set up as this program needs it. Asks the server once, until that worked.
    pub fn set_up(&self) -> Result<()> {
        if !self.is_set_up.load(Ordering::Relaxed) {
            settings::apply(&self.wire, &self.index)?;
            self.is_set_up.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn page(&self, topic: TopicId, offset: usize) -> std::result::Result<Page, Fault> {
        let asked = serde_json::json!({ "filter": format!("topic = {}", topic.0), "fields": ["id", "fingerprint"], "limit": PAGE, "offset": offset });
        self.wire.post(&format!("/indexes/{}/documents/fetch", self.index), asked, REQUEST)
    }
}

impl Engine for Meilisearch {
    fn name(&self) -> &'static str {
        "meilisearch"
    }

    fn fingerprints(&self, topic: TopicId) -> Result<HashMap<PostId, u64>> {
        self.set_up()?;
        let mut found = HashMap::new();
        let mut offset = 0;
        loop {
            let page = self.page(topic, offset)?;
            offset += page.results.len();
            let is_last = page.results.is_empty() || offset >= page.total;
            // A fingerprint that cannot be read differs from every other: the post is written again.
            found.extend(page.results.into_iter().map(|one| (PostId(one.id), u64::from_str_radix(&one.fingerprint, 16).unwrap_or_default())));
            if is_last {
                return Ok(found);
            }
        }
    }

    fn apply(&self, changes: Vec<Change>) -> Result<()> {
        self.set_up()?;
        write::apply(&self.wire, &self.index, changes)
    }

    fn search(&self, wanted: &Wanted) -> Result<Found> {
        ask::search(&self.wire, &self.index, wanted)
    }

    fn count(&self) -> Result<u64> {
        self.set_up()?;
        let stats: Stats = self.wire.get(&format!("/indexes/{}/stats", self.index))?;
        Ok(stats.number_of_documents)
    }

    fn may_write(&self) -> bool {
        true
    }

    fn rebuild(&self) -> Result<Box<dyn Rebuild + '_>> {
        Ok(Box::new(rebuild::Anew::begin(self)?))
    }
}
