//! Titles as they are searched: folded here, so that both databases find the same.

mod store;

pub use store::{delete_title, store_title};

use unicode_normalization::char::is_combining_mark;

use crate::platform::text::names::fold;
use crate::platform::text::normalise::{is_han, is_kana, single_line, without_fillers};

/// More of a query is not read.
pub const QUERY_LENGTH: usize = 200;
/// More words than this narrow nothing.
const WORDS_MOST: usize = 12;

/// The words of a title, folded, each behind a space: a word is found by its beginning.
pub fn fold_title(title: &str) -> String {
    let mut folded = String::with_capacity(title.len() + 1);
    for word in words(title) {
        folded.push(' ');
        folded.push_str(&word);
    }
    folded
}

/// The patterns that a folded title must all match to be found by a query. Words are found by their
/// beginning; Chinese and Japanese, which part no words, anywhere. No pattern: nothing was asked for.
pub fn patterns(query: &str) -> Vec<String> {
    let query: String = query.chars().take(QUERY_LENGTH).collect();
    // What a title loses on its way in, a copy of it in the query loses too.
    words(&single_line(&without_fillers(&query)))
        .take(WORDS_MOST)
        .map(|word| {
            let start = if word.chars().any(|c| is_han(c) || is_kana(c)) { "" } else { " " };
            format!("%{start}{}%", escaped(&word))
        })
        .collect()
}

/// Letters, marks and digits stay; `+` and `#` too, behind a letter: C++ and C# are words.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let mut words = vec![String::new()];
    for c in folded.chars() {
        let last = words.last_mut().expect("there is always a last word");
        let is_part = c.is_alphanumeric() || (!last.is_empty() && (is_combining_mark(c) || matches!(c, '+' | '#')));
        if is_part {
            last.push(c);
        } else if !last.is_empty() && !matches!(c, '\'' | '\u{2019}') {
            words.push(String::new());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

/// `_` and `%` are no letters and never get here; the escape sign neither. Kept so that this stays true of any words.
fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_folded_into_words() {
        assert_eq!(fold_title("Payouts: WHEN do I get mine?"), " payouts when do i get mine");
        assert_eq!(fold_title("Straße, don’t & C++"), " strasse dont c++");
        assert_eq!(fold_title("超商取貨（付款）"), " 超商取貨 付款");
        assert_eq!(fold_title("???"), "");
    }

    #[test]
    fn patterns_find_words_by_their_beginning_and_han_anywhere() {
        assert_eq!(patterns("Pay out"), ["% pay%", "% out%"]);
        assert_eq!(patterns("取貨"), ["%取貨%"]);
        assert_eq!(patterns("pay\u{ad}out now\u{202e}adays \u{2060}"), ["% payout%", "% nowadays%"]);
        assert_eq!(patterns(" %_\\ ").len(), 0);
        assert_eq!(patterns(&"a ".repeat(500)).len(), WORDS_MOST);
        assert_eq!(escaped("50%_\\"), "50\\%\\_\\\\");
    }
}
