//! HTML that people type into their Markdown.
//!
//! It is taken apart and written anew: a few tags with a few attributes, always closed in the right
//! order, so that no typed tag reaches beyond its block and the sanitiser's parser never has to
//! repair anything (repairing can multiply a small text into a huge page).

use std::borrow::Cow;

use super::references::decoded;

/// A piece of typed HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// An opening tag.
    Open {
        /// The tag to write.
        tag: Tag,
        /// Attributes, names lower-cased.
        attributes: Vec<(String, Cow<'a, str>)>,
    },
    /// A closing tag.
    Close(Tag),
}

/// A tag that may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(pub(super) &'static str);

/// What is typed, and what is written for it: headings move down as Markdown's do.
const TAGS: &[(&str, &str)] = &[
    ("a", "a"),
    ("abbr", "abbr"),
    ("b", "b"),
    ("big", "b"),
    ("blockquote", "blockquote"),
    ("br", "br"),
    ("cite", "i"),
    ("code", "code"),
    ("dd", "dd"),
    ("del", "del"),
    ("details", "details"),
    ("dfn", "dfn"),
    ("dl", "dl"),
    ("dt", "dt"),
    ("em", "em"),
    ("h1", "h3"),
    ("h2", "h4"),
    ("h3", "h5"),
    ("h4", "h6"),
    ("h5", "h6"),
    ("h6", "h6"),
    ("hr", "hr"),
    ("i", "i"),
    ("img", "img"),
    ("ins", "ins"),
    ("kbd", "kbd"),
    ("li", "li"),
    ("mark", "mark"),
    ("ol", "ol"),
    ("p", "p"),
    ("pre", "pre"),
    ("q", "q"),
    ("rp", "rp"),
    ("rt", "rt"),
    ("ruby", "ruby"),
    ("s", "s"),
    ("samp", "samp"),
    ("small", "small"),
    ("strike", "s"),
    ("strong", "strong"),
    ("sub", "sub"),
    ("summary", "summary"),
    ("sup", "sup"),
    ("table", "table"),
    ("tbody", "tbody"),
    ("td", "td"),
    ("tfoot", "tbody"),
    ("th", "th"),
    ("thead", "thead"),
    ("tr", "tr"),
    ("tt", "code"),
    ("u", "u"),
    ("ul", "ul"),
    ("var", "var"),
];

/// Elements whose content is no text for reading.
const DROPPED: &[&str] = &["script", "style", "noscript", "object", "template", "svg", "math", "select"];

/// Tags that turn what follows them into something else than HTML: shown as they were typed, as GitHub has it, for
/// whoever types one wants to say something about it.
const SHOWN: &[&str] = &["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];

impl Tag {
    fn named(name: &str) -> Option<Self> {
        TAGS.binary_search_by(|(typed, _)| (*typed).cmp(name)).ok().map(|i| Self(TAGS[i].1))
    }

    /// Has no content and no closing tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self.0, "br" | "hr" | "img")
    }

    /// Text inside stays as it is: no links, no mentions.
    pub(super) fn is_verbatim(self) -> bool {
        matches!(self.0, "a" | "code" | "kbd" | "pre" | "samp")
    }

    /// May stand within a line of text.
    pub(super) fn is_inline(self) -> bool {
        let block =
            matches!(self.0, "blockquote" | "details" | "dd" | "dl" | "dt" | "h3" | "h4" | "h5" | "h6" | "hr" | "li" | "ol" | "p" | "pre" | "summary" | "ul");
        !block && !self.is_table_part() && self.0 != "table"
    }

    /// May hold paragraphs, lists and all other blocks.
    pub(super) fn holds_blocks(self) -> bool {
        matches!(self.0, "blockquote" | "dd" | "del" | "details" | "dl" | "dt" | "ins" | "li" | "ol" | "pre" | "table" | "ul") || self.is_table_part()
    }

    /// Stands in a table alone.
    pub(super) fn is_table_part(self) -> bool {
        self.is_cell() || matches!(self.0, "tbody" | "thead" | "tr")
    }

    /// Holds what a table shows.
    pub(super) fn is_cell(self) -> bool {
        matches!(self.0, "td" | "th")
    }

    /// Part of a table that holds nothing but other parts of it.
    pub(super) fn is_table_frame(self) -> bool {
        matches!(self.0, "table" | "tbody" | "thead" | "tr")
    }

    /// Whether it is the right place for a part of a table.
    pub(super) fn takes_part(self, part: Self) -> bool {
        match part.0 {
            "tbody" | "thead" => self.0 == "table",
            "tr" => matches!(self.0, "table" | "tbody" | "thead"),
            _ => self.0 == "tr",
        }
    }

    /// Whether it may have this attribute.
    pub(super) fn takes(self, attribute: &str) -> bool {
        match self.0 {
            "a" => matches!(attribute, "href" | "title"),
            "abbr" | "dfn" => attribute == "title",
            "img" => matches!(attribute, "src" | "alt" | "title" | "width" | "height"),
            "ol" => attribute == "start",
            _ => false,
        }
    }
}

