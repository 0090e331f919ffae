//! HTML that was typed, written anew and always balanced.

use std::borrow::Cow;

use super::{Writer, escape_into};
use crate::platform::text::markdown::raw_html::{Tag, Token, tokens};
use crate::platform::text::normalise::is_kept;

/// Typed tags open at once; deeper ones go.
const OPEN_MAX: usize = 12;

/// A typed tag that is open.
pub(super) struct Open {
    tag: Tag,
    /// How many quotes, lists and items were open around it.
    depth: usize,
    /// Stays open over the blocks that follow, as all do that it stands in.
    spans: bool,
    /// A table: where it begins, until there is a cell in it.
    empty_from: Option<usize>,
}

type Attributes<'t> = [(String, Cow<'t, str>)];

impl Writer<'_> {
    /// Writes a typed tag, or a block of them.
    pub(super) fn raw_html(&mut self, html: &str, block: bool) {
        if block {
            self.end_inline();
        }
        for token in tokens(html) {
            match token {
                Token::Text(text) => self.raw_text(&text),
                Token::Open { tag, attributes } if block || tag.is_inline() => self.open_raw(tag, &attributes, block),
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

    /// At the end of a run of text, closes every typed tag but those that may hold blocks.
    pub(super) fn close_inline_raw(&mut self) {
        while self.raw.last().is_some_and(|open| !open.spans) {
            self.pop_raw();
        }
    }

    /// Closes what was opened within so many quotes, lists and items.
    pub(super) fn close_raw(&mut self, depth: usize) {
        while self.raw.last().is_some_and(|open| open.depth >= depth) {
            self.pop_raw();
        }
    }

    /// Between the cells of a table nothing can stand: what comes there ends the table.
    pub(super) fn leave_table(&mut self) {
        let depth = self.containers.len();
        while self.raw.last().is_some_and(|open| open.depth == depth && open.tag.is_table_frame()) {
            self.pop_raw();
        }
    }

    fn pop_raw(&mut self) {
        let Some(open) = self.raw.pop() else { return };
        if let Some(start) = open.empty_from {
            return self.out.truncate(start);
        }
        self.out.push_str("</");
        self.out.push_str(open.tag.0);
        self.out.push_str(if open.tag.0 == "table" { "></div>" } else { ">" });
    }

    fn raw_text(&mut self, text: &str) {
        let mut text = text;
        if !text.trim_start().is_empty() {
            self.leave_table();
        }
        if self.out.ends_with("<pre>") {
            // Each reader of the HTML would take one line end away here.
            text = text.trim_start_matches(|c| c == '\n' || !is_kept(c));
        }
        escape_into(&mut self.out, text);
    }

    fn open_raw(&mut self, tag: Tag, typed: &Attributes<'_>, block: bool) {
        let attribute = |name: &str| typed.iter().find(|(n, _)| n == name && tag.takes(name)).map_or("", |(_, value)| &**value);
        if !self.make_room_for(tag) {
            return;
        }
        match tag.0 {
            "img" => return self.raw_image(attribute("src"), attribute("alt"), attribute("title"), attribute("width"), attribute("height")),
            _ if tag.is_void() => return self.out.push_str(&format!("<{}>", tag.0)),
            _ if self.raw.len() >= OPEN_MAX => return,
            "a" if !self.open_raw_anchor(attribute("href"), attribute("title")) => return,
            "a" => {}
            "table" => {}
            _ => {
                self.out.push('<');
                self.out.push_str(tag.0);
                for name in ["title", "start"].iter().filter(|name| !attribute(name).is_empty()) {
                    self.out.push_str(&format!(" {name}=\""));
                    escape_into(&mut self.out, attribute(name));
                    self.out.push('"');
                }
                self.out.push('>');
            }
        }
        let empty_from = (tag.0 == "table").then_some(self.out.len());
        if empty_from.is_some() {
            self.out.push_str("<div class=\"table-scroll\" tabindex=\"0\"><table>");
        }
        let spans = block && tag.holds_blocks() && self.raw.last().is_none_or(|around| around.spans);
        self.raw.push(Open { tag, depth: self.containers.len(), spans, empty_from });
    }

    /// Closes what must not be around a tag; whether it may stand here at all.
    fn make_room_for(&mut self, tag: Tag) -> bool {
        let depth = self.containers.len();
        if tag.is_table_part() {
            let around = self.raw.iter().rposition(|open| open.depth == depth && open.tag.takes_part(tag));
            let Some(around) = around else { return false };
            self.close_down_to(around + 1);
            if tag.is_cell() {
                self.raw.iter_mut().for_each(|open| open.empty_from = None);
            }
            return true;
        }
        self.leave_table();
        if tag.0 == "table" && self.raw.iter().any(|open| open.tag == tag) {
            return false;
        }
        if !tag.is_inline() {
            // A block ends a paragraph, whoever opened it.
            if let Some(paragraph) = self.raw.iter().rposition(|open| open.depth == depth && open.tag.0 == "p") {
                self.close_down_to(paragraph);
            }
        }
        true
    }

    /// Images and links lead where browsers would go: to them a `\` is a `/`.
    fn raw_image(&mut self, src: &str, alt: &str, title: &str, width: &str, height: &str) {
        let size = size("width", width) + &size("height", height);
        if !src.is_empty() {
            self.write_image(&forward(src), alt, title, &size);
        }
    }

    fn open_raw_anchor(&mut self, href: &str, title: &str) -> bool {
        let within_link = !self.link.is_empty() || self.raw.iter().any(|open| open.tag.0 == "a");
        let href = href.trim();
        !within_link && !href.is_empty() && self.open_anchor(&forward(href), title)
    }

    /// Closes a typed tag if it is open here, and what was opened within it.
    fn close_tag(&mut self, tag: Tag) {
        let depth = self.containers.len();
        let Some(at) = self.raw.iter().rposition(|open| open.tag == tag && open.depth == depth) else { return };
        if tag.is_inline() && self.raw[at + 1..].iter().any(|open| open.spans && !open.tag.is_inline()) {
            return;
        }
        self.close_down_to(at);
    }

    fn close_down_to(&mut self, left: usize) {
        while self.raw.len() > left {
            self.pop_raw();
        }
    }
}

/// The path of an address as browsers read it.
fn forward(address: &str) -> Cow<'_, str> {
    let path = address.find(['?', '#']).unwrap_or(address.len());
    match address[..path].contains('\\') {
        true => Cow::Owned(address[..path].replace('\\', "/") + &address[path..]),
        false => Cow::Borrowed(address),
    }
}

fn size(name: &str, value: &str) -> String {
    let plain = (1..=4).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    if plain { format!(" {name}=\"{value}\"") } else { String::new() }
}
