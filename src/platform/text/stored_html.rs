//! What is made of the HTML of posts for readers who are no browsers: plain text, and HTML that can be read elsewhere.
//!
//! The renderer's HTML comes from one serialiser: attributes stand in double quotes, only five entities are used. So
//! one walk over its bytes is enough, which matters where twenty posts are read for one page.

use memchr::{memchr, memchr2};
use std::fmt;
use url::Url;

use super::PostHtml;

/// All that the serialiser writes.
const ENTITIES: &[(&str, &str)] = &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")];

/// A piece of HTML.
enum Piece<'a> {
    /// A tag with its brackets.
    Tag(&'a str),
    /// What stands between two tags.
    Text(&'a str),
}

/// Cuts HTML into its tags and what stands between them.
fn pieces(mut rest: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::from_fn(move || {
        let is_tag = rest.as_bytes().first()? == &b'<';
        let end = if is_tag { tag_end(rest) } else { memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()) };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(if is_tag { Piece::Tag(piece) } else { Piece::Text(piece) })
    })
}

/// Where the tag ends that begins here; a `>` between quotes is part of a value.
fn tag_end(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr2(b'"', b'>', &bytes[at..]) {
        at += found + 1;
        if bytes[at - 1] == b'>' {
            return at;
        }
        at += memchr(b'"', &bytes[at..]).map_or(bytes.len() - at, |quote| quote + 1);
    }
    bytes.len()
}

/// The name of a tag, whether it opens or closes.
fn name(tag: &str) -> &str {
    let inner = tag.strip_prefix("</").or_else(|| tag.strip_prefix('<')).unwrap_or(tag);
    let end = inner.bytes().position(|byte| matches!(byte, b' ' | b'>' | b'/'));
    &inner[..end.unwrap_or(inner.len())]
}

/// The words of a post: blocks on lines of their own, no marks, no addresses. They are written only where they go.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>(pub &'a PostHtml);

impl Words<'_> {
    /// Writes them.
    pub fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let mut words = WordsWriter { out, held: String::new(), has_begun: false };
        for piece in pieces(self.0.as_str()) {
            match piece {
                Piece::Text(text) if text.bytes().all(|byte| byte.is_ascii_whitespace()) => words.space(),
                Piece::Text(text) => words.decoded(text)?,
                Piece::Tag(tag) => match name(tag) {
                    // These begin or end a line.
                    "p" | "li" | "div" | "pre" | "br" | "hr" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "tr" | "table" | "section"
                    | "details" | "summary" | "dl" | "dt" | "dd" => words.new_line(),
                    // These keep two words apart.
                    "td" | "th" => words.space(),
                    _ => {}
                },
            }
        }
        Ok(())
    }
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(out)
    }
}

struct WordsWriter<'a, W> {
    out: &'a mut W,
    /// Space that was read and not yet written: what follows decides whether it stands.
    held: String,
    has_begun: bool,
}

impl<W: fmt::Write> WordsWriter<'_, W> {
    fn space(&mut self) {
        if self.held.is_empty() {
            self.held.push(' ');
        }
    }

    fn new_line(&mut self) {
        self.held.clear();
        self.held.push('\n');
    }

    fn decoded(&mut self, mut text: &str) -> fmt::Result {
        while let Some(at) = memchr(b'&', text.as_bytes()) {
            self.words(&text[..at])?;
            let entity = ENTITIES.iter().find(|(entity, _)| text[at..].starts_with(entity));
            let (entity, meaning) = entity.copied().unwrap_or(("&", "&"));
            self.words(meaning)?;
            text = &text[at + entity.len()..];
        }
        self.words(text)
    }

    fn words(&mut self, text: &str) -> fmt::Result {
        let written = text.trim_end_matches([' ', '\n']);
        if !written.is_empty() {
            if self.has_begun {
                self.out.write_str(&self.held)?;
            }
            self.out.write_str(written)?;
            self.held.clear();
            self.has_begun = true;
        }
        self.held.push_str(&text[written.len()..]);
        Ok(())
    }
}

