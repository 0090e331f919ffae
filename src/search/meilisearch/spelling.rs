//! How terms are spelt for the server, so that it takes each of them for one word and changes nothing about it.

use std::borrow::Cow;
use std::fmt::Write;

use crate::platform::text::words::is_dense;

/// A term in letters and digits alone. Chinese, Japanese and Korean, `c++` and the like become `x` and the digits of their
/// bytes: the server would cut them by rules of its own.
pub fn spelt(term: &str) -> Cow<'_, str> {
    if term.chars().all(|c| c.is_alphanumeric() && !is_dense(c)) {
        return Cow::Borrowed(term);
    }
    let mut digits = String::with_capacity(2 * term.len() + 1);
    digits.push('x');
    for byte in term.bytes() {
        // Writing into a string cannot fail.
        write!(digits, "{byte:02x}").ok();
    }
    Cow::Owned(digits)
}

/// A phrase of terms, as a query demands it.
pub fn demanded<S: AsRef<str>>(terms: &[S]) -> String {
    let line: Vec<Cow<'_, str>> = terms.iter().map(|term| spelt(term.as_ref())).collect();
    format!("\"{}\"", line.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_one_word_each() {
        assert_eq!(spelt("payout"), "payout");
        assert_eq!(spelt("c++"), "x632b2b");
        assert_eq!(spelt("退款"), "xe98080e6acbe");
        assert_eq!(demanded(&["never", "c#"]), "\"never x6323\"");
    }
}
