//! Plain text out of Markdown, for mails, lists, the index and link previews.

use pulldown_cmark::{Event, TagEnd};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

use super::markdown::{PostHtml, parser};
use super::normalise::is_kept;
use super::stored_html::Words;

/// The words of a Markdown text without its marks: blocks on lines of their own, no addresses, no raw HTML.
pub fn plain_text(source: &str) -> String {
    let mut plain = PlainText::with_capacity(source.len());
    for event in parser(source) {
        plain.event(&event);
    }
    plain.finish()
}

/// The words of a Markdown text, gathered while its events pass by.
pub(super) struct PlainText(String);

impl PlainText {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.0.push_str(text),
            Event::SoftBreak => self.0.push(' '),
            Event::HardBreak | Event::Rule => new_line(&mut self.0),
            Event::End(end) => match end {
                TagEnd::TableCell => self.0.push(' '),
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::HtmlBlock => {
                    new_line(&mut self.0)
                }
                _ => {}
            },
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.0.truncate(self.0.trim_end().len());
        self.0.retain(is_kept);
        self.0
    }
}

/// A text cut at some places, in their order: each part with whether it is one of them.
pub fn marked(text: &str, places: &[Range<usize>]) -> Vec<(String, bool)> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for place in places {
        parts.push((text[from..place.start].to_owned(), false));
        parts.push((text[place.clone()].to_owned(), true));
        from = place.end;
    }
    parts.push((text[from..].to_owned(), false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// The first words of a Markdown text on one line, at most `length` characters with the ellipsis.
pub fn excerpt(source: &str, length: usize) -> String {
    shorten(&plain_text(source), length)
}

/// The same of a text as it is stored and shown.
pub fn excerpt_of_html(html: &PostHtml, length: usize) -> String {
    shorten(&Words(html).to_string(), length)
}

/// The first words of a plain text on one line, at most `length` characters with the ellipsis.
pub fn shorten(plain: &str, length: usize) -> String {
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    // Every grapheme has a byte at least: most texts that fit are known without looking at them.
    if line.len() <= length {
        return line;
    }
    let Some((room, after)) = room_in(&line, length) else { return line };
    let boundary = line[..after].split_word_bound_indices().map(|(at, _)| at).rfind(|&at| at <= room).unwrap_or(0);
    // One endless word is cut where it must be.
    let cut = if boundary * 2 < room { room } else { boundary };
    let kept = line[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:-–—(".contains(c));
    format!("{kept}…")
}

/// Where the last of so many characters begins, and a place a little behind it: whether a word ends in the room is seen in
/// the letters after it. None where the line fits.
fn room_in(line: &str, length: usize) -> Option<(usize, usize)> {
    let last = length.saturating_sub(1);
    if line.is_ascii() {
        return (line.len() > length).then(|| (last, line.len().min(length + 2)));
    }
    let mut ends = line.grapheme_indices(true).map(|(at, _)| at);
    let (room, _) = (ends.nth(last)?, ends.next()?);
    Some((room, ends.nth(1).unwrap_or(line.len())))
}

fn new_line(plain: &mut String) {
    let end = plain.trim_end_matches(' ').len();
    plain.truncate(end);
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_marks() {
        let source = "# Payout *late*\n\nSee [the page](https://example.com/x) and\n`code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n```js\nlet x;\n```\n<script>alert(1)</script>\n";
        assert_eq!(plain_text(source), "Payout late\nSee the page and code.\none\ntwo\na b\nc d\nlet x;");
    }

    #[test]
    fn cut_at_a_word() {
        assert_eq!(excerpt("How do I *get* my money?", 100), "How do I get my money?");
        assert_eq!(excerpt("How do I *get* my money?", 12), "How do I…");
        assert_eq!(excerpt("How do I get, my money?", 14), "How do I get…");
        assert_eq!(shorten(&"x".repeat(50), 10), format!("{}…", "x".repeat(9)));
        assert_eq!(shorten("超商取貨付款如何設定", 6), "超商取貨付…");
        assert_eq!(shorten("👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻", 2), "👩\u{200d}💻…");
    }
}
