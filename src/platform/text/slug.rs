//! The readable part of a topic's address.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug, in characters: addresses stay readable and a row stays small.
pub const SLUG_LENGTH: usize = 80;

/// What stands for a title without a letter or digit.
const NAMELESS: &str = "topic";

/// Letters and digits of any script, lower-cased, words joined by hyphens. Never empty, never
/// digits alone (an address with only digits there means a topic's id).
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.nfkc().flat_map(char::to_lowercase).nfc() {
        if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) {
            slug.push(c);
        } else if !is_apostrophe(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    // What went may have stood between marks that now follow one another in an order of their own.
    let slug: String = slug.nfc().collect();
    let slug = shortened(slug.trim_end_matches('-'));
    if slug.is_empty() {
        NAMELESS.to_owned()
    } else if slug.chars().all(|c| c.is_numeric() || c == '-') {
        shortened(&format!("{NAMELESS}-{slug}")).to_owned()
    } else {
        slug.to_owned()
    }
}

/// At most [`SLUG_LENGTH`] characters, cut between words where one is near the end.
fn shortened(slug: &str) -> &str {
    let Some((end, _)) = slug.char_indices().nth(SLUG_LENGTH) else { return slug };
    let cut = &slug[..end];
    if slug[end..].starts_with('-') {
        return cut;
    }
    match cut.rfind('-') {
        Some(at) if at * 2 > end => &cut[..at],
        _ => cut.trim_end_matches('-'),
    }
}

/// Inside a word these separate nothing: `don't` is `dont`.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script() {
        assert_eq!(slug("How do I get paid?"), "how-do-i-get-paid");
        assert_eq!(slug("Hvorfor får jeg ikke oppgjør på søndag?"), "hvorfor-får-jeg-ikke-oppgjør-på-søndag");
        assert_eq!(slug("超商取貨:如何設定?"), "超商取貨-如何設定");
        assert_eq!(slug("I don't see — C++ / .NET"), "i-dont-see-c-net");
        assert_eq!(slug("हिन्दी में"), "हिन्दी-में");
        assert_eq!(slug("ף\u{5bc}'\u{b4d}"), "ף\u{b4d}\u{5bc}");
    }

    #[test]
    fn never_empty_never_digits() {
        assert_eq!(slug("???"), "topic");
        assert_eq!(slug("2026"), "topic-2026");
        assert_eq!(slug("20-26"), "topic-20-26");
        assert_eq!(slug("٢٠٢٦"), "topic-٢٠٢٦");
    }

    #[test]
    fn at_most_eighty_characters() {
        let long = slug(&"payout ".repeat(40));
        assert!(long.chars().count() <= SLUG_LENGTH && long.ends_with("payout"), "{long}");
        assert_eq!(slug(&"付".repeat(200)).chars().count(), SLUG_LENGTH);
        assert!(slug(&"1".repeat(200)).starts_with("topic-1"));
        assert!(slug(&"1".repeat(200)).chars().count() <= SLUG_LENGTH);
    }
}
