//! Names of members: the username that stands in addresses and mentions, and the name that is shown.
//!
//! What a name looks like matters as much as its letters: a name that a reader takes for another
//! person's, or for the community's own people, is a way to deceive. So every name has a
//! *skeleton* (Unicode UTS 39): names that look alike have the same one.

mod reserved;
mod skeleton;

use std::fmt;

use serde::Serialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{GeneralSecurityProfile, MixedScript};

use super::normalise::{graphemes, is_invisible, single_line};
pub use reserved::{RESERVED, imitates_reserved};
pub use skeleton::{fold, skeleton};

/// Shortest username, in characters: three Han characters are a whole name.
pub const USERNAME_MIN: usize = 3;
/// Longest username, in characters.
pub const USERNAME_MAX: usize = 30;
/// Longest shown name, as a person counts characters.
pub const NAME_MAX: usize = 60;
/// More marks than this on one letter are no writing system but a way to paint over a page.
const MARKS_MAX: usize = 3;
/// The username that a closed account keeps, followed by its id.
pub const FORMER: &str = "former-";

/// Why a username is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UsernameError {
    /// Fewer than [`USERNAME_MIN`] characters.
    #[error("a username has at least {USERNAME_MIN} characters")]
    TooShort,
    /// More than [`USERNAME_MAX`] characters.
    #[error("a username has at most {USERNAME_MAX} characters")]
    TooLong,
    /// Something besides letters, digits and `_ - .`, or a character nobody sees.
    #[error("a username has letters, digits and _ - . only")]
    BadCharacter,
    /// Punctuation at an end, or twice in a row.
    #[error("punctuation stands between letters, one at a time")]
    BadPunctuation,
    /// No letter in it.
    #[error("a username has a letter")]
    NoLetter,
    /// Letters of several scripts.
    #[error("a username is written in one script")]
    MixedScripts,
    /// A word of the community's own, or something that looks like one.
    #[error("this username is reserved")]
    Reserved,
}

/// Why a shown name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("no name")]
    Empty,
    /// More than [`NAME_MAX`] characters.
    #[error("a name has at most {NAME_MAX} characters")]
    TooLong,
    /// A character nobody sees, one that looks like a badge, or a pile of marks.
    #[error("a name has no invisible or badge-like characters")]
    BadCharacter,
    /// No letter in it.
    #[error("a name has a letter")]
    NoLetter,
    /// A word of the community's own, or something that looks like one.
    #[error("this name is reserved")]
    Reserved,
}

/// A username, as typed: 3 to 30 letters, digits and `_ - .` of one script, and not a reserved word.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Username(String);

impl Username {
    /// Reads what a person typed, without the white space around it.
    pub fn parse(typed: &str) -> Result<Self, UsernameError> {
        let name: String = typed.trim().nfc().collect();
        match name.chars().count() {
            n if n < USERNAME_MIN => return Err(UsernameError::TooShort),
            n if n > USERNAME_MAX => return Err(UsernameError::TooLong),
            _ => {}
        }
        check_characters(&name)?;
        check_punctuation(&name)?;
        if !name.chars().any(char::is_alphabetic) {
            return Err(UsernameError::NoLetter);
        }
        if !name.as_str().is_single_script() {
            return Err(UsernameError::MixedScripts);
        }
        let name = Self(name);
        if name.is_former() || name.lookalikes().iter().any(|s| imitates_reserved(s)) {
            return Err(UsernameError::Reserved);
        }
        Ok(name)
    }

    /// As typed, for showing and for addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For finding: NFKC and case-folded. Two usernames with one key are the same.
    pub fn key(&self) -> String {
        username_key(&self.0)
    }

    /// For refusing: usernames that look alike have the same one. Stored, unique.
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }

    /// Every skeleton that this name may be taken for; the first is [`Self::skeleton`].
    pub fn lookalikes(&self) -> Vec<String> {
        skeleton::lookalikes(&self.0)
    }

    fn is_former(&self) -> bool {
        self.key().strip_prefix(FORMER).is_some_and(|id| id.chars().all(char::is_numeric))
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The key of a username that is known or typed in an address: see [`Username::key`].
pub fn username_key(typed: &str) -> String {
    fold(typed)
}

/// A name to show: 1 to 60 characters of any script, on one line, with a letter in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ShownName(String);

impl ShownName {
    /// Reads what a person typed; runs of white space become one space.
    pub fn parse(typed: &str) -> Result<Self, NameError> {
        let name = single_line(typed);
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if graphemes(&name) > NAME_MAX || name.chars().count() > NAME_MAX * (1 + MARKS_MAX) {
            return Err(NameError::TooLong);
        }
        if longest_run_of_marks(&name) > MARKS_MAX || !has_only_visible(&name) {
            return Err(NameError::BadCharacter);
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameError::NoLetter);
        }
        let name = Self(name);
        if name.lookalikes().iter().any(|s| imitates_reserved(s)) {
            return Err(NameError::Reserved);
        }
        Ok(name)
    }

    /// As shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For refusing names that look like those of badge wearers.
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }

    /// Every skeleton that this name may be taken for; the first is [`Self::skeleton`].
    pub fn lookalikes(&self) -> Vec<String> {
        skeleton::lookalikes(&self.0)
    }
}

impl fmt::Display for ShownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '_' | '-' | '.')
}

fn check_characters(name: &str) -> Result<(), UsernameError> {
    let written = |c: char| (c.is_alphanumeric() || is_combining_mark(c)) && !is_invisible(c) && c.identifier_allowed();
    if !name.chars().all(|c| is_separator(c) || written(c)) || longest_run_of_marks(name) > MARKS_MAX || name.chars().next().is_some_and(is_combining_mark) {
        return Err(UsernameError::BadCharacter);
    }
    Ok(())
}

fn check_punctuation(name: &str) -> Result<(), UsernameError> {
    let doubled = name.as_bytes().windows(2).any(|pair| pair.iter().all(|&b| is_separator(b.into())));
    if doubled || name.starts_with(is_separator) || name.ends_with(is_separator) {
        return Err(UsernameError::BadPunctuation);
    }
    Ok(())
}

fn longest_run_of_marks(name: &str) -> usize {
    let (mut run, mut longest) = (0, 0);
    for c in name.chars() {
        run = if is_combining_mark(c) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Joiners stay where a script or an emoji needs them: between two such characters.
fn has_only_visible(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    chars.iter().enumerate().all(|(i, &c)| {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        match c {
            '\u{200C}' | '\u{200D}' if before.is_some_and(joins) && after.is_some_and(joins) => true,
            '\u{200D}' => before.is_some_and(is_emoji) && after.is_some_and(is_emoji),
            '\u{FE0F}' => before.is_some_and(is_emoji),
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => false,
            _ => !is_invisible(c) && !is_badge_like(c),
        }
    })
}

/// Scripts whose spelling uses the zero-width joiner or non-joiner: Arabic and Syriac, those of India.
fn joins(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{08FF}' | '\u{0900}'..='\u{0DFF}' | '\u{FB50}'..='\u{FDFF}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}')
}

/// What stands beside a name as a badge must not stand in one.
fn is_badge_like(c: char) -> bool {
    matches!(
        c,
        '\u{2611}'
            | '\u{2705}'
            | '\u{2713}'
            | '\u{2714}'
            | '\u{1F5F8}'
            | '\u{1F6E1}'
            | '\u{1F530}'
            | '\u{1F396}'
            | '\u{2605}'
            | '\u{2606}'
            | '\u{2B50}'
            | '\u{1F31F}'
    )
}

#[cfg(test)]
mod tests;
