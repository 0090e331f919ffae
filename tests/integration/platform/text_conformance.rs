//! Markdown against the published examples.

use std::path::PathBuf;

use guildhall::platform::text::{Links, Member, render};
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use url::Url;

/// A community without members, somewhere else than any example's links.
pub struct Nobody;

impl Links for Nobody {
    fn member(&self, _: &str) -> Option<Member> {
        None
    }

    fn base_url(&self) -> &'static str {
        "https://forum.invalid"
    }
}

/// The published data lies beside the project; without it these tests prove nothing, so they fail.
pub fn shared(file: &str) -> String {
    let folder = std::env::var_os("GUILDHALL_SHARED_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; set GUILDHALL_SHARED_DATA to the folder of test data", path.display()))
}

pub fn examples(file: &str) -> Vec<Value> {
    serde_json::from_str(&shared(file)).unwrap()
}

pub fn text<'a>(example: &'a Value, key: &str) -> &'a str {
    example[key].as_str().unwrap_or_default()
}

/// Examples of CommonMark 0.31 whose HTML Guildhall writes differently, and why.
const COMMONMARK_DIFFERENCES: &[(usize, &str)] =
    &[(171, SHOWN), (173, SHOWN), (596, SCHEME), (598, SCHEME), (599, SCHEME), (601, SCHEME), (608, BARE), (611, BARE), (612, BARE)];

const SHOWN: &str = "a tag that would swallow the text behind it is shown as typed, as GitHub's extension has it";
const SCHEME: &str = "links lead to http, https and mail only";
const BARE: &str = "addresses in the text are links, as GitHub's extension has it";

/// The same for GitHub's extensions.
const GITHUB_DIFFERENCES: &[(usize, &str)] = &[(19, "an image from elsewhere is a link")];

#[test]
fn commonmark() {
    conforms("markdown/commonmark-0.31.json", COMMONMARK_DIFFERENCES);
}

#[test]
fn github_extensions() {
    conforms("markdown/gfm-extensions.json", GITHUB_DIFFERENCES);
}

fn conforms(file: &str, differences: &[(usize, &str)]) {
    let mut unexpected = Vec::new();
    for (i, example) in examples(file).iter().enumerate() {
        let number = i + 1;
        // The line end behind an example is none of its own; a tag that is left open would reach into it.
        let wanted = normalised(text(example, "html").trim_end(), true);
        let made = render(text(example, "markdown"), &Nobody);
        let made = normalised(made.html.as_str(), false);
        let differs = made != wanted && text(example, "html") != "<IGNORE>\n";
        if differs != differences.iter().any(|(known, _)| *known == number) {
            let section = text(example, "section");
            unexpected.push(format!("{number} ({section})\n  wanted {wanted}\n  made   {made}"));
        }
    }
    assert!(unexpected.is_empty(), "{} examples:\n{}", unexpected.len(), unexpected.join("\n"));
}

/// What both sides must agree on: allowed elements, their order, text and addresses. Examples'
/// headings are moved down by two, as Guildhall's are.
fn normalised(html: &str, example: bool) -> String {
    let mut out = String::new();
    let document = Html::parse_fragment(html);
    write_normalised(document.root_element(), example, false, &mut out);
    out.replace(" <br>", "<br>").replace("  ", " ").trim().to_owned()
}

/// Elements that Guildhall adds, and the unknown ones in examples, which it leaves out.
const TRANSPARENT: &[&str] = &[
    "html",
    "body",
    "label",
    "div",
    "section",
    "span",
    "bar",
    "foo",
    "b2",
    "bab",
    "c2c",
    "bad",
    "random",
    "thing",
    "totally",
    "responsive-image",
    "warning",
    "m:abc",
    "x",
    "y",
];

fn write_normalised(parent: ElementRef<'_>, example: bool, pre: bool, out: &mut String) {
    for child in parent.children() {
        if let Node::Text(text) = child.value() {
            if pre { out.push_str(text) } else { write_text(text, out) }
        } else if let Some(element) = ElementRef::wrap(child) {
            write_element(element, example, pre, out);
        }
    }
}

/// White space beside tags and at the ends of lines means nothing.
fn write_text(text: &str, out: &mut String) {
    let line = text.split(['\n', ' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return;
    }
    if text.starts_with(char::is_whitespace) && !out.ends_with('>') {
        out.push(' ');
    }
    // The arrow back is asked for as text, not as a picture.
    out.push_str(&line.replace('\u{fe0e}', ""));
    if text.ends_with(' ') {
        out.push(' ');
    }
}

/// The place that a browser finds under an address; footnotes' carry a digest of the text.
fn place(address: &str) -> String {
    let parts: Vec<&str> = address.split('-').collect();
    let address = match parts.as_slice() {
        [kind @ ("#fn" | "#fnref"), _, number] => format!("{kind}{number}"),
        _ => address.to_owned(),
    };
    let page: Url = "https://forum.invalid/t/example/1".parse().unwrap();
    page.join(&address).map_or(address, String::from)
}

fn write_element(element: ElementRef<'_>, example: bool, pre: bool, out: &mut String) {
    let name = match (element.value().name(), example) {
        ("h1", true) => "h3",
        ("h2", true) => "h4",
        ("h3", true) => "h5",
        ("h4" | "h5", true) => "h6",
        (name, _) => name,
    };
    // A table without cells shows nothing.
    let cells = || element.descendants().filter_map(ElementRef::wrap).any(|part| matches!(part.value().name(), "td" | "th"));
    if matches!(name, "script" | "style") || (name == "table" && !cells()) {
        return;
    }
    let mut attributes: Vec<String> = element
        .value()
        .attrs()
        .filter(|(name, _)| matches!(*name, "href" | "src" | "alt" | "title" | "start" | "checked"))
        .filter(|(name, value)| *name != "alt" || !value.is_empty())
        .map(|(name, value)| if matches!(name, "href" | "src") { (name, place(value)) } else { (name, value.to_owned()) })
        .map(|(name, value)| format!(" {name}={value:?}"))
        .collect();
    attributes.sort();
    let shown = !TRANSPARENT.contains(&name) && (name != "a" || !attributes.is_empty());
    if shown {
        out.push_str(&format!("<{name}{}>", attributes.concat()));
    }
    write_normalised(element, example, pre || name == "pre", out);
    if shown {
        out.push_str(&format!("</{name}>"));
    }
}
