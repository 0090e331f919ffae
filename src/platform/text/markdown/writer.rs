//! From Markdown's events to HTML, before the sanitiser.

mod blocks;
mod inline;
mod raw;

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{Alignment, Event};

use super::code::Budget;
use super::{Links, MentionTyped, parser};
use crate::platform::text::excerpt::PlainText;
use crate::platform::text::normalise::is_kept;

/// Emphasis within emphasis beyond this adds nothing a reader could see.
const EMPHASIS_MAX: usize = 16;
/// Quotes, lists and items beyond this depth are written without their frame: a phone has no room for
/// them, and a short line that opens forty would be forty times as long on the page.
const CONTAINERS_MAX: usize = 24;
/// Cells that only fill up short rows; a wide table of empty rows could have a quarter of a million.
const EMPTY_CELLS_MAX: usize = 2_000;

/// What the writer hands on.
pub(super) struct Written {
    pub(super) html: String,
    pub(super) mentions: Vec<MentionTyped>,
    pub(super) plain: String,
}

/// Writes a Markdown text as HTML.
pub(super) fn write(source: &str, links: &dyn Links) -> Written {
    let mut writer = Writer::new(source, links);
    let mut plain = PlainText::with_capacity(source.len());
    for event in parser(source) {
        plain.event(&event);
        writer.event(event);
    }
    writer.close_raw(0);
    writer.footnotes();
    // The source holds no such characters, but it can spell them: `&#8238;`.
    writer.out.retain(is_kept);
    Written { html: writer.out, mentions: writer.mentions, plain: plain.finish() }
}

struct Writer<'a> {
    source: &'a str,
    links: &'a dyn Links,
    out: String,
    mentions: Vec<MentionTyped>,
    /// `@names` looked at so far.
    mentions_tried: usize,
    highlight: Budget,
    /// For each open emphasis: whether its tags are written.
    emphasis: Vec<bool>,
    /// For each open quote, list or item: whether its tags are written.
    containers: Vec<bool>,
    /// For each open link: whether its tags are written.
    link: Vec<bool>,
    image: Option<Image>,
    code: Option<Code>,
    html_block: Option<String>,
    table: Table,
    /// The label around a task's box and words is open.
    task: bool,
    raw: Vec<raw::Open>,
    notes: Notes,
}

/// An image whose alternative text is being read.
struct Image {
    address: String,
    title: String,
    alt: String,
    /// Images within the alternative text.
    within: usize,
}

/// A block of code being read.
struct Code {
    language: Option<String>,
    text: String,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    /// Rows of the body began.
    body: bool,
    /// Where the cell's content began.
    cell: usize,
    empty_cells: usize,
}

/// Footnotes: numbered by their first reference, gathered at the end.
#[derive(Default)]
struct Notes {
    prefix: Option<String>,
    numbers: HashMap<String, usize>,
    order: Vec<String>,
    texts: HashMap<String, String>,
    /// What was written before the definition that is being read.
    outer: Vec<(String, String)>,
}

impl<'a> Writer<'a> {
    fn new(source: &'a str, links: &'a dyn Links) -> Self {
        Self {
            source,
            links,
            out: String::with_capacity(source.len() * 3 / 2),
            mentions: Vec::new(),
            mentions_tried: 0,
            highlight: Budget::whole(),
            emphasis: Vec::new(),
            containers: Vec::new(),
            link: Vec::new(),
            image: None,
            code: None,
            html_block: None,
            table: Table::default(),
            task: false,
            raw: Vec::new(),
            notes: Notes::default(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        if self.image.is_some() {
            return self.image_event(event);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                escape_into(&mut self.out, &text);
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.html_block {
                Some(block) => block.push_str(&html),
                None => self.raw_html(&html, true),
            },
            Event::InlineHtml(html) => self.raw_html(&html, false),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(done) => {
                self.task = true;
                let checked = if done { " checked" } else { "" };
                let _ = write!(self.out, "<label class=\"task\"><input type=\"checkbox\" disabled{checked}> ");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => escape_into(&mut self.out, &text),
        }
    }

    /// A tag on a line of its own.
    fn block(&mut self, tag: &str) {
        self.end_inline();
        self.leave_table();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(tag);
    }

    /// Ends what must not reach beyond a run of text: typed tags, a task's label.
    fn end_inline(&mut self) {
        self.close_inline_raw();
        if std::mem::take(&mut self.task) {
            self.out.push_str("</label>");
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let next = self.notes.order.len() + 1;
        let number = *self.notes.numbers.entry(label.to_owned()).or_insert(next);
        let prefix = self.prefix();
        let _ = write!(self.out, "<sup class=\"footnote-ref\"><a href=\"#fn-{prefix}-{number}\"");
        if number == next {
            self.notes.order.push(label.to_owned());
            let _ = write!(self.out, " id=\"fnref-{prefix}-{number}\"");
        }
        let _ = write!(self.out, ">{number}</a></sup>");
    }

    /// Several posts stand on one page, and a preview does not know its post's id yet: the ids of
    /// footnotes carry a digest of the text.
    fn prefix(&mut self) -> String {
        let source = self.source;
        let digest = || blake3::hash(source.as_bytes()).to_hex()[..8].to_owned();
        self.notes.prefix.get_or_insert_with(digest).clone()
    }

    fn footnotes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        let prefix = self.prefix();
        self.block("<section class=\"footnotes\">\n<ol>\n");
        for (i, label) in std::mem::take(&mut self.notes.order).iter().enumerate() {
            let number = i + 1;
            let text = self.notes.texts.remove(label).unwrap_or_default();
            let back = format!("<a href=\"#fnref-{prefix}-{number}\" class=\"footnote-back\">\u{21a9}\u{fe0e}</a>");
            let _ = writeln!(self.out, "<li id=\"fn-{prefix}-{number}\">");
            match text.trim_end().strip_suffix("</p>") {
                Some(text) => self.out.push_str(&format!("{text} {back}</p>\n")),
                None => self.out.push_str(&format!("{text}{back}\n")),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// Appends text as HTML text or attribute value.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Appends an address as attribute value, everything but what addresses hold percent-encoded.
fn escape_address_into(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte.into()),
            _ if b"-_.~!*();/?:@=+$,#%".contains(&byte) => out.push(byte.into()),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}