/// The HTML of a post with every address written out, so that it leads to the same places wherever it is read.
/// `page` is the post's own address.
pub fn read_elsewhere(html: &PostHtml, page: &Url) -> String {
    let mut out = String::with_capacity(html.as_str().len() + 256);
    for piece in pieces(html.as_str()) {
        match piece {
            Piece::Tag(tag) if matches!(name(tag), "a" | "img") => rewrite(tag, page, &mut out),
            Piece::Tag(other) | Piece::Text(other) => out.push_str(other),
        }
    }
    out
}

/// Writes a tag with the addresses among its attributes made absolute.
fn rewrite(tag: &str, page: &Url, out: &mut String) {
    let mut parts = tag.split('"');
    while let Some(before) = parts.next() {
        out.push_str(before);
        let Some(value) = parts.next() else { return };
        out.push('"');
        match page.join(value) {
            Ok(address) if before.ends_with(" href=") || before.ends_with(" src=") => {
                // Joining takes what it is given as it stands: entities are in it as before.
                if is_absolute(value) { out.push_str(value) } else { out.push_str(address.as_str()) }
            }
            _ => out.push_str(value),
        }
        out.push('"');
    }
}

/// Has a scheme of its own.
fn is_absolute(address: &str) -> bool {
    address.find(['/', '?', '#', ':']).is_some_and(|at| address[at..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> PostHtml {
        PostHtml::from_store(text.to_owned())
    }

    #[test]
    fn words_without_marks() {
        let source = "<p>Payout <em>late</em> &amp; <a href=\"/x\" title=\"a > b\">lost</a></p>\n<ul>\n<li>one</li>\n<li>two<br>three</li>\n</ul>\n\
                      <pre tabindex=\"0\"><code>let a = 1 &lt; 2;\n  b&nbsp;</code></pre>\n<table><tr><td>1</td><td>2</td></tr></table>";
        assert_eq!(Words(&html(source)).to_string(), "Payout late & lost\none\ntwo\nthree\nlet a = 1 < 2;\n  b\u{a0}\n1 2");
        assert_eq!(Words(&html("")).to_string(), "");
        assert_eq!(Words(&html("<p>AT&T; &amp;lt;</p>")).to_string(), "AT&T; &lt;");
    }

    #[test]
    fn addresses_lead_to_the_same_place_from_anywhere() {
        let page: Url = "https://forum.example.com/t/late/12".parse().unwrap();
        for (given, wanted) in [
            ("<a class=\"mention\" href=\"/u/Ann\">@Ann</a>", "<a class=\"mention\" href=\"https://forum.example.com/u/Ann\">@Ann</a>"),
            ("<a href=\"#fn1\" id=\"fnref\">1</a>", "<a href=\"https://forum.example.com/t/late/12#fn1\" id=\"fnref\">1</a>"),
            ("<a href=\"//a.example/x\">", "<a href=\"https://a.example/x\">"),
            ("<a href=\"x?a=1&amp;b=2\">", "<a href=\"https://forum.example.com/t/late/x?a=1&amp;b=2\">"),
            ("<a href=\"https://b.example/?q=&quot;é&quot;\" rel=\"nofollow\">", "<a href=\"https://b.example/?q=&quot;é&quot;\" rel=\"nofollow\">"),
            ("<a href=\"mailto:a@b.example\">", "<a href=\"mailto:a@b.example\">"),
            (
                "<img src=\"/uploads/x.png\" alt=\"/a src=\" loading=\"lazy\">",
                "<img src=\"https://forum.example.com/uploads/x.png\" alt=\"/a src=\" loading=\"lazy\">",
            ),
            ("<code>&lt;a href=\"/x\"&gt;</code>", "<code>&lt;a href=\"/x\"&gt;</code>"),
            ("<a href=\"\">", "<a href=\"https://forum.example.com/t/late/12\">"),
        ] {
            assert_eq!(read_elsewhere(&html(given), &page), wanted);
        }
    }
}
