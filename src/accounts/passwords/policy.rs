//! Which passwords are taken: long enough, and not the first that anybody would try.
//! No rule about kinds of characters: those make passwords that are easy to guess and hard to remember.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::platform::db::DomainError;
use crate::platform::text::normalise::graphemes;

/// Fewer characters can be tried one after another.
const SHORTEST: usize = 8;
/// More bytes are an attack on the hashing, not a password.
const LONGEST: usize = 1_024;
/// A word that the password is built around counts from this length on.
const SHORTEST_WORD: usize = 3;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer than eight characters.
    TooShort,
    /// More than 1,024 bytes.
    TooLong,
    /// One of those that everybody tries first.
    Common,
    /// Built around the username, the address or the community's name.
    Guessable,
}

impl DomainError for PasswordError {}

impl PasswordError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooShort => "accounts-error-password-short",
            Self::TooLong => "accounts-error-password-long",
            Self::Common => "accounts-error-password-common",
            Self::Guessable => "accounts-error-password-guessable",
        }
    }
}

/// Checks a password. `about` are the words that a guesser knows: username, address, the community's name.
pub fn check(password: &str, about: &[&str]) -> Result<(), PasswordError> {
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    if graphemes(password) < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    let folded = password.to_lowercase();
    let core = core(&folded);
    let (common, words) = lists();
    if common.contains(folded.as_str()) || words.contains(core) || has_few_characters(&folded) {
        return Err(PasswordError::Common);
    }
    let is_built_around = |word: &str| {
        let word = word.trim().to_lowercase();
        graphemes(&word) >= SHORTEST_WORD && (folded == word || core == word || core == word.replace(' ', ""))
    };
    let parts = about.iter().flat_map(|word| word.split('@').take(1).chain([*word]));
    if parts.into_iter().any(is_built_around) { Err(PasswordError::Guessable) } else { Ok(()) }
}

/// Without the digits and signs around it: `Summer2026!` is `summer`.
fn core(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphabetic())
}

/// `aaaaaaaa`, `abababab`.
fn has_few_characters(folded: &str) -> bool {
    folded.chars().collect::<HashSet<_>>().len() < 3
}

fn lists() -> (&'static HashSet<&'static str>, &'static HashSet<&'static str>) {
    static LISTS: OnceLock<(HashSet<&'static str>, HashSet<&'static str>)> = OnceLock::new();
    let (common, words) = LISTS.get_or_init(|| {
        let lines = include_str!("../../../assets/passwords.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let (words, common): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with('~'));
        (common.into_iter().collect(), words.into_iter().map(|word| &word[1..]).collect())
    });
    (common, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_refused() {
        for password in ["password", "Password1", "12345678", "qwertyuiop", "Summer2026!", "aaaaaaaaaa", "!!admin!!", "passord123"] {
            assert_eq!(check(password, &[]), Err(PasswordError::Common), "{password}");
        }
    }

    #[test]
    fn what_a_guesser_knows_is_refused() {
        let about = ["bjornhansen", "post@fjordshop.example", "Fjord Forum"];
        for password in ["Bjornhansen", "bjornhansen1984", "post@fjordshop.example", "fjordforum!", "Fjord Forum 1"] {
            assert_eq!(check(password, &about), Err(PasswordError::Guessable), "{password}");
        }
    }

    #[test]
    fn length_is_counted_as_people_do() {
        assert_eq!(check("kort", &[]), Err(PasswordError::TooShort));
        assert_eq!(check("ééééééé", &[]), Err(PasswordError::TooShort));
        assert_eq!(check("我喜歡喝珍珠奶茶", &[]), Ok(()));
        assert_eq!(check(&"long and dull ".repeat(74), &[]), Err(PasswordError::TooLong));
        for password in ["correct horse battery", "tr0ub4dor&3", "ja vi elsker", &"x y z ".repeat(170)] {
            assert_eq!(check(password, &["ann"]), Ok(()), "{password}");
        }
    }
}
