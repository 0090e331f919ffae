//! An index made anew beside the one in use.

use std::fs::File;
use tantivy::IndexWriter;

use super::{Embedded, away, broken, writer_of};
use crate::search::document::Document;
use crate::search::engine::{Rebuild, Result};

/// What each thread keeps in memory before it writes a segment, in bytes: larger segments are merged less often.
const BYTES_A_THREAD: usize = 100_000_000;
/// Threads that analyse texts; more would take the machine from the pages.
const THREADS: usize = 2;

/// An index on its way.
pub struct Anew<'a> {
    engine: &'a Embedded,
    name: String,
    writer: Option<IndexWriter>,
    // Let go last: until then nobody else makes an index here.
    _lock: Option<File>,
}

impl<'a> Anew<'a> {
    /// Begins an empty one; what an earlier rebuild left behind goes.
    pub fn begin(engine: &'a Embedded) -> Result<Self> {
        let lock = engine.shelf.lock_rebuild()?;
        let (name, index) = engine.shelf.make()?;
        engine.shelf.clear(Some(&name));
        Ok(Self { engine, name, writer: Some(writer_of(&index, THREADS, BYTES_A_THREAD)?), _lock: lock })
    }
}

impl Rebuild for Anew<'_> {
    fn add(&mut self, documents: Vec<Document>) -> Result<()> {
        let Some(writer) = &self.writer else { return Ok(()) };
        for document in documents {
            writer.add_document(self.engine.fields.document(&document)).map_err(away)?;
        }
        Ok(())
    }

    fn swap_in(mut self: Box<Self>) -> Result<u64> {
        if let Some(mut writer) = self.writer.take() {
            writer.commit().map_err(away)?;
            writer.wait_merging_threads().map_err(broken)?;
        }
        self.engine.shelf.put_current(&self.name)?;
        let count = self.engine.open()?.reader.searcher().num_docs();
        self.engine.shelf.clear(None);
        Ok(count)
    }
}

impl Drop for Anew<'_> {
    fn drop(&mut self) {
        self.writer = None;
        self.engine.shelf.clear(None);
    }
}
