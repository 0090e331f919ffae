//! Links and mentions that stand in the text as such.

use unicode_normalization::char::is_combining_mark;

use crate::platform::text::names::{USERNAME_MAX, USERNAME_MIN};
use crate::platform::text::normalise::{is_han, is_kana};

/// What begins with this was meant as an autolink and is none, or it would not be text here.
const BRACKET: char = '<';

/// More bytes than this are no address. Each place where one could begin is read so far and no further.
const ADDRESS_MAX: usize = 2_000;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Nothing but text.
    Text(&'a str),
    /// An address: where it leads and what is shown.
    Link(String, &'a str),
    /// A name after an `@`, as far as it can reach.
    Mention(&'a str),
}

/// Splits a text into its parts.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(next) = text[at..].find(['h', 'H', 'w', 'W', '@']).map(|i| at + i) {
        let found = match text.as_bytes()[next] {
            b'@' => address(text, done, next).or_else(|| mention(text, next)),
            _ => link(text, next),
        };
        let Some((start, end, part)) = found else {
            at = next + 1;
            continue;
        };
        if start > done {
            parts.push(Part::Text(&text[done..start]));
        }
        parts.push(part);
        (done, at) = (end, end);
    }
    if done < text.len() {
        parts.push(Part::Text(&text[done..]));
    }
    parts
}

/// The names that a mention may mean, the longest first. Punctuation at the end belongs to the
/// sentence, and so may characters of scripts that write words without spaces.
pub(super) fn names(reach: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<usize> = reach.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
    let mut taken: Vec<&str> = Vec::new();
    for &end in ends.iter().take(USERNAME_MAX).rev() {
        let name = reach[..end].trim_end_matches(['_', '-', '.']);
        if name.chars().count() < USERNAME_MIN {
            break;
        }
        let whole = end == reach.len() || taken.last().is_some_and(|longer| ends_unspaced(longer));
        let first_of_long = taken.is_empty() && ends_unspaced(&reach[..end]);
        if (whole || first_of_long) && taken.last() != Some(&name) {
            taken.push(name);
        }
    }
    taken.into_iter()
}

fn ends_unspaced(name: &str) -> bool {
    name.chars().next_back().is_some_and(|c| is_han(c) || is_kana(c))
}

type Found<'a> = Option<(usize, usize, Part<'a>)>;

fn link(text: &str, start: usize) -> Found<'_> {
    let rest = &text[start..];
    let has = |prefix: &str| rest.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
    let (scheme, implied) = if has("http://") {
        (7, "")
    } else if has("https://") {
        (8, "")
    } else if has("www.") {
        (0, "http://")
    } else {
        return None;
    };
    let inside_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '@' | '.' | '-' | ':');
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c == BRACKET || if scheme > 0 { c.is_ascii_alphanumeric() } else { inside_word(c) }) {
        return None;
    }
    let (end, _) = rest.char_indices().find(|&(at, c)| at > ADDRESS_MAX || ends_address(c)).unwrap_or((rest.len(), ' '));
    if end > ADDRESS_MAX {
        return None;
    }
    let url = trimmed(&rest[..end]);
    let host = url.get(scheme..)?.split(['/', '?', '#', ':']).next()?;
    let well_formed = host.chars().next().is_some_and(|c| c.is_alphanumeric() || !c.is_ascii()) && !host.rsplit('.').take(2).any(|label| label.contains('_'));
    if !well_formed || (scheme == 0 && host.len() < 5) {
        return None;
    }
    Some((start, start + url.len(), Part::Link(format!("{implied}{url}"), url)))
}

/// White space, `<`, and punctuation of Chinese and Japanese, which no address holds unencoded.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c == '<'
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '\u{2018}'..='\u{201F}')
}

/// Without the punctuation that belongs to the sentence around it.
fn trimmed(mut url: &str) -> &str {
    let mut open = url.matches('(').count();
    let mut close = url.matches(')').count();
    while let Some(last) = url.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' | '(' => open -= usize::from(last == '('),
            ')' if close > open => close -= 1,
            _ => break,
        }
        url = &url[..url.len() - 1];
    }
    url
}

