//! XML for machines: feeds and sitemaps. `quick-xml` escapes and nests; what XML has no letters for is replaced.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Names and values of an element's attributes.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written.
pub struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration; `room` is about how many bytes it will have.
    pub fn new(room: usize) -> io::Result<Self> {
        let mut writer = Writer::new(Vec::with_capacity(room));
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let mut xml = Self(writer);
        xml.line()?;
        Ok(xml)
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    /// Closes the element opened last, which has this name, and ends the line.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))?;
        self.line()
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))?;
        self.line()
    }

    /// An element that holds a text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(&permitted(text))))?;
        self.close(name)
    }

    /// The document.
    pub fn finish(self) -> io::Result<String> {
        String::from_utf8(self.0.into_inner()).map_err(io::Error::other)
    }

    /// Lines keep documents readable for people, at one byte an element.
    fn line(&mut self) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::from_escaped("\n")))
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*permitted(value)));
    }
    start
}

/// A text without the characters that no XML 1.0 document may hold, however they are written.
fn permitted(text: &str) -> Cow<'_, str> {
    let is_forbidden = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_put_in_comes_out_well_formed() {
        let mut xml = Xml::new(64).unwrap();
        xml.open("a", &[("b", "<\"&'>")]).unwrap();
        xml.text("c", &[], "<p>1 & 2\u{1}\u{ffff}</p>]]>").unwrap();
        xml.empty("d", &[]).unwrap();
        xml.close("a").unwrap();
        let written = xml.finish().unwrap();
        assert_eq!(
            written,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a b=\"&lt;&quot;&amp;&apos;&gt;\"><c>&lt;p&gt;1 &amp; 2\u{fffd}\u{fffd}&lt;/p&gt;]]&gt;</c>\n<d/>\n</a>\n"
        );
    }
}