/// Takes typed HTML apart. Comments, declarations, unknown tags and the content of scripts go.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut unclosed = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            tokens.push(Token::Text(decoded(&rest[..at])));
        }
        rest = &rest[at..];
        let after = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if rest.starts_with("<!--") {
            rest = past(&rest[4..], "-->");
        } else if after == b'!' || after == b'?' {
            rest = past(&rest[2..], ">");
        } else if after == b'/' {
            let name = name_at(&rest[2..]);
            let after = past(&rest[2..], ">");
            tokens.extend(Tag::named(&name).map(Token::Close).or_else(|| shown(&name, rest, after)));
            rest = after;
        } else if after.is_ascii_alphabetic() {
            rest = open(rest, &mut tokens, &mut unclosed);
        } else {
            tokens.push(Token::Text(Cow::Borrowed(&rest[..1])));
            rest = &rest[1..];
        }
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(decoded(rest)));
    }
    tokens
}

/// A tag that is shown as it was typed: all that stands before what follows it.
fn shown<'a>(name: &str, tag: &'a str, after: &str) -> Option<Token<'a>> {
    let typed = &tag[..tag.len() - after.len()];
    SHOWN.contains(&name).then_some(Token::Text(Cow::Borrowed(typed)))
}

/// Reads an opening tag; what follows it. Names that are never closed from here on are looked for only once.
fn open<'a>(tag: &'a str, tokens: &mut Vec<Token<'a>>, unclosed: &mut Vec<String>) -> &'a str {
    let name = name_at(&tag[1..]);
    let (attributes, rest) = attributes(&tag[1 + name.len()..]);
    if DROPPED.contains(&name.as_str()) && !unclosed.contains(&name) {
        match find_ignoring_case(rest, &format!("</{name}")) {
            Some(at) => return past(&rest[at..], ">"),
            None => unclosed.push(name.clone()),
        }
    }
    tokens.extend(Tag::named(&name).map(|tag| Token::Open { tag, attributes }).or_else(|| shown(&name, tag, rest)));
    rest
}

/// Up to white space, `/` or `>`, as HTML reads it. Lower-cased; as long as what was typed.
fn name_at(rest: &str) -> String {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(rest.len());
    rest[..end].to_ascii_lowercase()
}

fn attributes(mut rest: &str) -> (Vec<(String, Cow<'_, str>)>, &str) {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (found, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        // A name may begin with `=`, oddly, so the first character always belongs to it.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..].find(ends).map_or(rest.len(), |i| first + i);
        let name = rest[..end].to_ascii_lowercase();
        let after = rest[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start_matches(|c: char| c.is_ascii_whitespace())),
            None => ("", after),
        };
        found.push((name, decoded(value)));
        rest = after;
    }
}

fn value(rest: &str) -> (&str, &str) {
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inside = &rest[1..];
            let end = inside.find(quote).unwrap_or(inside.len());
            (&inside[..end], inside.get(end + 1..).unwrap_or(""))
        }
        _ => {
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
            (&rest[..end], &rest[end..])
        }
    }
}

fn past<'a>(rest: &'a str, end: &str) -> &'a str {
    rest.find(end).map_or("", |at| &rest[at + end.len()..])
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|w| w.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        tokens(html)
            .iter()
            .map(|token| match token {
                Token::Text(text) => format!("{text:?}"),
                Token::Open { tag, attributes } => format!("<{}{attributes:?}>", tag.0),
                Token::Close(tag) => format!("</{}>", tag.0),
            })
            .collect()
    }

    #[test]
    fn table_is_sorted() {
        assert!(TAGS.is_sorted_by_key(|(typed, _)| *typed));
    }

    #[test]
    fn taken_apart() {
        assert_eq!(shown("a<B >b</b\n>c"), "\"a\"<b[]>\"b\"</b>\"c\"");
        assert_eq!(shown("<a href=x title='y > z' HREF=\"q\">"), "<a[(\"href\", \"x\"), (\"title\", \"y > z\"), (\"href\", \"q\")]>");
        assert_eq!(shown("<br/><hr / >1 < 2"), "<br[]><hr[]>\"1 \"\"<\"\" 2\"");
        assert_eq!(shown("x<!-- <b> -->y<!doctype z><?php a>"), "\"x\"\"y\"");
        assert_eq!(shown("<ScRiPt>alert('<b>')</sCript >z<style>p{}"), "\"z\"\"<style>\"\"p{}\"");
        assert_eq!(shown("<TextArea a='>'>b</textarea >&lt;&nosuch;"), "\"<TextArea a='>'>\"\"b\"\"</textarea >\"\"<&nosuch;\"");
        assert_eq!(shown("<blink>x</blink><img\nsrc"), "\"x\"<img[(\"src\", \"\")]>");
        assert_eq!(shown("<b"), "<b[]>");
    }
}
