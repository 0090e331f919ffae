//! Words that mean the same when somebody searches: groups that an admin writes.

pub mod store;

use std::collections::HashMap;

use super::queries::folded;
use crate::id;
use crate::platform::i18n::Lang;
use crate::platform::text::normalise::{graphemes, single_line};

/// A group has so many words at least: one alone means itself.
pub const WORDS_LEAST: usize = 2;
/// And at most: each makes a search for one of the others slower.
pub const WORDS_MOST: usize = 20;
/// The longest word or phrase, as a person counts characters.
pub const WORD_LENGTH: usize = 50;
/// Groups of a community: all stand in memory, and are looked at with every search.
pub const GROUPS_MOST: i64 = 2_000;

id! {
    /// The number of a group of words.
    GroupId
}

/// Why words are no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsError {
    /// Fewer than [`WORDS_LEAST`] that differ.
    TooFew,
    /// More than [`WORDS_MOST`].
    TooMany,
    /// One is longer than [`WORD_LENGTH`].
    TooLong,
    /// One has neither letters nor digits.
    NoLetters,
}

impl WordsError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooFew => "search-words-error-few",
            Self::TooMany => "search-words-error-many",
            Self::TooLong => "search-words-error-long",
            Self::NoLetters => "search-words-error-letters",
        }
    }
}

/// Words and phrases that mean the same, as an admin typed them: 2 to 20 that differ, each of 1 to 50 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what was typed, with commas (or the signs that stand for them in Chinese and Japanese) or lines between the
    /// words. What stands twice counts once.
    pub fn parse(typed: &str) -> Result<Self, WordsError> {
        let mut words: Vec<String> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for word in typed.split([',', '，', '、', ';', '；', '\n', '\r']).map(single_line).filter(|word| !word.is_empty()) {
            if graphemes(&word) > WORD_LENGTH {
                return Err(WordsError::TooLong);
            }
            let folded = folded(&word);
            if !folded.chars().any(char::is_alphanumeric) {
                return Err(WordsError::NoLetters);
            }
            if !seen.contains(&folded) {
                seen.push(folded);
                words.push(word);
            }
        }
        match words.len() {
            n if n < WORDS_LEAST => Err(WordsError::TooFew),
            n if n > WORDS_MOST => Err(WordsError::TooMany),
            _ => Ok(Self(words)),
        }
    }

    /// With commas between them, as they are stored and shown.
    pub fn joined(&self) -> String {
        self.0.join(", ")
    }
}

/// A group as the search knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The language in which the words mean the same; none for all.
    pub lang: Option<Lang>,
    /// The words, folded, in the order in which they were typed.
    pub words: Vec<String>,
}

/// All groups, in memory.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Group>,
    of_word: HashMap<String, Vec<usize>>,
    longest: usize,
}

impl Synonyms {
    /// Groups as they are stored: the tag of a language, or nothing for all, and words with commas between them. A group in
    /// a language that the program does not know is left out.
    pub fn new(stored: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all = Self::default();
        for (tag, words) in stored {
            let lang = Lang::parse(&tag);
            if lang.is_none() && !tag.is_empty() {
                continue;
            }
            all.add(Group { lang, words: words.split(',').map(folded).filter(|word| !word.is_empty()).collect() });
        }
        all
    }

    fn add(&mut self, group: Group) {
        for word in &group.words {
            self.of_word.entry(word.clone()).or_default().push(self.groups.len());
            self.longest = self.longest.max(word.split(' ').count());
        }
        self.groups.push(group);
    }

    /// What means the same as a word or phrase in a language, given by its tag. The word is folded (see
    /// [`folded`](super::queries::folded)), and so are the others, each once; nothing where it stands in no group.
    pub fn alternatives(&self, word: &str, lang: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for group in self.of_word.get(word).into_iter().flatten().map(|place| &self.groups[*place]) {
            let is_spoken = group.lang.is_none_or(|spoken| spoken.tag() == lang);
            for other in group.words.iter().filter(|other| is_spoken && *other != word) {
                if !found.contains(&other.as_str()) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// Words of the longest phrase, with spaces between them; 0 without any group. Longer phrases need not be looked up.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Every group, for engines that keep them themselves.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms(groups: &[(&str, &str)]) -> Synonyms {
        Synonyms::new(groups.iter().map(|(lang, words)| ((*lang).to_owned(), (*words).to_owned())))
    }

    #[test]
    fn words_of_a_group_stand_for_one_another() {
        let all = synonyms(&[("", "Refund, money back, chargeback"), ("nb", "mva, merverdiavgift"), ("en", "VAT, sales tax")]);
        assert_eq!(all.alternatives("refund", "en"), ["money back", "chargeback"]);
        assert_eq!(all.alternatives("money back", "zh-Hant"), ["refund", "chargeback"]);
        assert_eq!(all.alternatives("mva", "nb"), ["merverdiavgift"]);
        assert!(all.alternatives("mva", "en").is_empty(), "of another language");
        assert!(all.alternatives("money", "en").is_empty(), "part of a phrase");
        assert!(all.alternatives("", "en").is_empty());
        assert_eq!(all.longest(), 2);
        assert_eq!(synonyms(&[]).longest(), 0);
    }

    #[test]
    fn a_word_of_several_groups_has_them_all_once() {
        let all = synonyms(&[("", "payout, settlement"), ("en", "payout, transfer, settlement"), ("nb", "payout, utbetaling"), ("tlh", "payout, huch")]);
        assert_eq!(all.alternatives("payout", "en"), ["settlement", "transfer"]);
        assert_eq!(all.alternatives("payout", "nb"), ["settlement", "utbetaling"]);
        assert_eq!(all.groups().len(), 3, "nobody speaks the fourth here");
    }

    #[test]
    fn words_are_read_as_they_are_typed() {
        let joined = |typed: &str| Words::parse(typed).map(|words| words.joined());
        assert_eq!(joined(" Refund ,money   back,, REFUND"), Ok("Refund, money back".to_owned()));
        assert_eq!(joined("退款、退費，退錢；退貨款"), Ok("退款, 退費, 退錢, 退貨款".to_owned()));
        assert_eq!(joined("a\r\nb\nc"), Ok("a, b, c".to_owned()));
        let long = "é".repeat(WORD_LENGTH);
        assert_eq!(joined(&format!("{long}, b")), Ok(format!("{long}, b")));
        let many = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        assert!(joined(&many(WORDS_MOST)).is_ok());
        let wrong = [
            ("", WordsError::TooFew),
            (" , ,", WordsError::TooFew),
            ("refund", WordsError::TooFew),
            ("refund, REFUND", WordsError::TooFew),
            (&many(WORDS_MOST + 1), WordsError::TooMany),
            (&format!("{long}é, b"), WordsError::TooLong),
            ("refund, !", WordsError::NoLetters),
        ];
        for (typed, error) in wrong {
            assert_eq!(joined(typed), Err(error), "{typed:?}");
        }
    }
}
