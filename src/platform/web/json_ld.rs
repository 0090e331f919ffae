//! JSON-LD inside a page. Only the serialiser here makes it, and nothing it makes can end the element it stands in.

use memchr::{memchr3, memmem};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

use super::Markup;
use crate::platform::text::stored_html::Words;

/// A JSON document that a template may show unescaped: `<`, `>`, `&`, U+2028 and U+2029 stand in it as escapes.
#[derive(Clone, Debug)]
pub struct JsonLd(String);

impl JsonLd {
    /// Writes a value; `room` is about how many bytes it will have.
    pub fn of<T: Serialize>(value: &T, room: usize) -> anyhow::Result<Self> {
        let mut written = Vec::with_capacity(room);
        serde_json::to_writer(&mut written, value)?;
        Ok(Self(harmless(String::from_utf8(written)?)))
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

/// The same document without what HTML or scripts would read as their own. All of it can only stand inside of strings,
/// where an escape means the same.
fn harmless(written: String) -> String {
    let is_harmless =
        memchr3(b'<', b'>', b'&', written.as_bytes()).is_none() && !SEPARATORS.iter().any(|sign| memmem::find(written.as_bytes(), sign.as_bytes()).is_some());
    if is_harmless { written } else { ESCAPES.iter().fold(written, |text, (sign, escape)| text.replace(sign, escape)) }
}

const SEPARATORS: [&str; 2] = ["\u{2028}", "\u{2029}"];
const ESCAPES: [(&str, &str); 5] = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), (SEPARATORS[0], "\\u2028"), (SEPARATORS[1], "\\u2029")];

/// The words of a post as a string of JSON: most of a document. They are escaped while they are read, in one go.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a>(pub Words<'a>);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut string = Escaped(String::with_capacity(self.0.0.as_str().len() + 64));
        string.0.push('"');
        self.0.write_to(&mut string).map_err(Error::custom)?;
        string.0.push('"');
        RawValue::from_string(string.0).map_err(Error::custom)?.serialize(serializer)
    }
}

/// What is inside of a string of JSON.
struct Escaped(String);

impl fmt::Write for Escaped {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut done = 0;
        for (at, byte) in text.bytes().enumerate() {
            if IS_PLAIN[usize::from(byte)] {
                continue;
            }
            self.0.push_str(&text[done..at]);
            match byte {
                b'"' => self.0.push_str("\\\""),
                b'\\' => self.0.push_str("\\\\"),
                b'\n' => self.0.push_str("\\n"),
                _ => self.0.push_str(&format!("\\u{byte:04x}")),
            }
            done = at + 1;
        }
        self.0.push_str(&text[done..]);
        Ok(())
    }
}

/// Which bytes stand for themselves, in JSON and in HTML.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] = byte >= 0x20 && !matches!(byte as u8, b'"' | b'\\' | b'<' | b'>' | b'&');
        byte += 1;
    }
    plain
};

/// What a page says, each thing with a `@type` of its own.
#[derive(Serialize)]
pub struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: T,
}

impl<T: Serialize> Graph<T> {
    /// Things in schema.org's words: a tuple or a list of them.
    pub fn of(things: T) -> Self {
        Self { context: "https://schema.org", things }
    }
}

/// The way from the first page to this one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: &'a str,
}

impl<'a> Breadcrumbs<'a> {
    /// Names and addresses, with scheme and host, in the order of the way.
    pub fn along(trail: &'a [(String, String)]) -> Self {
        let step = |(index, (name, item)): (usize, &'a (String, String))| Step { kind: "ListItem", position: index + 1, name, item };
        Self { kind: "BreadcrumbList", item_list_element: trail.iter().enumerate().map(step).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::PostHtml;

    #[test]
    fn nothing_ends_the_element_and_everything_reads_back() {
        let text = "</script><!-- & \u{2028}\u{2029} “quoted” \"\\ \n 超商 e\u{301}";
        let written = JsonLd::of(&[text], 16).unwrap();
        assert!(!written.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{}", written.as_str());
        assert!(written.as_str().contains("“quoted”"));
        assert_eq!(serde_json::from_str::<Vec<String>>(written.as_str()).unwrap(), [text]);
    }

    #[test]
    fn the_words_of_a_post_read_back_too() {
        let html = PostHtml::from_store("<p>&lt;/script&gt; AT&amp;T\u{2028}“a” \"\\\u{1}\t</p>\n<pre><code>if a &lt; b {\n  c\n}</code></pre>".to_owned());
        let words = "</script> AT&T\u{2028}“a” \"\\\u{1}\t\nif a < b {\n  c\n}";
        assert_eq!(Words(&html).to_string(), words);
        let written = JsonLd::of(&[Text(Words(&html))], 16).unwrap();
        assert!(!written.as_str().contains(['<', '>', '&', '\u{2028}']), "{}", written.as_str());
        assert_eq!(serde_json::from_str::<Vec<String>>(written.as_str()).unwrap(), [words]);
    }
}
