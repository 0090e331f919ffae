//! A feed as XML.

use std::io;

use super::{Entry, Feed};
use crate::platform::web::xml::Xml;

/// What readers are told it is.
pub const KIND: &str = "application/atom+xml; charset=utf-8";
/// About what an entry takes besides its text.
const ENTRY_BYTES: usize = 1_024;

/// Writes a feed.
pub fn write(feed: &Feed) -> io::Result<String> {
    let texts: usize = feed.entries.iter().map(|entry| entry.html.len()).sum();
    let mut xml = Xml::new(texts * 5 / 4 + (feed.entries.len() + 1) * ENTRY_BYTES)?;
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.lang)])?;
    xml.text("id", &[], &feed.id)?;
    xml.text("title", &[], &feed.title)?;
    xml.text("updated", &[], &feed.updated().rfc3339())?;
    link(&mut xml, "self", "application/atom+xml", &feed.own)?;
    link(&mut xml, "alternate", "text/html", &feed.page)?;
    if let Some(older) = &feed.older {
        link(&mut xml, "next", "application/atom+xml", older)?;
    }
    for entry in &feed.entries {
        write_entry(&mut xml, entry)?;
    }
    xml.close("feed")?;
    xml.finish()
}

fn write_entry(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.open("entry", &[("xml:lang", &entry.lang)])?;
    xml.text("id", &[], &entry.id)?;
    xml.text("title", &[], &entry.title)?;
    link(xml, "alternate", "text/html", &entry.page)?;
    if let Some(replies) = &entry.replies {
        link(xml, "replies", "application/atom+xml", replies)?;
    }
    xml.open("author", &[])?;
    xml.text("name", &[], &entry.author.name)?;
    if !entry.author.page.is_empty() {
        xml.text("uri", &[], &entry.author.page)?;
    }
    xml.close("author")?;
    xml.text("published", &[], &entry.published.rfc3339())?;
    xml.text("updated", &[], &entry.updated.rfc3339())?;
    for label in &entry.labels {
        xml.empty("category", &[("term", &label.term), ("scheme", &label.scheme), ("label", &label.name)])?;
    }
    xml.text("content", &[("type", "html")], &entry.html)?;
    xml.close("entry")
}

fn link(xml: &mut Xml, relation: &str, kind: &str, address: &str) -> io::Result<()> {
    xml.empty("link", &[("rel", relation), ("type", kind), ("href", address)])
}
