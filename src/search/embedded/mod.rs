//! The engine that needs nothing installed: Tantivy, in the data folder or, for tests, in memory.
//!
//! Whoever takes the index's lock first writes it, and keeps writing it; every process reads it.

mod by_number;
mod choices;
mod collect;
mod facts;
mod lead;
mod near;
mod query;
mod rebuild;
mod schema;
mod shelf;
mod sieve;
mod slots;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::collector::DocSetCollector;
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use super::engine::{Change, Engine, EngineError, Found, Hit, Rebuild, Result, Sort, Wanted};
use crate::forum::{PostId, TopicId};
use collect::Topics;
use facts::AllFacts;
use schema::Fields;
use shelf::Shelf;
use sieve::{Held, Sieve};
use slots::Best;

/// What one writer keeps in memory before it writes a segment, in bytes: the least that Tantivy takes.
const WRITER_BYTES: usize = 15_000_000;

/// Threads that join segments: a small one need not wait for a large one. Each keeps memory of its own.
const MERGERS: usize = 2;

/// Where indexes stand, below the data folder.
const FOLDER: &str = "search";

/// The embedded engine.
pub struct Embedded {
    shelf: Shelf,
    fields: Fields,
    facts: AllFacts,
    open: Mutex<Option<Open>>,
    writer: Mutex<Option<Writer>>,
}

/// An index that can be searched.
#[derive(Clone)]
struct Open {
    /// Which one: another name after a rebuild.
    name: String,
    index: Index,
    reader: IndexReader,
}

/// The way to write into one index.
struct Writer {
    name: String,
    writer: IndexWriter,
}

impl Embedded {
    /// The index below a data folder. Nothing is opened before it is used.
    pub fn within(data_dir: &Path) -> Self {
        Self::on(Shelf::folder(data_dir.join(FOLDER)))
    }

    /// Takes away every index below a data folder: they are made again of what the database holds.
    pub fn clear(data_dir: &Path) -> std::io::Result<()> {
        match std::fs::remove_dir_all(data_dir.join(FOLDER)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// An index that is gone with the process: begun, and empty.
    pub fn in_memory() -> Self {
        Self::on(Shelf::memory())
    }

    fn on(shelf: Shelf) -> Self {
        Self { shelf, fields: Fields::schema().1, facts: AllFacts::default(), open: Mutex::default(), writer: Mutex::default() }
    }

    /// The index in use, opened anew when another took its place.
    fn open(&self) -> Result<Open> {
        let name = self.shelf.current()?.ok_or(EngineError::NoIndex)?;
        let mut open = lock(&self.open);
        if let Some(open) = open.as_ref().filter(|open| open.name == name) {
            return Ok(open.clone());
        }
        let index = self.shelf.open(&name)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into().map_err(away)?;
        Ok(open.insert(Open { name, index, reader }).clone())
    }

    /// The writer of the index in use, with the index.
    fn writer(&self) -> Result<(Open, MutexGuard<'_, Option<Writer>>)> {
        let open = self.open()?;
        let mut writer = lock(&self.writer);
        if writer.as_ref().is_none_or(|writer| writer.name != open.name) {
            // The other index's lock goes first, so that whoever made this one may take that one away.
            *writer = None;
            *writer = Some(Writer { name: open.name.clone(), writer: writer_of(&open.index, 1, WRITER_BYTES)? });
        }
        Ok((open, writer))
    }
}

impl Engine for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn fingerprints(&self, topic: TopicId) -> Result<HashMap<PostId, u64>> {
        let searcher = self.open()?.reader.searcher();
        let facts = self.facts.of(&searcher).map_err(broken)?;
        let query = TermQuery::new(Term::from_field_u64(self.fields.topic, topic.0 as u64), IndexRecordOption::Basic);
        let found = searcher.search(&query, &DocSetCollector).map_err(broken)?;
        let of_post = |at: DocAddress| {
            let segment = &facts[at.segment_ord as usize];
            Some((PostId(segment.post.first(at.doc_id)? as i64), segment.fingerprint.first(at.doc_id).unwrap_or_default()))
        };
        Ok(found.into_iter().filter_map(of_post).collect())
    }

    fn apply(&self, changes: Vec<Change>) -> Result<()> {
        let (open, mut guard) = self.writer()?;
        let Some(Writer { writer, .. }) = guard.as_mut() else { return Err(EngineError::WrittenElsewhere) };
        let written = write(writer, &self.fields, changes);
        if written.is_err() {
            // After a fault, such as a full disk, a writer takes nothing more: the next change opens another.
            *guard = None;
        }
        written.map_err(away)?;
        open.reader.reload().map_err(broken)?;
        // Read here, so that nobody who searches waits for it.
        self.facts.of(&open.reader.searcher()).map(|_| ()).map_err(broken)
    }

    fn search(&self, wanted: &Wanted) -> Result<Found> {
        let searcher = self.open()?.reader.searcher();
        let facts = self.facts.of(&searcher).map_err(broken)?;
        let sieve = Sieve::new(&searcher, facts, &wanted.keys).map_err(broken)?;
        let built = query::build(&sieve, &self.fields, wanted).map_err(broken)?;
        // Without words nothing fits better than anything else.
        let sort = if built.has_no_words && wanted.sort == Sort::Relevance { Sort::Newest } else { wanted.sort };
        let collected = Topics::wanted(wanted, sort, sieve.held()).and_then(|topics| topics.gather(&searcher, &built)).map_err(broken)?;
        Ok(Found { hits: hits(&sieve.held(), collected.best), topics: collected.topics, counts: collected.counts, instead: built.instead })
    }

    fn count(&self) -> Result<u64> {
        Ok(self.open()?.reader.searcher().num_docs())
    }

    fn may_write(&self) -> bool {
        self.writer().is_ok()
    }

    fn rebuild(&self) -> Result<Box<dyn Rebuild + '_>> {
        Ok(Box::new(rebuild::Anew::begin(self)?))
    }
}

/// The topics that were found, with the numbers of their best posts.
fn hits(held: &[Held], best: Vec<Best>) -> Vec<Hit> {
    let hit = |best: Best| {
        let post = held[best.at.segment_ord as usize].facts().post.first(best.at.doc_id).unwrap_or_default();
        Hit { topic: TopicId(best.topic.into()), post: PostId(post as i64), score: best.key as f32 }
    };
    best.into_iter().map(hit).collect()
}

fn write(writer: &mut IndexWriter, fields: &Fields, changes: Vec<Change>) -> tantivy::Result<()> {
    for change in changes {
        let post = match &change {
            Change::Put(document) => document.facts.post,
            Change::Delete(post) => *post,
        };
        writer.delete_term(Term::from_field_u64(fields.post, post.0 as u64));
        if let Change::Put(document) = change {
            writer.add_document(fields.document(&document))?;
        }
    }
    writer.commit().map(|_| ())
}

fn writer_of(index: &Index, threads: usize, bytes: usize) -> Result<IndexWriter> {
    let options = IndexWriterOptions::builder().num_worker_threads(threads).memory_budget_per_thread(bytes).num_merge_threads(MERGERS).build();
    match index.writer_with_options(options) {
        Err(TantivyError::LockFailure(..)) => Err(EngineError::WrittenElsewhere),
        outcome => outcome.map_err(away),
    }
}

/// A lock that a panic left behind: what it guards is opened anew when it does not work.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broken(error: TantivyError) -> EngineError {
    EngineError::Broken(error.into())
}

/// The disk's faults pass.
fn away(error: TantivyError) -> EngineError {
    EngineError::Away(error.to_string())
}
