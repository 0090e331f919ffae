//! Names of tags.

use std::fmt;

use serde::Serialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest tag, in characters: a row of a list shows several. Communities that come from elsewhere bring tags of 35.
pub const TAG_LENGTH: usize = 35;

/// Why a tag is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TagError {
    /// Nothing but white space.
    #[error("a tag needs a name")]
    Empty,
    /// More than [`TAG_LENGTH`] characters.
    #[error("a tag has at most {TAG_LENGTH} characters")]
    TooLong,
    /// Something besides letters, digits, `-`, `+`, `#` and `.`, or no letter or digit at all.
    #[error("a tag has letters, digits and - + # . only")]
    BadCharacter,
}

/// A tag: lower-cased letters and digits of any script, `-`, `+`, `#`, `.`; words joined by a hyphen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct TagName(String);

impl TagName {
    /// Reads what a person typed; `Gift Cards` becomes `gift-cards`.
    pub fn parse(typed: &str) -> Result<Self, TagError> {
        let folded: String = typed.nfkc().flat_map(char::to_lowercase).nfc().collect();
        let words: Vec<&str> = folded.split(|c: char| c.is_whitespace() || c == '-' || c == '_').filter(|word| !word.is_empty()).collect();
        let name = words.join("-");
        if name.is_empty() {
            return Err(TagError::Empty);
        }
        if name.chars().count() > TAG_LENGTH {
            return Err(TagError::TooLong);
        }
        let allowed = |c: char| c.is_alphanumeric() || is_combining_mark(c) || "-+#.".contains(c);
        if !name.chars().all(allowed) || !name.chars().any(char::is_alphanumeric) {
            return Err(TagError::BadCharacter);
        }
        Ok(Self(name))
    }

    /// The name as stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(typed: &str) -> Result<String, TagError> {
        TagName::parse(typed).map(|tag| tag.as_str().to_owned())
    }

    #[test]
    fn names_people_use() {
        for name in ["c++", "c#", ".net", "超商取貨", "node.js", "mva-2026", "oppgjør"] {
            assert_eq!(tag(name).as_deref(), Ok(name));
        }
        assert_eq!(tag("  Gift   Cards ").as_deref(), Ok("gift-cards"));
        assert_eq!(tag("--a--B__c").as_deref(), Ok("a-b-c"));
        assert_eq!(tag("Ａｐｉ").as_deref(), Ok("api"));
    }

    #[test]
    fn names_refused() {
        assert_eq!(tag(" - "), Err(TagError::Empty));
        assert_eq!(tag(".."), Err(TagError::BadCharacter));
        assert_eq!(tag("a/b"), Err(TagError::BadCharacter));
        assert_eq!(tag("a\u{200b}b"), Err(TagError::BadCharacter));
        assert_eq!(tag("<b>"), Err(TagError::BadCharacter));
        assert_eq!(tag(&"a".repeat(36)), Err(TagError::TooLong));
        assert_eq!(tag(&"貨".repeat(30)).map(|t| t.len()), Ok(90));
    }
}
