//! What filters go by, kept in memory; read anew when it changes.

use std::sync::Arc;

use super::blocks::Blocks;
use super::classifier::Model;
use super::store;
use super::words::Words;
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{Connection, Db, Generation, Kept, Result};

/// All of it.
pub struct Rules {
    /// Words that may not stand in texts.
    pub words: Words,
    /// Domains, addresses and networks.
    pub blocks: Blocks,
    /// What decisions taught; none before the first.
    pub model: Option<Model>,
    figures: Thresholds,
}

impl Rules {
    fn load(conn: &mut Connection) -> Result<Self> {
        let words = Words::new(store::words(conn)?);
        let blocks = Blocks::new(store::blocks(conn)?);
        let model = store::model(conn)?.and_then(|stored| serde_json::from_str(&stored).ok());
        Ok(Self { words, blocks, model, figures: Thresholds::load(conn)? })
    }

    /// A figure that an admin may set.
    pub fn figure(&self, figure: Threshold) -> i64 {
        self.figures.get(figure)
    }
}

/// The rules in memory.
pub struct KeptRules(Kept<Rules>);

impl Default for KeptRules {
    fn default() -> Self {
        Self(Kept::new(Generation::Screening))
    }
}

impl KeptRules {
    /// As they are now.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<Arc<Rules>> {
        self.0.get(db, conn, Rules::load)
    }
}
