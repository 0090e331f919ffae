//! The terms by which a text is found.

use super::Stems;
use crate::platform::text::words::{Word, WordKind, fold, words};

/// What of a text is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word of an alphabet.
    Letters {
        /// As it was written, folded.
        plain: String,
        /// Its stem.
        stem: String,
    },
    /// A Chinese word, by the dictionary: it stands where its pairs begin, which come after it.
    Han(String),
    /// A pair of characters.
    Pair(String),
}

/// The terms of a text in their order.
pub fn terms<'a>(text: &str, stems: &'a Stems) -> impl Iterator<Item = Term> + use<'a> {
    words(text).into_iter().map(|Word { text, kind, .. }| match kind {
        WordKind::Letters => Term::Letters { plain: fold(&text), stem: stems.of(&text) },
        WordKind::Han => Term::Han(text),
        WordKind::Pair => Term::Pair(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::Tongue;

    #[test]
    fn texts_are_found_by_words_stems_and_pairs() {
        let found: Vec<Term> = terms("Éclairs 退款", &Tongue::English.stems()).collect();
        let letters = Term::Letters { plain: "eclairs".into(), stem: "eclair".into() };
        assert_eq!(found, [letters, Term::Han("退款".into()), Term::Pair("退款".into())]);
    }
}
