//! Words of the index that a word may have meant: what was mistyped, and what goes on.

use std::collections::HashMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use super::sieve::Sieve;
use crate::search::mended::{TRIED, distance, forgiven};

/// So many words are tried for one that goes on.
const GOING_ON: usize = 12;
/// So many words that begin alike are looked at.
const LOOKED_AT: usize = 4_000;

/// Known words that an unknown one may have meant, best first: by [`distance`], then what is frequent.
pub fn mended(sieve: &Sieve<'_>, field: Field, word: &str) -> tantivy::Result<Vec<String>> {
    let Some(forgiven) = forgiven(word) else { return Ok(Vec::new()) };
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), forgiven, true);
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in sieve.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while let Some((term, info)) = stream.next() {
            *found.entry(String::from_utf8_lossy(term).into_owned()).or_default() += u64::from(info.doc_freq);
        }
    }
    let mut near: Vec<(String, u64)> = found.into_iter().collect();
    near.sort_by_cached_key(|(other, documents)| (distance(word, other), std::cmp::Reverse(*documents), other.clone()));
    sieve.first(field, near, TRIED)
}

/// The most frequent words that begin with these letters, without the letters themselves.
pub fn going_on(sieve: &Sieve<'_>, field: Field, start: &str) -> tantivy::Result<Vec<String>> {
    let mut found: HashMap<String, u64> = HashMap::new();
    let end = format!("{start}\u{10FFFF}");
    for segment in sieve.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let range = index.terms().range().gt(start.as_bytes()).lt(end.as_bytes());
        let mut stream = range.into_stream()?;
        let mut looked = 0;
        while stream.advance() && looked < LOOKED_AT {
            *found.entry(String::from_utf8_lossy(stream.key()).into_owned()).or_default() += u64::from(stream.value().doc_freq);
            looked += 1;
        }
    }
    let mut words: Vec<(String, u64)> = found.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sieve.first(field, words, GOING_ON)
}
