//! Which words of the index a viewer may learn of: those of posts that they see. Mended words, words that go on, and even
//! whether a word is known would tell of posts that they do not.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::collect::Choice;

/// Lets words pass.
pub struct Sieve<'a> {
    searcher: &'a Searcher,
    keys: Vec<Choice>,
}

impl<'a> Sieve<'a> {
    /// For who holds these keys.
    pub fn new(searcher: &'a Searcher, keys: &[String]) -> tantivy::Result<Self> {
        let of_segment = |segment: &tantivy::SegmentReader| Choice::open(segment.fast_fields().str("key")?, keys.iter());
        Ok(Self { searcher, keys: searcher.segment_readers().iter().map(of_segment).collect::<tantivy::Result<_>>()? })
    }

    /// The index.
    pub fn searcher(&self) -> &Searcher {
        self.searcher
    }

    /// Is there a post with this term that the viewer sees?
    pub fn passes(&self, field: Field, text: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(field, text);
        for (segment, keys) in self.searcher.segment_readers().iter().zip(&self.keys) {
            let Some(mut postings) = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let alive = segment.alive_bitset();
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) && keys.passes_any(doc) {
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
