//! Words that may not stand in texts: a post with one is refused, or held, or others read asterisks. Pure, but for the rows.
//!
//! Expressions are matched in time that grows with the text and never faster (no going back over it), their size is bounded, and
//! whatever was not tried within [`TIME`] holds the post: nobody makes the program think for long.

mod change;
mod pattern;

pub use change::{WordError, add_word, remove_word};
pub use pattern::{Pattern, PatternError};

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::forum::screening::{Filter, Finding};
use crate::platform::text::masked;
use crate::{id, text_enum};

/// Words there may be.
pub const WORDS_MOST: usize = 500;
/// All of them together are tried for so long.
const TIME: Duration = Duration::from_millis(500);

id! {
    /// The number of a blocked word.
    WordId
}

text_enum! {
    /// What becomes of a post.
    WordAct {
        /// It is refused, and its author told why.
        Block = "block",
        /// It waits for approval.
        Hold = "hold",
        /// Others read asterisks.
        Mask = "mask",
    }
}

impl WordAct {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Block => "screening-act-block",
            Self::Hold => "screening-act-hold",
            Self::Mask => "screening-act-mask",
        }
    }
}

/// A blocked word as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordRow {
    /// Its number.
    pub id: WordId,
    /// The word, or the expression.
    pub pattern: String,
    /// It is an expression.
    pub is_regex: bool,
    /// What becomes of a post in which it stands.
    pub act: WordAct,
}

/// What the words of a text say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The word for which it is refused.
    pub refused: Option<String>,
    /// What else was found.
    pub findings: Vec<Finding>,
    /// The text with words masked; none where none are.
    pub masked: Option<String>,
}

/// All words, ready to be looked for.
pub struct Words(Vec<(Pattern, WordAct)>);

impl Words {
    /// Words as they are stored; one that this program cannot read is left out, and said so in the program's own log.
    pub fn new(rows: Vec<WordRow>) -> Self {
        let read = |row: WordRow| match Pattern::new(&row.pattern, row.is_regex) {
            Ok(pattern) => Some((pattern, row.act)),
            Err(error) => {
                tracing::warn!(word = row.id.0, %error, "a blocked word cannot be read");
                None
            }
        };
        Self(rows.into_iter().filter_map(read).collect())
    }

    /// Looks for every word in a title, in a text as it was typed and in its words without marks: what is written `v**ia**gra`
    /// is read all the same. A word to be masked in a title holds the post, for titles stand in addresses and lists.
    pub fn judge(&self, title: &str, source: &str, plain: &str) -> Verdict {
        let started = Instant::now();
        let (mut verdict, mut hidden) = (Verdict::default(), Vec::new());
        for (pattern, act) in &self.0 {
            if started.elapsed() > TIME {
                verdict.findings.push(Finding::new(Filter::Word, "…"));
                break;
            }
            let Some(word) = pattern.find(title).or_else(|| pattern.find(plain)).or_else(|| pattern.find(source)) else { continue };
            match act {
                WordAct::Block => return Verdict { refused: Some(word), ..Verdict::default() },
                WordAct::Hold => verdict.findings.push(Finding::new(Filter::Word, word)),
                WordAct::Mask => {
                    let places = pattern.places(source);
                    let cannot = pattern.find(title).is_some() || places.is_empty();
                    verdict.findings.push(Finding::new(if cannot { Filter::Word } else { Filter::Masked }, word));
                    hidden.extend(places);
                }
            }
        }
        verdict.masked = (!hidden.is_empty()).then(|| masked(source, &joined(hidden)));
        verdict
    }

    /// Where words stand in a text.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        joined(self.0.iter().flat_map(|(pattern, _)| pattern.places(text)).collect())
    }
}

/// Places in their order, each part of the text once.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[(&str, bool, WordAct)]) -> Words {
        let row = |(id, (pattern, is_regex, act)): (usize, &(&str, bool, WordAct))| WordRow {
            id: WordId(id as i64),
            pattern: (*pattern).to_owned(),
            is_regex: *is_regex,
            act: *act,
        };
        Words::new(all.iter().enumerate().map(row).collect())
    }

    fn judge(words: &Words, title: &str, source: &str) -> Verdict {
        words.judge(title, source, &crate::platform::text::excerpt::plain_text(source))
    }

    #[test]
    fn what_becomes_of_a_post_is_what_the_word_says() {
        let words = words(&[("casino", false, WordAct::Hold), ("damn", false, WordAct::Mask), ("pay ?day", true, WordAct::Block)]);
        assert_eq!(judge(&words, "", "Nothing of the kind"), Verdict::default());
        assert_eq!(judge(&words, "", "Get your PayDay loan").refused.as_deref(), Some("PayDay"));
        assert_eq!(judge(&words, "A casino", "text").findings, [Finding::new(Filter::Word, "casino")]);
        assert_eq!(judge(&words, "", "a ca**si**no here").findings, [Finding::new(Filter::Word, "casino")]);
        let masked = judge(&words, "", "This damn printer, DAMN it");
        assert_eq!(masked.findings, [Finding::new(Filter::Masked, "damn")]);
        assert_eq!(masked.masked.as_deref(), Some(r"This \*\*\*\* printer, \*\*\*\* it"));
    }

    #[test]
    fn what_cannot_be_masked_is_held() {
        let words = words(&[("damn", false, WordAct::Mask)]);
        assert_eq!(judge(&words, "This damn printer", "It prints nothing").findings, [Finding::new(Filter::Word, "damn")]);
        let marked = judge(&words, "", "This d**am**n printer");
        assert_eq!((marked.findings, marked.masked), (vec![Finding::new(Filter::Word, "damn")], None));
    }

    #[test]
    fn places_stand_in_order_and_do_not_overlap() {
        let words = words(&[("one two", false, WordAct::Hold), ("two three", false, WordAct::Hold), ("zero", false, WordAct::Hold)]);
        assert_eq!(words.places("zero one two three"), [0..4, 5..18]);
    }
}
