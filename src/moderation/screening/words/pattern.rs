//! A word, or an expression, ready to be looked for. Pure.

use regex::{Regex, RegexBuilder};
use std::fmt;
use std::ops::Range;

use crate::platform::text::normalise::{is_han, is_kana};

/// A longer one says too much.
pub const LENGTH: usize = 300;
/// Bytes of an expression, made ready: what `\w{1,200}` ten times over would need.
const SIZE: usize = 256 * 1_024;
/// Brackets within brackets.
const NESTING: u32 = 30;
/// Places in one text that are marked or masked.
const PLACES: usize = 500;

/// What is wrong with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// Nothing was typed.
    Empty,
    /// More than [`LENGTH`] characters.
    TooLong,
    /// It fits any text.
    Everything,
    /// Too large or too deep, once it is made ready.
    TooLarge,
    /// It cannot be read; the words of the library, in English.
    Unreadable(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::TooLong => f.write_str("too long"),
            Self::Everything => f.write_str("fits any text"),
            Self::TooLarge => f.write_str("too large"),
            Self::Unreadable(why) => f.write_str(why),
        }
    }
}

/// A word, or an expression.
pub struct Pattern(Regex);

impl Pattern {
    /// Makes one ready. Capitals are as good as small letters; a word stands between spaces and signs, but for languages that
    /// part no words; a space in it is any space.
    pub fn new(typed: &str, is_regex: bool) -> Result<Self, PatternError> {
        let typed = typed.trim();
        match typed.chars().count() {
            0 => return Err(PatternError::Empty),
            length if length > LENGTH => return Err(PatternError::TooLong),
            _ => {}
        }
        let expression = if is_regex { typed.to_owned() } else { of_word(typed) };
        let built = RegexBuilder::new(&expression).case_insensitive(true).size_limit(SIZE).dfa_size_limit(4 * SIZE).nest_limit(NESTING).build();
        let regex = built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
            error => PatternError::Unreadable(error.to_string()),
        })?;
        if regex.is_match("") { Err(PatternError::Everything) } else { Ok(Self(regex)) }
    }

    /// What of a text it fits first.
    pub fn find(&self, text: &str) -> Option<String> {
        self.0.find(text).map(|found| found.as_str().to_owned())
    }

    /// Where it stands in a text.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        self.0.find_iter(text).filter(|found| !found.is_empty()).take(PLACES).map(|found| found.range()).collect()
    }
}

fn of_word(word: &str) -> String {
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() && !is_han(c) && !is_kana(c)) { r"\b" } else { "" };
    let parts: Vec<String> = word.split_whitespace().map(regex::escape).collect();
    format!("{}{}{}", edge(word.chars().next()), parts.join(r"\s+"), edge(word.chars().next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn finds(typed: &str, is_regex: bool, text: &str) -> Option<String> {
        Pattern::new(typed, is_regex).unwrap().find(text)
    }

    #[test]
    fn words_stand_for_themselves() {
        assert_eq!(finds("ass", false, "class, pass, ASS"), Some("ASS".into()));
        assert_eq!(finds("pay day", false, "a pay\n  Day loan"), Some("pay\n  Day".into()));
        assert_eq!(finds("c++ (free)", false, "get C++ (free) now"), Some("C++ (free)".into()));
        assert_eq!(finds("娛樂城", false, "最好的娛樂城網站"), Some("娛樂城".into()));
        assert_eq!(finds("blåbær", false, "BLÅBÆR"), Some("BLÅBÆR".into()));
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let wrong = |typed: &str| Pattern::new(typed, true).err();
        assert_eq!(wrong(" "), Some(PatternError::Empty));
        assert_eq!(wrong(&"x".repeat(LENGTH + 1)), Some(PatternError::TooLong));
        assert_eq!(wrong("a*"), Some(PatternError::Everything));
        assert_eq!(wrong(r"(\w{1,200}){100}"), Some(PatternError::TooLarge));
        assert!(matches!(wrong("(unclosed"), Some(PatternError::Unreadable(why)) if why.contains("unclosed group")));
        assert!(matches!(wrong(r"(a)\1"), Some(PatternError::Unreadable(_))), "nothing that goes back over the text");
    }

    #[test]
    fn an_expression_made_to_take_for_ever_does_not() {
        let (evil, text) = (Pattern::new("(a+)+(b+)+c", true).unwrap(), "ab".repeat(16_000));
        let started = Instant::now();
        assert_eq!(evil.find(&text), None);
        assert!(evil.places(&text).is_empty());
        // Whoever goes back over the text would need longer than there is time in the world.
        assert!(started.elapsed().as_secs() < 60);
    }
}