/// A mail address around the `@`.
fn address(text: &str, done: usize, at: usize) -> Found<'_> {
    let user = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    let start = text[done..at].rfind(|c| !user(c)).map_or(done, |i| done + i + text[done + i..].chars().next().map_or(1, char::len_utf8));
    let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let rest = &text[at + 1..];
    let end = rest.find(|c| !host(c)).unwrap_or(rest.len());
    if start == at || rest[end..].starts_with('@') || text[..start].ends_with(BRACKET) {
        return None;
    }
    let domain = rest[..end].trim_end_matches('.');
    let labels_full = domain.split('.').all(|label| !label.is_empty());
    if !domain.contains('.') || !labels_full || !domain.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let whole = &text[start..at + 1 + domain.len()];
    Some((start, at + 1 + domain.len(), Part::Link(format!("mailto:{whole}"), whole)))
}

fn mention(text: &str, at: usize) -> Found<'_> {
    let inside_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '/' | '.' | '_' | '-' | '+');
    if text[..at].chars().next_back().is_some_and(inside_word) {
        return None;
    }
    let rest = &text[at + 1..];
    let named = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '_' | '-' | '.');
    let end = rest.find(|c| !named(c)).unwrap_or(rest.len());
    let reach = rest[..end].trim_end_matches(['_', '-', '.']);
    if reach.chars().count() < USERNAME_MIN || rest[end..].starts_with('@') {
        return None;
    }
    Some((at, at + 1 + reach.len(), Part::Mention(reach)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(text: &str) -> Vec<String> {
        let link = |part| if let Part::Link(to, _) = part { Some(to) } else { None };
        parts(text).into_iter().filter_map(link).collect()
    }

    fn mentioned(text: &str) -> Vec<&str> {
        let name = |part| if let Part::Mention(name) = part { Some(name) } else { None };
        parts(text).into_iter().filter_map(name).collect()
    }

    #[test]
    fn links_without_the_sentence_around_them() {
        assert_eq!(
            linked("See https://a.example/x?y=1, (http://b.example/c_(d)) or www.c.example."),
            ["https://a.example/x?y=1", "http://b.example/c_(d)", "http://www.c.example"]
        );
        assert_eq!(linked("請看https://a.example/x。謝謝（https://b.example/）"), ["https://a.example/x", "https://b.example/"]);
        assert_eq!(linked("xhttps://a.example http:// www. awww.b.example http://_a https://"), Vec::<String>::new());
        assert_eq!(linked("\"https://a.example\" 'https://b.example'!?"), ["https://a.example", "https://b.example"]);
        assert_eq!(linked("mail ann@example.com."), ["mailto:ann@example.com"]);
        assert_eq!(linked("<https://a.example/b c> <www.a.example x> <a+@b.example>"), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["a @ann b", "@@@", "www.", "h", "x@y.z@", "王@王小明,好", "http://(((((", "@a", "é@é.é http://é"] {
            let whole: String = parts(text)
                .iter()
                .map(|part| match part {
                    Part::Text(text) | Part::Link(_, text) => (*text).to_owned(),
                    Part::Mention(name) => format!("@{name}"),
                })
                .collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn mentions() {
        assert_eq!(mentioned("@ann, (@bob.) @c-d_e.f! 你好@王小明 x@y a/@no @ab"), ["ann", "bob", "c-d_e.f", "王小明"]);
        assert_eq!(mentioned("ann@example.com @ann@example.com"), Vec::<&str>::new());
    }

    #[test]
    fn names_a_mention_may_mean() {
        fn all(reach: &str) -> Vec<&str> {
            names(reach).collect()
        }
        assert_eq!(all("ann"), ["ann"]);
        assert_eq!(all("王小明你好"), ["王小明你好", "王小明你", "王小明"]);
        assert_eq!(all("ann你好"), ["ann你好", "ann你", "ann"]);
        assert_eq!(all(&"a".repeat(31)).len(), 0);
        assert_eq!(all(&"王".repeat(40)).len(), 28);
    }
}
