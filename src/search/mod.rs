//! Search: posts as documents of an engine, kept in line with the database by jobs, found by what people type.

pub mod analysis;
pub mod asked;
pub mod document;
pub mod embedded;
pub mod engine;
pub mod evaluate;
pub mod excerpt;
pub mod feature;
pub mod find;
pub mod keep_in_line;
pub mod listing;
pub mod meilisearch;
mod mended;
pub mod pages;
pub mod place;
pub mod queries;
pub mod question;
pub mod rebuild;
pub mod similar;
pub mod solved;
pub mod status;
pub mod synonyms;
mod weights;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;

use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::db::claim::Claim;
use crate::platform::metrics::{Gauge, Gauges};
use embedded::Embedded;
use engine::{Engine, EngineError, Found, Wanted};
use find::Loosened;
use meilisearch::Meilisearch;
use queries::SearchId;
use status::Status;
use synonyms::store::KeptSynonyms;

/// Questions that the engine answers at once: they take a processor each.
const AT_ONCE: usize = 4;
/// Questions that the database answers at once while the engine is away: it has other things to do.
const PLAIN_AT_ONCE: usize = 4;
/// So long a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);

/// The engine in use, and how many may ask it at once.
pub struct Search {
    engine: Arc<dyn Engine>,
    synonyms: Arc<KeptSynonyms>,
    gate: Semaphore,
    plain: Semaphore,
    claim: OnceLock<Claim>,
    looked_up_to: AtomicI64,
}

/// The engine that the configuration names.
pub fn configured(config: &Config) -> anyhow::Result<Arc<dyn Engine>> {
    Ok(match &config.meilisearch_url {
        Some(url) => Arc::new(Meilisearch::new(url.as_str(), config.meilisearch_key.as_deref())?),
        None => Arc::new(Embedded::within(&config.data_dir)),
    })
}

impl Search {
    /// Search by an engine.
    pub fn by(engine: Arc<dyn Engine>) -> Self {
        Self {
            engine,
            synonyms: Arc::default(),
            gate: Semaphore::new(AT_ONCE),
            plain: Semaphore::new(PLAIN_AT_ONCE),
            claim: OnceLock::new(),
            looked_up_to: AtomicI64::new(SearchId::NONE.0),
        }
    }

    /// The engine.
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// Holds on to the claim on the index for as long as this is there.
    pub fn hold(&self, claim: Claim) {
        self.claim.set(claim).ok();
    }

    /// Whether this process may write the index now; jobs wait where it is said no.
    pub fn may_write(&self) -> bool {
        self.claim.get().is_none_or(Claim::is_held) && self.engine.may_write()
    }

    /// Up to which of the searches that somebody waits for was looked again.
    pub fn looked_up_to(&self) -> SearchId {
        SearchId(self.looked_up_to.load(Ordering::Relaxed))
    }

    /// Lets the next look go on behind a search.
    pub fn look_on_from(&self, search: SearchId) {
        self.looked_up_to.store(search.0, Ordering::Relaxed);
    }

    /// Which words mean the same.
    pub fn synonyms(&self) -> &Arc<KeptSynonyms> {
        &self.synonyms
    }

    /// What is measured of search: how many posts it finds, and whether it answers at all.
    pub fn gauges(&self) -> Gauges {
        let engine = self.engine.clone();
        Arc::new(move || {
            let documents = engine.count();
            let up = Gauge { name: "guildhall_search_up", about: "1 when the search engine answered just now.", value: i64::from(documents.is_ok()) };
            let of = |value: u64| Gauge { name: "guildhall_search_documents", about: "Posts in the search index.", value: value as i64 };
            [up].into_iter().chain(documents.ok().map(of)).collect()
        })
    }

    /// How search is, read in a thread that may wait.
    pub async fn status(&self, db: &Db) -> Option<Status> {
        let (engine, db) = (self.engine.clone(), db.clone());
        tokio::task::spawn_blocking(move || Status::read(&db, engine.as_ref())).await.ok().and_then(Result::ok)
    }

    /// Asks the engine in a thread that may wait. Gives back what it was asked in the end; none where it does not answer,
    /// and then the log says why.
    pub async fn ask(&self, wanted: Wanted) -> Option<(Wanted, Found, Loosened)> {
        let answer = self.answer(wanted).await;
        answer.inspect_err(|error| tracing::warn!(%error, "the search engine did not answer")).ok()
    }

    async fn answer(&self, mut wanted: Wanted) -> engine::Result<(Wanted, Found, Loosened)> {
        let turn = tokio::time::timeout(PATIENCE, self.gate.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(EngineError::Away("too many ask at once".into())) };
        let engine = self.engine.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let (found, loosened) = find::ask(engine.as_ref(), &mut wanted)?;
            Ok((wanted, found, loosened))
        });
        asked.await.unwrap_or_else(|panic| Err(EngineError::Broken(panic.into())))
    }

    /// May the database be asked instead now? For as long as what this gives is kept.
    pub fn plain_turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.plain.try_acquire().ok()
    }
}
