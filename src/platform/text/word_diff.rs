//! What changed between two texts, word by word.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Comparing costs at worst the square of this many pieces. Stretches with more of them, both texts
/// together, that share neither lines nor sentences were written anew: no word-by-word difference
/// helps a reader there, so they are shown as removed and added whole.
const PIECES_MAX: usize = 3_000;

/// What happened to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// In both texts.
    Same,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

/// A stretch of text with one fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its fate.
    pub kind: Kind,
    /// The text.
    pub text: String,
}

/// The pieces that lead from the old text to the new one, in reading order: words in scripts that
/// separate them, characters in those that do not. `Same` and `Removed` pieces together are the
/// old text, `Same` and `Added` ones the new.
pub fn word_diff(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    compare(&mut pieces, old, new, Some(Level::Lines));
    pieces.finish()
}

/// How finely texts are taken apart: what differs at one level is compared at the next.
#[derive(Debug, Clone, Copy)]
enum Level {
    Lines,
    Sentences,
    Words,
}

impl Level {
    fn split(self, text: &str) -> Vec<&str> {
        match self {
            Self::Lines => text.split_inclusive('\n').collect(),
            Self::Sentences => text.split_sentence_bounds().collect(),
            Self::Words => text.split_word_bounds().collect(),
        }
    }

    fn finer(self) -> Option<Self> {
        match self {
            Self::Lines => Some(Self::Sentences),
            Self::Sentences => Some(Self::Words),
            Self::Words => None,
        }
    }
}

fn compare(pieces: &mut Pieces, old: &str, new: &str, level: Option<Level>) {
    let Some(level) = level.filter(|_| !old.is_empty() && !new.is_empty()) else {
        pieces.push(Kind::Removed, old);
        pieces.push(Kind::Added, new);
        return;
    };
    let (old, new) = (level.split(old), level.split(new));
    let same_at = |i: usize| old.get(i).is_some_and(|piece| new.get(i) == Some(piece));
    let head = (0..old.len()).take_while(|&i| same_at(i)).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_middle = &old_rest[..old_rest.len() - tail];
    let new_middle = &new_rest[..new_rest.len() - tail];

    pieces.push_all(Kind::Same, &old[..head]);
    if old_middle.len() + new_middle.len() > PIECES_MAX {
        compare(pieces, &old_middle.concat(), &new_middle.concat(), level.finer());
    } else {
        for op in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
            let (before, after) = (&old_middle[op.old_range()], &new_middle[op.new_range()]);
            match op.tag() {
                DiffTag::Equal => pieces.push_all(Kind::Same, before),
                _ => compare(pieces, &before.concat(), &after.concat(), level.finer()),
            }
        }
    }
    pieces.push_all(Kind::Same, &old_rest[old_rest.len() - tail..]);
}

/// Gathers neighbours: within one changed stretch all that was removed, then all that was added.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    removed: String,
    added: String,
    /// White space after a change: part of it if another change follows at once.
    gap: String,
}

impl Pieces {
    fn push_all(&mut self, kind: Kind, texts: &[&str]) {
        for text in texts {
            self.push(kind, text);
        }
    }

    fn push(&mut self, kind: Kind, text: &str) {
        if text.is_empty() {
            return;
        }
        let changing = !(self.removed.is_empty() && self.added.is_empty());
        match kind {
            Kind::Same if changing && text.chars().all(|c| c == ' ') => self.gap.push_str(text),
            Kind::Same => {
                self.flush();
                push_merged(&mut self.done, Kind::Same, text);
            }
            Kind::Removed | Kind::Added => {
                let gap = std::mem::take(&mut self.gap);
                self.removed.push_str(&gap);
                self.added.push_str(&gap);
                let side = if kind == Kind::Removed { &mut self.removed } else { &mut self.added };
                side.push_str(text);
            }
        }
    }

    fn flush(&mut self) {
        push_merged(&mut self.done, Kind::Removed, &std::mem::take(&mut self.removed));
        push_merged(&mut self.done, Kind::Added, &std::mem::take(&mut self.added));
        push_merged(&mut self.done, Kind::Same, &std::mem::take(&mut self.gap));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

fn push_merged(done: &mut Vec<Piece>, kind: Kind, text: &str) {
    if text.is_empty() {
        return;
    }
    match done.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => done.push(Piece { kind, text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let pieces = word_diff(old, new);
        let side = |kept: Kind| -> String { pieces.iter().filter(|p| p.kind == Kind::Same || p.kind == kept).map(|p| p.text.as_str()).collect() };
        assert_eq!((side(Kind::Removed).as_str(), side(Kind::Added).as_str()), (old, new));
        pieces
            .iter()
            .map(|p| match p.kind {
                Kind::Same => p.text.clone(),
                Kind::Added => format!("[+{}]", p.text),
                Kind::Removed => format!("[-{}]", p.text),
            })
            .collect()
    }

    #[test]
    fn words() {
        assert_eq!(shown("My payout is late", "My payout is very late"), "My payout is [+very ]late");
        assert_eq!(shown("one two three\nkept\n", "one 2 3\nkept\nnew\n"), "one [-two three][+2 3]\nkept\n[+new\n]");
        assert_eq!(shown("same", "same"), "same");
        assert_eq!(shown("", "all new"), "[+all new]");
        assert_eq!(shown("gone", ""), "[-gone]");
    }

    #[test]
    fn chinese() {
        assert_eq!(shown("超商取貨如何設定?", "超商付款如何設定?"), "超商[-取貨][+付款]如何設定?");
    }

    #[test]
    fn long_texts_in_bounded_time() {
        let word = |i: usize, salt: usize| format!("w{} ", i.wrapping_mul(2_654_435_761 + salt) % 9973);
        let old: String = (0..5_500).map(|i| word(i, 0)).collect();
        let new: String = (0..5_500).map(|i| word(i, 77)).collect();
        let start = Instant::now();
        shown(&old, &new);
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}
