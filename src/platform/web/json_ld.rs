//! JSON-LD inside a page. Only the serialiser here makes it, and nothing it makes can end the element it stands in.

use memchr::{memchr, memchr3};
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// A JSON document that a template may show unescaped: `<`, `>`, `&`, U+2028 and U+2029 stand in it as escapes.
#[derive(Clone, Debug)]
pub struct JsonLd(String);

impl JsonLd {
    /// Writes a value; `room` is about how many bytes it will have.
    pub fn of<T: Serialize>(value: &T, room: usize) -> anyhow::Result<Self> {
        let mut serializer = serde_json::Serializer::with_formatter(Vec::with_capacity(room), Harmless);
        value.serialize(&mut serializer)?;
        Ok(Self(String::from_utf8(serializer.into_inner())?))
    }

    /// The document.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for JsonLd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Compact JSON in which strings hold nothing that HTML or scripts would read as their own.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        if memchr3(b'<', b'>', b'&', bytes).is_none() && memchr(SEPARATOR[0], bytes).is_none() {
            return writer.write_all(bytes);
        }
        let mut done = 0;
        for (at, escape) in troublesome(bytes) {
            writer.write_all(&bytes[done..at])?;
            writer.write_all(escape.as_bytes())?;
            // The two separators have three bytes each.
            done = at + if bytes[at] == SEPARATOR[0] { 3 } else { 1 };
        }
        writer.write_all(&bytes[done..])
    }
}

/// How U+2028 and U+2029 begin.
const SEPARATOR: [u8; 2] = [0xe2, 0x80];

/// Where something must be escaped, and as what.
fn troublesome(bytes: &[u8]) -> impl Iterator<Item = (usize, &'static str)> + '_ {
    bytes.iter().enumerate().filter_map(|(at, byte)| {
        let escape = match byte {
            b'<' => "\\u003c",
            b'>' => "\\u003e",
            b'&' => "\\u0026",
            0xe2 if bytes[at..].starts_with(&SEPARATOR) => match bytes.get(at + 2) {
                Some(0xa8) => "\\u2028",
                Some(0xa9) => "\\u2029",
                _ => return None,
            },
            _ => return None,
        };
        Some((at, escape))
    })
}

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

    #[test]
    fn nothing_ends_the_element_and_everything_reads_back() {
        let text = "</script><!-- & \u{2028}\u{2029} “quoted” \"\\ \n 超商 e\u{301}";
        let written = JsonLd::of(&[text], 16).unwrap();
        assert!(!written.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{}", written.as_str());
        assert!(written.as_str().contains("“quoted”"));
        assert_eq!(serde_json::from_str::<Vec<String>>(written.as_str()).unwrap(), [text]);
    }
}
