//! JSON-LD inside a page. It is written field by field, straight to where it stands: a page of twenty posts has hundreds
//! of fields. Names are the program's own; every value is escaped so that nothing in it can end its string or the element.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use super::Markup;
use crate::platform::text::stored_html::Words;

/// A JSON document that a template may show unescaped: `<`, `>`, `&`, U+2028 and U+2029 stand in it as escapes.
#[derive(Clone, Debug)]
pub struct JsonLd(String);

impl JsonLd {
    /// What a page says in schema.org's words; `room` is about how many bytes that has. An error is one of a value.
    pub fn graph(room: usize, write: impl FnOnce(&mut Things<'_>) -> fmt::Result) -> Result<Self, fmt::Error> {
        let mut out = String::with_capacity(room);
        out.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
        write(&mut Things { out: &mut out, is_first: true })?;
        out.push_str("]}");
        Ok(Self(out))
    }

    /// The document.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for JsonLd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Markup::from(self).serialize(serializer)
    }
}

/// A list that is being written.
pub struct Things<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl Things<'_> {
    /// A thing of a type.
    pub fn thing(&mut self, kind: &'static str, write: impl FnOnce(&mut Fields<'_>) -> fmt::Result) -> fmt::Result {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(',');
        }
        thing(self.out, kind, write)
    }
}

fn thing(out: &mut String, kind: &'static str, write: impl FnOnce(&mut Fields<'_>) -> fmt::Result) -> fmt::Result {
    out.push_str("{\"@type\":\"");
    out.push_str(kind);
    out.push('"');
    write(&mut Fields { out })?;
    out.push('}');
    Ok(())
}

/// A thing that is being written, its type already there.
pub struct Fields<'a> {
    out: &'a mut String,
}

impl Fields<'_> {
    /// A text.
    pub fn text(&mut self, name: &'static str, value: impl Display) -> fmt::Result {
        self.string(name, |string| write!(string, "{value}"))
    }

    /// The words of a post.
    pub fn words(&mut self, name: &'static str, words: Words<'_>) -> fmt::Result {
        self.string(name, |string| words.write_to(string))
    }

    /// A whole number.
    pub fn number(&mut self, name: &'static str, value: i64) -> fmt::Result {
        self.name(name);
        write!(self.out, "{value}")
    }

    /// A thing inside of this one.
    pub fn thing(&mut self, name: &'static str, kind: &'static str, write: impl FnOnce(&mut Fields<'_>) -> fmt::Result) -> fmt::Result {
        self.name(name);
        thing(self.out, kind, write)
    }

    /// A list of things inside of this one.
    pub fn things(&mut self, name: &'static str, write: impl FnOnce(&mut Things<'_>) -> fmt::Result) -> fmt::Result {
        self.name(name);
        self.out.push('[');
        write(&mut Things { out: self.out, is_first: true })?;
        self.out.push(']');
        Ok(())
    }

    fn string(&mut self, name: &'static str, write: impl FnOnce(&mut Escaped<'_>) -> fmt::Result) -> fmt::Result {
        self.name(name);
        self.out.push('"');
        write(&mut Escaped(self.out))?;
        self.out.push('"');
        Ok(())
    }

    fn name(&mut self, name: &'static str) {
        self.out.push_str(",\"");
        self.out.push_str(name);
        self.out.push_str("\":");
    }
}

/// The way from the first page to this one: names, and addresses with scheme and host.
pub fn breadcrumbs(things: &mut Things<'_>, trail: &[(String, String)]) -> fmt::Result {
    things.thing("BreadcrumbList", |list| {
        list.things("itemListElement", |steps| {
            trail.iter().zip(1..).try_for_each(|((name, item), position)| {
                steps.thing("ListItem", |step| {
                    step.number("position", position)?;
                    step.text("name", name)?;
                    step.text("item", item)
                })
            })
        })
    })
}

/// What is inside of a string.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let (mut done, mut at) = (0, 0);
        while let Some(found) = first_not_plain(&text.as_bytes()[at..]) {
            at += found;
            let Some((escape, length)) = escape(text.as_bytes()[at], &text[at..]) else {
                at += 1;
                continue;
            };
            self.0.push_str(&text[done..at]);
            self.0.push_str(&escape);
            at += length;
            done = at;
        }
        self.0.push_str(&text[done..]);
        Ok(())
    }
}

