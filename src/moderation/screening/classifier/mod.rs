//! What the team's own decisions teach: naive Bayes on the words of posts. It holds and never deletes, and names the five words that
//! weighed most. Pure, but for [`lessons`] and the job.
//!
//! From where on a text is held is not guessed: every good post it learnt from is weighed by what the others taught, and so few of
//! those may weigh more as [`MISTAKEN`] says. Words of a single post are forgotten, so that no name stays in what was learnt.

mod learn;
mod lessons;

pub use learn::{Lesson, learn};
pub use lessons::{LEARN, run};

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

use crate::moderation::cases::likeness::domain;
use crate::platform::text::words::{self as text_words, WordKind, fold};

/// Words that decide about one text: those that say most. A long text has no more to say than a short one.
const TELLING: usize = 20;
/// Words that are named.
const NAMED: usize = 5;
/// Longer words are addresses and keys.
const LONGEST: usize = 30;
/// That a text has links, as a word that nobody types.
const LINKED: &str = "http://";
/// Signs, with how they are written between Chinese characters.
const SIGNS: &[(char, char)] = &[('!', '！'), ('%', '％'), ('@', '＠'), ('+', '＋'), ('$', '＄'), ('€', '€')];
/// At least so large a part of what was learnt must be spam, and so large a part good.
const PART: i64 = 5;

/// What was learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Posts that were spam.
    pub spam: i64,
    /// Posts that were good.
    pub good: i64,
    /// From this weight on a text is held.
    pub from: f64,
    /// Of a hundred posts of spam so many would have been held by what the others taught.
    pub found: i64,
    /// Of a thousand good posts so many would have been.
    pub mistaken: i64,
    /// What words weigh: above zero they speak for spam.
    words: BTreeMap<String, f64>,
}

/// What a text weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// All of it.
    pub weight: f64,
    /// Enough to be held.
    pub is_spam: bool,
    /// The words that weighed most for it, the heaviest first.
    pub most: Vec<String>,
}

impl Model {
    /// Has it learnt enough to hold anything?
    pub fn is_ready(&self, least: i64) -> bool {
        is_enough(self.spam, self.good, least)
    }

    /// Weighs the words of a text.
    pub fn weigh(&self, words: &BTreeSet<String>) -> Weighed {
        let mut telling: Vec<(&str, f64)> = words.iter().filter_map(|word| Some((word.as_str(), *self.words.get(word)?))).collect();
        telling.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(b.0)));
        telling.truncate(TELLING);
        let weight = telling.iter().map(|(_, weight)| weight).sum();
        let most = telling.iter().filter(|(_, weight)| *weight > 0.0).take(NAMED).map(|(word, _)| (*word).to_owned()).collect();
        Weighed { weight, is_spam: weight >= self.from, most }
    }
}

/// Are so many posts of each kind enough, where so many are wanted in all?
pub fn is_enough(spam: i64, good: i64, least: i64) -> bool {
    spam + good >= least && spam.min(good) * PART >= least
}

/// The words of a text, each once: lower-cased, Chinese cut by a dictionary; a number is like another; links by their domains,
/// and not by what else stands in an address; signs that offers have more often than others.
pub fn words(title: &str, plain: &str, links: &[Url]) -> BTreeSet<String> {
    let plain: Vec<&str> = plain.split_whitespace().filter(|word| !word.contains("://")).collect();
    let plain = plain.join(" ");
    let mut found: BTreeSet<String> =
        SIGNS.iter().filter(|(one, other)| plain.contains(*one) || plain.contains(*other)).map(|(sign, _)| sign.to_string()).collect();
    for text in [title, &plain] {
        for word in text_words::words(text).iter().filter(|word| word.kind != WordKind::Pair) {
            let word = fold(&word.text);
            if !word.is_empty() && word.chars().count() <= LONGEST {
                let is_number = word.chars().all(|c| c.is_ascii_digit());
                found.insert(if is_number { "0".to_owned() } else { word });
            }
        }
    }
    found.extend(links.iter().map(domain));
    found.extend((!links.is_empty()).then(|| LINKED.to_owned()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(is_spam: bool, text: &str) -> Lesson {
        Lesson { is_spam, words: words("", text, &[]) }
    }

    fn taught() -> Model {
        let spam = ["cheap loans today", "cheap pills today", "cheap loans online", "loans and pills online"].map(|text| lesson(true, text));
        let good = ["the printer prints labels", "my printer is slow today", "labels and orders", "orders without labels"].map(|text| lesson(false, text));
        learn(&[spam, good].concat())
    }

    #[test]
    fn words_of_any_language_are_found() {
        let found = words("Hei", "Kjøp LÅN nå, 500 kr! 最好的娛樂城", &[Url::parse("https://www.cheap.example/x").unwrap()]);
        for word in ["hei", "0", "kr", "cheap.example", LINKED] {
            assert!(found.contains(word), "{word}: {found:?}");
        }
        assert!(found.len() > 8, "Chinese is cut into words: {found:?}");
    }

    #[test]
    fn what_speaks_for_spam_is_named_the_heaviest_first() {
        let weighed = taught().weigh(&words("", "cheap loans for my printer", &[]));
        assert_eq!(weighed.most, ["cheap", "loans"], "{weighed:?}");
    }

    #[test]
    fn it_holds_once_it_has_learnt_enough_of_both() {
        let model = taught();
        assert_eq!((model.spam, model.good), (4, 4));
        assert!(model.is_ready(8) && !model.is_ready(9));
        assert!(!Model { good: 1, spam: 100, ..model }.is_ready(50), "nothing good was learnt");
    }

    #[test]
    fn what_was_learnt_is_read_as_it_was_written() {
        let model = taught();
        let read: Model = serde_json::from_str(&serde_json::to_string(&model).unwrap()).unwrap();
        assert_eq!(read, model);
    }

    #[test]
    fn words_of_one_post_are_forgotten() {
        assert!(!taught().words.contains_key("slow"));
    }
}
