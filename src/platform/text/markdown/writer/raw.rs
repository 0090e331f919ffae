//! HTML that was typed, written anew and always balanced.

use super::{Writer, escape_into};
use crate::platform::text::markdown::raw_html::{Tag, Token, decoded, tokens};

/// Typed tags open at once; deeper ones go.
const OPEN_MAX: usize = 12;

/// A typed tag that is open.
pub(super) struct Open {
    tag: Tag,
    /// How many quotes, lists and items were open around it.
    depth: usize,
}

impl Writer<'_> {
    /// Writes a typed tag, or a block of them.
    pub(super) fn raw_html(&mut self, html: &str, block: bool) {
        if block {
            self.end_inline();
        }
        for token in tokens(html) {
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Open { tag, attributes } if block || tag.is_inline() => self.open_raw(tag, &attributes),
                Token::Close(tag) => self.close_tag(tag),
                Token::Open { .. } => {}
            }
        }
        if block {
            self.close_inline_raw();
        }
    }

    /// Whether typed tags around it keep text as it is.
    pub(super) fn is_verbatim(&self) -> bool {
        self.raw.iter().any(|open| open.tag.is_verbatim())
    }

    /// At the end of a run of text, closes every typed tag but `details`, which may hold blocks.
    pub(super) fn close_inline_raw(&mut self) {
        while self.raw.last().is_some_and(|open| open.tag.0 != "details") {
            self.pop_raw();
        }
    }

    /// Closes what was opened within so many quotes, lists and items.
    pub(super) fn close_raw(&mut self, depth: usize) {
        while self.raw.last().is_some_and(|open| open.depth >= depth) {
            self.pop_raw();
        }
    }

    fn pop_raw(&mut self) {
        if let Some(open) = self.raw.pop() {
            self.out.push_str("</");
            self.out.push_str(open.tag.0);
            self.out.push('>');
        }
    }

    /// Character references stay; everything else that could be markup does not.
    fn raw_text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                _ => self.out.push(c),
            }
        }
    }

    fn open_raw(&mut self, tag: Tag, typed: &[(String, &str)]) {
        let attribute = |name: &str| typed.iter().find(|(n, _)| n == name && tag.takes(name)).map_or("", |(_, value)| *value);
        if tag.0 == "img" {
            let size: String = ["width", "height"].iter().map(|name| size(name, attribute(name))).collect();
            let alt = decoded(attribute("alt")).unwrap_or_default();
            let title = decoded(attribute("title")).unwrap_or_default();
            if let Some(address) = decoded(attribute("src")).filter(|address| !address.is_empty()) {
                self.write_image(&address, &alt, &title, &size);
            }
            return;
        }
        if tag.is_void() {
            self.out.push_str(&format!("<{}>", tag.0));
            return;
        }
        if self.raw.len() >= OPEN_MAX {
            return;
        }
        if tag.0 == "a" {
            if !self.open_raw_anchor(attribute("href"), attribute("title")) {
                return;
            }
        } else {
            self.out.push('<');
            self.out.push_str(tag.0);
            for name in ["title", "start"] {
                if let Some(value) = decoded(attribute(name)).filter(|value| !value.is_empty()) {
                    self.out.push_str(&format!(" {name}=\""));
                    escape_into(&mut self.out, &value);
                    self.out.push('"');
                }
            }
            self.out.push('>');
        }
        self.raw.push(Open { tag, depth: self.containers.len() });
    }

    fn open_raw_anchor(&mut self, href: &str, title: &str) -> bool {
        let within_link = !self.link.is_empty() || self.raw.iter().any(|open| open.tag.0 == "a");
        let title = decoded(title).unwrap_or_default();
        match decoded(href.trim()).filter(|href| !href.is_empty()) {
            Some(href) if !within_link => self.open_anchor(&href, &title),
            _ => false,
        }
    }

    /// Closes a typed tag if it is open here, and what was opened within it.
    fn close_tag(&mut self, tag: Tag) {
        let depth = self.containers.len();
        let Some(at) = self.raw.iter().rposition(|open| open.tag == tag && open.depth == depth) else { return };
        if self.raw[at + 1..].iter().any(|open| open.tag.0 == "details") && tag.is_inline() {
            return;
        }
        while self.raw.len() > at {
            self.pop_raw();
        }
    }
}

fn size(name: &str, value: &str) -> String {
    let plain = (1..=4).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    if plain { format!(" {name}=\"{value}\"") } else { String::new() }
}