/// So many bytes are looked at at once; hardly any has to be escaped.
const CHUNK: usize = 32;

/// Where the first byte is that may have to be escaped.
fn first_not_plain(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<CHUNK>();
    let plain = CHUNK * chunks.iter().take_while(|chunk| is_all_plain(chunk)).count();
    let rest = bytes[plain..].iter().position(|byte| !PLAIN[usize::from(*byte)])?;
    Some(plain + rest)
}

/// A function of its own, so that the bytes are compared together and not one after the other.
#[inline(never)]
fn is_all_plain(chunk: &[u8; CHUNK]) -> bool {
    chunk.iter().fold(true, |plain, byte| plain & is_plain(*byte))
}

/// What [`is_plain`] says of each byte, for those that are looked at one by one.
const PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0);
    while byte < 256 {
        plain[byte] = is_plain(byte as u8);
        byte += 1;
    }
    plain
};

/// Whether a byte surely stands for itself, in JSON and in HTML. Without branches, so that many are looked at together.
const fn is_plain(byte: u8) -> bool {
    (byte >= 0x20) & (byte != b'"') & (byte != b'\\') & (byte != b'<') & (byte != b'>') & (byte != b'&') & (byte != 0xe2)
}

/// What stands for the first character of a text that begins with a byte which is not plain, and how many bytes it stands
/// for; none where it stands for itself.
fn escape(byte: u8, text: &str) -> Option<(Cow<'static, str>, usize)> {
    match byte {
        b'"' => Some(("\\\"".into(), 1)),
        b'\\' => Some(("\\\\".into(), 1)),
        b'\n' => Some(("\\n".into(), 1)),
        0xe2 if text.starts_with('\u{2028}') => Some(("\\u2028".into(), 3)),
        0xe2 if text.starts_with('\u{2029}') => Some(("\\u2029".into(), 3)),
        0xe2 => None,
        byte => Some((format!("\\u{byte:04x}").into(), 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::PostHtml;

    fn read_back(written: &JsonLd) -> serde_json::Value {
        assert!(!written.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{}", written.as_str());
        serde_json::from_str(written.as_str()).unwrap()
    }

    #[test]
    fn nothing_ends_the_element_and_everything_reads_back() {
        let all: String = ('\0'..='\u{3000}').chain("\u{2028}\u{2029}</script><!-- “a” 超商 e\u{301} 👩\u{200d}💻".chars()).collect();
        for text in ["", "\"", "plain", "</script><!-- & \u{2028}\u{2029} “quoted” \"\\ \n 超商 e\u{301}", &all] {
            let written = JsonLd::graph(16, |things| things.thing("Comment", |fields| fields.text("text", text))).unwrap();
            assert_eq!(read_back(&written)["@graph"][0]["text"], text);
        }
    }

    #[test]
    fn the_words_of_a_post_read_back_too() {
        let html = PostHtml::from_store("<p>&lt;/script&gt; AT&amp;T\u{2028}“a” \"\\\u{1}\t</p>\n<pre><code>if a &lt; b {\n  c\n}</code></pre>".to_owned());
        let words = "</script> AT&T\u{2028}“a” \"\\\u{1}\t\nif a < b {\n  c\n}";
        assert_eq!(Words(&html).to_string(), words);
        let written = JsonLd::graph(16, |things| things.thing("Comment", |fields| fields.words("text", Words(&html)))).unwrap();
        assert_eq!(read_back(&written)["@graph"][0]["text"], words);
    }

    #[test]
    fn things_stand_in_each_other() {
        let write = |things: &mut Things<'_>| {
            things.thing("QAPage", |page| page.thing("mainEntity", "Question", |question| question.number("answerCount", -2)))?;
            breadcrumbs(things, &[("A".to_owned(), "/a".to_owned()), ("B".to_owned(), "/b".to_owned())])
        };
        let read = read_back(&JsonLd::graph(16, write).unwrap());
        assert_eq!(read["@context"], "https://schema.org");
        assert_eq!(read["@graph"][0]["mainEntity"], serde_json::json!({ "@type": "Question", "answerCount": -2 }));
        assert_eq!(read["@graph"][1]["itemListElement"][1], serde_json::json!({ "@type": "ListItem", "position": 2, "name": "B", "item": "/b" }));
    }
}
