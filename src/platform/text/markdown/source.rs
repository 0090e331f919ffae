//! What people write, checked before anything is done with it.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::platform::text::normalise::{graphemes, mostly_han, normalise, single_line, without_fillers};

/// Deeper quotes and lists on one line than this are made by programs.
pub const NESTING_MAX: usize = 40;
/// More opening brackets than this: every one could begin a link, and the parser tries.
pub const BRACKETS_MAX: usize = 2_000;
/// A character as a person counts it is seldom more than one code point; four leave room for
/// emoji and marks, and bound the work for texts that are nothing else.
const CODE_POINTS_PER_CHARACTER: usize = 4;

/// Shortest title, in characters.
pub const TITLE_MIN: usize = 15;
/// Shortest title when half its letters are Han or kana.
pub const TITLE_MIN_HAN: usize = 6;
/// Longest title, in characters.
pub const TITLE_MAX: usize = 150;

/// How long a text may be, in characters as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// At least this many.
    pub min: usize,
    /// At least this many when half the letters are Han or kana.
    pub min_han: usize,
    /// At most this many.
    pub max: usize,
}

impl Limits {
    /// A question or a reply: long enough to say something, short enough to be read.
    pub const BODY: Self = Self { min: 20, min_han: 8, max: 32_000 };
    /// A comment: "ok" is one.
    pub const COMMENT: Self = Self { min: 2, min_han: 2, max: 2_000 };
    /// What somebody says of themselves: nothing, or as much as a profile holds without hiding what they wrote.
    pub const BIOGRAPHY: Self = Self { min: 0, min_han: 0, max: 2_000 };
}

/// Why a text is refused. Numbers are what the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// Fewer characters than it needs.
    #[error("at least {min} characters, these are {length}")]
    TooShort {
        /// What it needs.
        min: usize,
        /// What it has.
        length: usize,
    },
    /// More characters than there is room for.
    #[error("at most {max} characters")]
    TooLong {
        /// What there is room for.
        max: usize,
    },
    /// Quotes, lists or brackets nested beyond reading.
    #[error("nested too deeply")]
    TooNested,
    /// Not a letter in it.
    #[error("a title needs letters")]
    NoLetters,
}

/// Markdown as it is stored: normalised, of a fitting length, not nested beyond reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct MarkdownSource(String);

