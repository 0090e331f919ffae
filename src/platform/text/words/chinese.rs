//! Runs of Chinese, Japanese and Korean.

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

use super::{Word, WordKind};
use crate::platform::text::normalise::{is_han, is_kana};

/// Traditional characters by their simplified forms: the dictionary of words knows only these.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let han = ('\u{3400}'..='\u{4DBF}').chain('\u{4E00}'..='\u{9FFF}');
    let simplified = |c: char| fast2s::convert(&c.to_string()).chars().next().filter(|other| *other != c).map(|other| (c, other));
    let mut map: HashMap<char, char> = han.filter_map(simplified).collect();
    // An account is written with either in simplified Chinese.
    for c in ['帐', '帳'] {
        map.insert(c, '账');
    }
    map
});

/// A character of a run as it is compared, and the bytes it came from.
struct Part {
    folded: char,
    from: usize,
    to: usize,
}

/// The words of a run that begins at `base`, then its pairs.
pub(super) fn dense_words(found: &mut Vec<Word>, run: &str, base: usize) {
    let parts = parts(run, base);
    if parts.iter().any(|part| is_han(part.folded)) && !parts.iter().any(|part| is_kana(part.folded)) {
        dictionary_words(found, &parts);
    }
    let word = |parts: &[Part]| Word {
        text: parts.iter().map(|part| part.folded).collect(),
        kind: WordKind::Pair,
        from: parts[0].from,
        to: parts[parts.len() - 1].to,
    };
    match parts.as_slice() {
        [_] => found.push(word(&parts)),
        _ => found.extend(parts.windows(2).map(word)),
    }
}

/// Half-width kana and their marks are one character, as they are read.
fn parts(run: &str, base: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, c) in run.char_indices() {
        let (from, to) = (base + at, base + at + c.len_utf8());
        for folded in c.nfkc() {
            let joined = parts.last().and_then(|last| compose(last.folded, folded));
            match (joined, parts.last_mut()) {
                (Some(joined), Some(last)) => (last.folded, last.to) = (joined, to),
                _ => parts.push(Part { folded: SIMPLIFIED.get(&folded).copied().unwrap_or(folded), from, to }),
            }
        }
    }
    parts
}

fn compose(base: char, mark: char) -> Option<char> {
    matches!(mark, '\u{3099}' | '\u{309A}').then(|| unicode_normalization::char::compose(base, mark)).flatten()
}

/// Cuts words by the dictionary that is part of Unicode's libraries; it lies in the program and takes no memory of its own.
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> = LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

fn dictionary_words(found: &mut Vec<Word>, parts: &[Part]) {
    let folded: String = parts.iter().map(|part| part.folded).collect();
    let mut rest = parts;
    let ends: Vec<usize> = SEGMENTER.segment_str(&folded).collect();
    for end in ends.windows(2) {
        let text = &folded[end[0]..end[1]];
        let (own, others) = rest.split_at(text.chars().count());
        found.push(Word { text: text.to_owned(), kind: WordKind::Han, from: own[0].from, to: own[own.len() - 1].to });
        rest = others;
    }
}
