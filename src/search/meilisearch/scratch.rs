//! An index that is only measured.

use rand::Rng;
use std::ops::Deref;

use super::faults::Fault;
use super::{INDEX, Meilisearch, rebuild};

/// The engine on an index of its own, beside the one in use. Dropped, the index is gone, whatever became of it.
pub struct Scratch(Meilisearch);

impl Scratch {
    /// The engine on a server at `url`, without an index yet: a rebuild makes it. Errs as [`Meilisearch::new`] does.
    pub fn new(url: &str, key: Option<&str>) -> anyhow::Result<Self> {
        let index = format!("{INDEX}_scratch_{:08x}", rand::rng().random::<u32>());
        Ok(Self(Meilisearch::on(url, key, index)?))
    }

    /// What the index is called, for whoever ends the program before it can take it away.
    pub fn index(&self) -> &str {
        &self.0.index
    }
}

impl Deref for Scratch {
    type Target = Meilisearch;

    fn deref(&self) -> &Meilisearch {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        match rebuild::delete(&self.0.wire, &self.0.index) {
            // It was not made yet.
            Ok(()) | Err(Fault::NoIndex) => {}
            Err(fault) => rebuild::left_over(&self.0.index, &fault),
        }
    }
}
