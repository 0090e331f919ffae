//! Which words of the index a viewer may learn of: those of posts that they see. Mended words, words that go on, and even
//! whether a word is known would tell of posts that they do not.

use std::sync::Arc;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};

use super::facts::{Facts, Line};

/// What a viewer may see of one segment.
pub struct Held {
    facts: Arc<Facts>,
    keys: Vec<bool>,
}

impl Held {
    fn of(facts: Arc<Facts>, keys: &[String]) -> tantivy::Result<Self> {
        let column = &facts.words.key;
        let mut held = vec![false; column.as_ref().map_or(0, |column| column.dictionary().num_terms())];
        for key in keys {
            if let Some(place) = column.as_ref().map(|column| column.dictionary().term_ord(key.as_bytes())).transpose()?.flatten() {
                held[place as usize] = true;
            }
        }
        Ok(Self { facts, keys: held })
    }

    /// Everything that is known of the segment, whoever sees it.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What is known of a post, if the viewer sees it.
    #[inline]
    pub fn seen(&self, doc: DocId) -> Option<&Line> {
        let line = self.facts.of(doc);
        self.facts.opens(doc, line, &self.keys).then_some(line)
    }
}

/// Lets words pass.
pub struct Sieve<'a> {
    searcher: &'a Searcher,
    held: Arc<[Held]>,
}

impl<'a> Sieve<'a> {
    /// For who holds these keys, by the facts of each segment.
    pub fn new(searcher: &'a Searcher, facts: Vec<Arc<Facts>>, keys: &[String]) -> tantivy::Result<Self> {
        let held = facts.into_iter().map(|facts| Held::of(facts, keys));
        Ok(Self { searcher, held: held.collect::<tantivy::Result<_>>()? })
    }

    /// What the viewer may see of each segment.
    pub fn held(&self) -> Arc<[Held]> {
        self.held.clone()
    }

    /// The index.
    pub fn searcher(&self) -> &Searcher {
        self.searcher
    }

    /// Is there a post with this term that the viewer sees?
    pub fn passes(&self, field: Field, text: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(field, text);
        for (segment, held) in self.searcher.segment_readers().iter().zip(&*self.held) {
            let Some(mut postings) = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let alive = segment.alive_bitset();
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) && held.seen(doc).is_some() {
                    return Ok(true);
                }
                doc = postings.advance();
            }
        }
        Ok(false)
    }

    /// The first so many of these words that pass.
    pub fn first(&self, field: Field, words: Vec<(String, u64)>, limit: usize) -> tantivy::Result<Vec<String>> {
        let mut passed = Vec::new();
        for (word, _) in words {
            if passed.len() == limit {
                break;
            }
            if self.passes(field, &word)? {
                passed.push(word);
            }
        }
        Ok(passed)
    }
}
