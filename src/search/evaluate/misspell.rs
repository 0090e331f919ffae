//! Mistyped queries.

use std::collections::{HashMap, HashSet};

use crate::platform::text::words::{Word, WordKind, fold, words};

/// Shorter queries are left as they are.
const WORDS_LEAST: usize = 4;
/// So are shorter words.
const LETTERS_LEAST: usize = 5;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typo {
    /// Two neighbouring, different letters change places.
    Swap,
    /// A letter is left out.
    Drop,
}

/// In how many documents each word stands.
#[derive(Default)]
pub struct Frequencies(HashMap<String, u32>);

impl Frequencies {
    /// Counts a document.
    pub fn add(&mut self, title: &str, text: &str) {
        let of = |text: &str| words(text).into_iter().filter(|word| word.kind == WordKind::Letters).map(|word| fold(&word.text)).collect::<Vec<_>>();
        let own: HashSet<String> = of(title).into_iter().chain(of(text)).collect();
        for word in own {
            *self.0.entry(word).or_default() += 1;
        }
    }

    /// The query with a typo in the middle of its rarest long word.
    pub fn mistype(&self, query: &str, typo: Typo) -> String {
        let found: Vec<Word> = words(query).into_iter().filter(|word| word.kind == WordKind::Letters).collect();
        let is_long = |word: &&Word| word.text.chars().count() >= LETTERS_LEAST && word.text.chars().all(char::is_alphabetic);
        let rarest = found.iter().filter(is_long).min_by_key(|word| self.0.get(&fold(&word.text)).copied().unwrap_or_default());
        match rarest.filter(|_| found.len() >= WORDS_LEAST) {
            Some(word) => format!("{}{}{}", &query[..word.from], mistyped(&query[word.from..word.to], typo), &query[word.to..]),
            None => query.to_owned(),
        }
    }
}

fn mistyped(word: &str, typo: Typo) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    match typo {
        Typo::Drop => {
            letters.remove(middle);
        }
        Typo::Swap => {
            let places = (middle - 1..letters.len() - 1).chain(0..middle - 1);
            if let Some(place) = places.into_iter().find(|place| letters[*place] != letters[place + 1]) {
                letters.swap(place, place + 1);
            }
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarest_long_word_is_mistyped() {
        let mut frequencies = Frequencies::default();
        frequencies.add("payout", "where is my payout today");
        frequencies.add("", "where is a refund today");
        assert_eq!(frequencies.mistype("where is my refund today", Typo::Swap), "where is my reufnd today");
        assert_eq!(frequencies.mistype("where is my refund today", Typo::Drop), "where is my refnd today");
        assert_eq!(frequencies.mistype("refund today", Typo::Drop), "refund today");
        assert_eq!(frequencies.mistype("is my it on", Typo::Drop), "is my it on");
    }
}
