//! Words of the index that a word may have meant: what was mistyped, and what goes on.

use std::collections::HashMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use super::sieve::Sieve;
use crate::search::analysis::is_dense;

/// Shorter words are not mended: too many others are as near.
const SHORTEST: usize = 4;
/// From so many letters on two mistakes are forgiven.
const LONG: usize = 8;
/// So many words are tried for a mistyped one.
const TRIED: usize = 3;
/// So many words are tried for one that goes on.
const GOING_ON: usize = 12;
/// So many words that begin alike are looked at.
const LOOKED_AT: usize = 4_000;

/// Known words that an unknown one may have meant, best first: neighbours that changed places, the same first letter, then
/// what is frequent.
pub fn mended(sieve: &Sieve<'_>, field: Field, word: &str) -> tantivy::Result<Vec<String>> {
    let length = word.chars().count();
    if length < SHORTEST || word.chars().any(is_dense) {
        return Ok(Vec::new());
    }
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), if length >= LONG { 2 } else { 1 }, true);
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in sieve.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while let Some((term, info)) = stream.next() {
            *found.entry(String::from_utf8_lossy(term).into_owned()).or_default() += u64::from(info.doc_freq);
        }
    }
    let first = word.chars().next();
    let mut near: Vec<(String, u64)> = found.into_iter().collect();
    near.sort_by_cached_key(|(other, documents)| (half_edits(word, other), other.chars().next() != first, std::cmp::Reverse(*documents), other.clone()));
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

/// Twice the edits between two words; neighbours that changed places count one.
pub fn half_edits(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<u32>> = vec![(0..=b.len() as u32).map(|j| 2 * j).collect()];
    for i in 1..=a.len() {
        let mut row = vec![2 * i as u32];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + if a[i - 1] == b[j - 1] { 0 } else { 2 };
            let mut least = changed.min(rows[i - 1][j] + 2).min(row[j - 1] + 2);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::half_edits;

    #[test]
    fn places_that_were_changed_count_half() {
        assert_eq!(half_edits("payout", "payout"), 0);
        assert_eq!(half_edits("paoyut", "payout"), 1);
        assert_eq!(half_edits("paout", "payout"), 2);
        assert_eq!(half_edits("pxyuot", "payout"), 3);
    }
}
