//! Parts of a Markdown text as it was typed, found by the parser, and changed where they stand.

use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

use super::OPTIONS;

/// A text without its pictures: neither their addresses nor what stands in for them.
pub fn without_pictures(source: &str) -> String {
    let pictures = Parser::new_ext(source, OPTIONS).into_offset_iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })));
    let mut left = String::with_capacity(source.len());
    let mut from = 0;
    for (_, place) in pictures {
        if place.start >= from {
            left.push_str(&source[from..place.start]);
            from = place.end;
        }
    }
    left.push_str(&source[from..]);
    left
}

/// A text in which every character of some places, in their order, is an asterisk that stands for itself. In code an asterisk always
/// does; elsewhere it could mark something.
pub fn masked(source: &str, places: &[Range<usize>]) -> String {
    let code: Vec<Range<usize>> = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, place)| place)
        .collect();
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    for place in places {
        out.push_str(&source[from..place.start]);
        let is_code = code.iter().any(|code| code.contains(&place.start));
        for c in source[place.clone()].chars() {
            match c {
                c if c.is_whitespace() => out.push(c),
                _ => out.push_str(if is_code { "*" } else { r"\*" }),
            }
        }
        from = place.end;
    }
    out.push_str(&source[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_left_out() {
        assert_eq!(without_pictures("See ![my shop](https://shop.example/a.png) and [here](https://x.example)."), "See  and [here](https://x.example).");
        assert_eq!(without_pictures("[![a](https://a.example/1.png)](https://b.example)"), "[](https://b.example)");
        assert_eq!(without_pictures("![a][one]\n\nText\n\n[one]: https://a.example/1.png"), "\n\nText\n\n[one]: https://a.example/1.png");
        assert_eq!(without_pictures("no picture"), "no picture");
    }

    #[test]
    fn masked_words_are_asterisks_wherever_they_stand() {
        let mask = |source: &str, word: &str| {
            let places: Vec<Range<usize>> = source.match_indices(word).map(|(at, _)| at..at + word.len()).collect();
            masked(source, &places)
        };
        assert_eq!(mask("a bad word", "bad"), r"a \*\*\* word");
        assert_eq!(mask("`bad` and bad", "bad"), r"`***` and \*\*\*");
        assert_eq!(mask("```\nbad\n```\nbad", "bad"), "```\n***\n```\n\\*\\*\\*");
        assert_eq!(mask("壞字", "壞字"), r"\*\*");
        assert_eq!(mask("too bad", "too bad"), r"\*\*\* \*\*\*");
    }
}
