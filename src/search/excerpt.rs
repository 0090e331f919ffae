//! The part of a text that a query is about, with its words marked.

use serde::Serialize;
use std::collections::HashSet;

use super::analysis::Languages;
use super::engine::{Found, Wanted};
use crate::platform::text::words::{Word, WordKind, fold, words};

/// An excerpt's length in characters.
pub const LENGTH: usize = 220;
/// So much of a text is looked through, in bytes: what is found below it shows the text's beginning.
const LOOKED_THROUGH: usize = 20_000;
/// An excerpt begins so many characters before the first marked word.
const BEFORE: usize = 40;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub marked: bool,
}

/// Knows the words of a query.
pub struct Highlighter {
    languages: Languages,
    wanted: HashSet<String>,
    start: Option<String>,
}

impl Highlighter {
    /// The words of a query, and those that were looked for instead.
    pub fn new(wanted: &Wanted, found: &Found) -> Self {
        let mut highlighter = Self { languages: Languages::of(&wanted.languages), wanted: HashSet::new(), start: None };
        for term in &wanted.asked.terms {
            for word in words(&term.text) {
                if !term.is_phrase && highlighter.languages.is_stop_word(&word.text) {
                    continue;
                }
                highlighter.add(&word);
                let others = found.instead.get(&word.text).into_iter().chain(wanted.synonyms.get(&fold(&word.text)));
                others.flatten().flat_map(|other| words(other)).for_each(|other| highlighter.add(&other));
                highlighter.start = (wanted.typing && word.kind == WordKind::Letters).then(|| fold(&word.text));
            }
        }
        highlighter
    }

    fn add(&mut self, word: &Word) {
        if word.kind == WordKind::Letters {
            self.wanted.insert(fold(&word.text));
            let stems: Vec<String> = self.languages.stems.iter().map(|stems| stems.of(&word.text)).collect();
            self.wanted.extend(stems);
        } else {
            self.wanted.insert(word.text.clone());
        }
    }

    fn is_wanted(&self, word: &Word) -> bool {
        if word.kind != WordKind::Letters {
            return self.wanted.contains(&word.text);
        }
        let folded = fold(&word.text);
        self.start.as_ref().is_some_and(|start| folded.starts_with(start.as_str()))
            || self.wanted.contains(&folded)
            || self.languages.stems.iter().any(|stems| self.wanted.contains(&stems.of(&word.text)))
    }

    /// Where wanted words stand in a text, in bytes, none of them touching another.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let mut places: Vec<(usize, usize)> = words(text).iter().filter(|word| self.is_wanted(word)).map(|word| (word.from, word.to)).collect();
        places.sort_unstable();
        places.dedup_by(|next, before| {
            let touches = next.0 <= before.1;
            if touches {
                before.1 = before.1.max(next.1);
            }
            touches
        });
        places
    }

    /// A whole line with its words marked, such as a title.
    pub fn mark(&self, line: &str) -> Vec<Piece> {
        pieces(line, &self.places(line))
    }

    /// The part of a text with most of the words, on one line.
    pub fn excerpt(&self, text: &str) -> Vec<Piece> {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = line.floor_char_boundary(LOOKED_THROUGH);
        let places = self.places(&line[..end]);
        let (from, to) = window(&line, &places);
        let inside: Vec<(usize, usize)> =
            places.iter().filter(|(start, end)| from <= *start && *end <= to).map(|(start, end)| (start - from, end - from)).collect();
        let mut pieces = pieces(&line[from..to], &inside);
        if from > 0 {
            pieces.insert(0, Piece { text: "… ".into(), marked: false });
        }
        if to < line.len() {
            pieces.push(Piece { text: " …".into(), marked: false });
        }
        pieces
    }
}

fn pieces(text: &str, places: &[(usize, usize)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), marked });
        }
    };
    for &(from, to) in places {
        push(&text[at..from], false);
        push(&text[from..to], true);
        at = to;
    }
    push(&text[at..], false);
    pieces
}

/// The stretch of [`LENGTH`] characters with most places in it, the first of those that have as many.
fn window(line: &str, places: &[(usize, usize)]) -> (usize, usize) {
    let after = |from: usize, characters: usize| line[from..].char_indices().nth(characters).map_or(line.len(), |(at, _)| from + at);
    let inside = |from: usize| {
        let to = after(from, LENGTH - BEFORE);
        places.iter().filter(|(start, end)| from <= *start && *end <= to).count()
    };
    let best = places.iter().map(|(start, _)| *start).max_by_key(|start| (inside(*start), std::cmp::Reverse(*start)));
    let Some(first) = best.filter(|start| line[..*start].chars().count() > BEFORE) else { return (0, at_word(line, after(0, LENGTH))) };
    let early = line[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let from = line[early..first].find(' ').map_or(early, |space| early + space + 1);
    (from, at_word(line, after(from, LENGTH)))
}

/// The end of the last whole word before a place.
fn at_word(line: &str, place: usize) -> usize {
    if place == line.len() {
        return place;
    }
    line[..place].rfind(' ').filter(|space| place - space < 30).unwrap_or(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::asked::Asked;

    fn highlighter(query: &str) -> Highlighter {
        let wanted = Wanted { asked: Asked::parse(query), languages: vec!["en".into()], ..Wanted::default() };
        Highlighter::new(&wanted, &Found::default())
    }

    fn shown(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn words_are_marked_by_their_stems() {
        assert_eq!(shown(&highlighter("the refunds").mark("Refunding the customer's refund")), "[Refunding] the customer's [refund]");
        assert_eq!(shown(&highlighter("退款").mark("如何申請退款？")), "如何申請[退款]？");
        assert_eq!(shown(&highlighter("发票").mark("開立發票")), "開立[發票]");
    }

    #[test]
    fn the_excerpt_is_where_the_words_are() {
        let text = format!("{} The payout was delayed by the bank. {}", "Something else. ".repeat(40), "More of it. ".repeat(40));
        let excerpt = shown(&highlighter("payout delayed").excerpt(&text));
        assert!(excerpt.starts_with("… ") && excerpt.ends_with(" …"), "{excerpt}");
        assert!(excerpt.contains("[payout] was [delayed] by"), "{excerpt}");
        assert!(excerpt.chars().count() < LENGTH + 10);
        assert_eq!(shown(&highlighter("nothing").excerpt("short\n text")), "short text");
    }

    #[test]
    fn no_text_breaks_it() {
        for text in ["", " ", "漢", &"漢".repeat(30_000), &"e\u{301}".repeat(12_000), "a\u{0}b"] {
            let _ = highlighter("漢 e").excerpt(text);
        }
    }
}