impl MarkdownSource {
    /// Reads what a person wrote. Blank lines around it and white space after it go.
    pub fn parse(written: &str, limits: Limits) -> Result<Self, TextError> {
        check_size(written, limits.max)?;
        let text = normalise(written);
        let text = without_blank_lines(&text);
        check_length(text, limits)?;
        check_nesting(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The source, for storing.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// A topic's title: one line of 15 to 150 characters (6 in Chinese) with letters in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Title(String);

impl Title {
    /// Reads what a person wrote; runs of white space become one space.
    pub fn parse(written: &str) -> Result<Self, TextError> {
        check_size(written, TITLE_MAX)?;
        let line = single_line(&without_fillers(written));
        check_length(&line, Limits { min: TITLE_MIN, min_han: TITLE_MIN_HAN, max: TITLE_MAX })?;
        if !line.chars().any(char::is_alphabetic) {
            return Err(TextError::NoLetters);
        }
        Ok(Self(line))
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Before any work is done on it: a cheap bound that no text of a fitting length exceeds.
fn check_size(written: &str, max: usize) -> Result<(), TextError> {
    // A line end may come as two characters and count as one.
    let bound = max * CODE_POINTS_PER_CHARACTER;
    if written.len() > bound && written.chars().filter(|&c| c != '\r').count() > bound {
        return Err(TextError::TooLong { max });
    }
    Ok(())
}

fn check_length(text: &str, limits: Limits) -> Result<(), TextError> {
    let length = graphemes(text);
    if length > limits.max {
        return Err(TextError::TooLong { max: limits.max });
    }
    let min = if mostly_han(text) { limits.min_han } else { limits.min };
    let visible = if length >= min * 4 && text.chars().any(char::is_alphanumeric) { length } else { seen(text) };
    if visible < min { Err(TextError::TooShort { min, length: visible }) } else { Ok(()) }
}

/// Characters that take part in what a reader sees: white space counts once between words, what
/// nobody sees not at all.
fn seen(text: &str) -> usize {
    graphemes(&single_line(&without_fillers(text)))
}

fn check_nesting(text: &str) -> Result<(), TextError> {
    let deep = text.lines().any(|line| markers(line) > NESTING_MAX);
    let brackets = text.bytes().filter(|&b| b == b'[').count();
    if deep || brackets > BRACKETS_MAX { Err(TextError::TooNested) } else { Ok(()) }
}

/// How many quotes and list items a line opens.
fn markers(line: &str) -> usize {
    // `- - - -` is a line across the page.
    if line.chars().all(|c| c == '-' || c == ' ') || line.chars().all(|c| c == '*' || c == ' ') {
        return 0;
    }
    let mut rest = line;
    let mut markers = 0;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let after_digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let next = if let Some(next) = rest.strip_prefix('>') {
            Some(next)
        } else if after_digits.len() < rest.len() {
            after_digits.strip_prefix(". ").or_else(|| after_digits.strip_prefix(") "))
        } else {
            ["- ", "* ", "+ "].iter().find_map(|marker| rest.strip_prefix(marker))
        };
        match next {
            Some(next) => (rest, markers) = (next, markers + 1),
            None => return markers,
        }
    }
}

/// The first line keeps its indentation: it may be code.
fn without_blank_lines(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(written: &str) -> Result<String, TextError> {
        MarkdownSource::parse(written, Limits::BODY).map(MarkdownSource::into_string)
    }

    #[test]
    fn kept_as_written_but_for_the_ends() {
        assert_eq!(body("\r\n\n    let code = here();\r\nend of it  \n\n").as_deref(), Ok("    let code = here();\nend of it"));
    }

    #[test]
    fn lengths() {
        assert_eq!(body("short"), Err(TextError::TooShort { min: 20, length: 5 }));
        assert_eq!(body("如何設定運費"), Err(TextError::TooShort { min: 8, length: 6 }));
        assert!(body("如何設定海外運費").is_ok());
        assert_eq!(body(&"a\u{200b}".repeat(10)), Err(TextError::TooShort { min: 20, length: 10 }));
        assert_eq!(body(&format!("a{}b", " ".repeat(40))), Err(TextError::TooShort { min: 20, length: 3 }));
        assert_eq!(body(&" ".repeat(100)), Err(TextError::TooShort { min: 20, length: 0 }));
        assert!(body(&"é".repeat(32_000)).is_ok());
        assert_eq!(body(&"é".repeat(32_001)), Err(TextError::TooLong { max: 32_000 }));
        assert_eq!(body(&"e\u{301}\u{302}\u{303}\u{304}\u{305}".repeat(32_000)), Err(TextError::TooLong { max: 32_000 }));
        assert!(MarkdownSource::parse("ok", Limits::COMMENT).is_ok());
    }

    #[test]
    fn nesting() {
        assert!(body(&format!("{}a long enough quote here", "> ".repeat(40))).is_ok());
        assert_eq!(body(&format!("{}a long enough quote here", ">".repeat(41))), Err(TextError::TooNested));
        assert_eq!(body(&format!("{}a long enough item here", "1. - ".repeat(30))), Err(TextError::TooNested));
        assert!(body(&format!("a line across:\n\n{}", "- ".repeat(60))).is_ok());
        assert_eq!(body(&"[".repeat(2_001)), Err(TextError::TooNested));
    }

    #[test]
    fn titles() {
        assert_eq!(Title::parse("  How do I\nget paid?  ").map(|t| t.to_string()).as_deref(), Ok("How do I get paid?"));
        assert_eq!(Title::parse("Help me!"), Err(TextError::TooShort { min: 15, length: 8 }));
        assert!(Title::parse("運費如何設定").is_ok());
        assert_eq!(Title::parse("\u{200b} How do I \u{200b} get paid? \u{2060}").map(|t| t.to_string()).as_deref(), Ok("How do I get paid?"));
        assert_eq!(Title::parse("12345 67890 12345 ?"), Err(TextError::NoLetters));
        assert_eq!(Title::parse(&"a".repeat(151)), Err(TextError::TooLong { max: 150 }));
        assert_eq!(Title::parse(&format!("How do I get {}paid?", "\u{202e}\u{2060}")).unwrap().as_str(), "How do I get paid?");
    }
}
