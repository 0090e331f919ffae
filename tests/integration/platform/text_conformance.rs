//! Markdown against the published examples, and the sanitiser against published attacks.

use std::path::PathBuf;

use guildhall::platform::text::{Links, Member, render};
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

/// A community without members, somewhere else than any example's links.
struct Nobody;

impl Links for Nobody {
    fn member(&self, _: &str) -> Option<Member> {
        None
    }

    fn base_url(&self) -> &'static str {
        "https://forum.invalid"
    }
}

/// The published data lies beside the project; without it these tests prove nothing, so they fail.
pub(super) fn shared(file: &str) -> String {
    let folder = std::env::var_os("GUILDHALL_SHARED_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; set GUILDHALL_SHARED_DATA to the folder of test data", path.display()))
}

fn examples(file: &str) -> Vec<Value> {
    serde_json::from_str(&shared(file)).unwrap()
}

fn text<'a>(example: &'a Value, key: &str) -> &'a str {
    example[key].as_str().unwrap_or_default()
}

/// Examples of CommonMark 0.31 whose HTML Guildhall writes differently, and why.
const COMMONMARK_DIFFERENCES: &[(usize, &str)] = &[
    (21, TYPED_LINK),
    (31, TYPED_LINK),
    (148, TYPED_TABLE),
    (149, TYPED_TABLE),
    (160, TYPED_TABLE),
    (167, CLOSED),
    (171, DROPPED),
    (173, "a style without an end is text"),
    (187, CLOSED),
    (190, TYPED_TABLE),
    (191, TYPED_TABLE),
    (344, CLOSED),
    (476, CLOSED),
    (477, CLOSED),
    (494, CLOSED),
    (596, SCHEME),
    (598, SCHEME),
    (599, SCHEME),
    (601, SCHEME),
    (602, BARE),
    (606, BARE),
    (608, BARE),
    (611, BARE),
    (612, BARE),
    (630, TYPED_LINK),
    (631, TYPED_LINK),
    (642, TYPED_LINK),
    (643, TYPED_LINK),
];

const TYPED_LINK: &str = "a typed link's address is percent-encoded, or no link if it has character references";
const TYPED_TABLE: &str = "tables are not taken from typed HTML";
const CLOSED: &str = "a typed tag ends with its block";
const DROPPED: &str = "typed form fields and raw text elements go, with what is in them";
const SCHEME: &str = "links lead to http, https and mail only";
const BARE: &str = "addresses in the text are links, as GitHub's extension has it";

/// The same for GitHub's extensions.
const GITHUB_DIFFERENCES: &[(usize, &str)] = &[(19, "an image from elsewhere is a link"), (22, DROPPED)];

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
        let wanted = normalised(text(example, "html"), true);
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

/// Footnotes' ids carry a digest of the text.
fn without_digest(address: &str) -> String {
    let parts: Vec<&str> = address.split('-').collect();
    match parts.as_slice() {
        [kind @ ("#fn" | "#fnref"), _, number] => format!("{kind}{number}"),
        _ => address.to_owned(),
    }
}

fn write_element(element: ElementRef<'_>, example: bool, pre: bool, out: &mut String) {
    let name = match (element.value().name(), example) {
        ("h1", true) => "h3",
        ("h2", true) => "h4",
        ("h3", true) => "h5",
        ("h4" | "h5", true) => "h6",
        (name, _) => name,
    };
    if matches!(name, "script" | "style") {
        return;
    }
    let mut attributes: Vec<String> = element
        .value()
        .attrs()
        .filter(|(name, _)| matches!(*name, "href" | "src" | "alt" | "title" | "start" | "checked"))
        .filter(|(name, value)| *name != "alt" || !value.is_empty())
        .map(|(name, value)| format!(" {name}={:?}", without_digest(value)))
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

#[test]
fn published_attacks_do_nothing() {
    let mut attacks: Vec<String> = examples("sanitiser/dompurify-expect.json").iter().map(|vector| text(vector, "payload").to_owned()).collect();
    for item in examples("sanitiser/h5sc-items.json") {
        let data = text(&item, "data").to_owned();
        for (mark, code) in [("%js_uri_alert%", "javascript:alert(1)"), ("%js_alert%", "alert(1)")] {
            attacks.push(data.replace(mark, code));
        }
    }
    let strings: Vec<String> = serde_json::from_str(&shared("strings/naughty.json")).unwrap();
    attacks.extend(strings);
    assert!(attacks.len() > 800, "{} attacks read", attacks.len());
    for attack in &attacks {
        // As a block, within a line, as link and image, within a cell.
        let flat = attack.replace('\n', " ");
        for source in [
            attack.clone(),
            format!("text {flat} text"),
            format!("[a]({flat}) ![a](<{flat}>) <{flat}>"),
            format!("| a |\n|---|\n| {flat} |"),
            format!("> - {attack}\n\n```html\n{attack}\n```"),
        ] {
            harmless(render(&source, &Nobody).html.as_str(), &source);
        }
    }
}

/// Nothing in the HTML runs, loads from elsewhere, or reaches out of the post.
fn harmless(html: &str, source: &str) {
    const TAGS: &[&str] = &[
        "html",
        "body",
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ];
    const ATTRIBUTES: &[&str] =
        &["href", "src", "alt", "title", "class", "id", "rel", "start", "width", "height", "loading", "tabindex", "type", "checked", "disabled"];
    for node in Html::parse_fragment(html).tree.nodes() {
        assert!(!matches!(node.value(), Node::Comment(_) | Node::ProcessingInstruction(_)), "{source}\n{html}");
        let Node::Element(element) = node.value() else { continue };
        assert!(TAGS.contains(&element.name()), "<{}> from {source}\n{html}", element.name());
        for (name, value) in element.attrs() {
            assert!(ATTRIBUTES.contains(&name), "{name} from {source}\n{html}");
            let foreign = value.trim_start().starts_with("//") || value.contains('\\');
            match (name, scheme(value).as_deref()) {
                ("href", scheme) => {
                    assert!(matches!(scheme, None | Some("http" | "https" | "mailto")), "{value} from {source}\n{html}");
                }
                ("src", scheme) => assert!(scheme.is_none() && !foreign, "{value} from {source}\n{html}"),
                ("id", _) => assert!(value.starts_with("fn"), "{value} from {source}"),
                _ => {}
            }
        }
    }
}

/// The scheme as browsers find it: control characters and white space around and within do not count.
fn scheme(address: &str) -> Option<String> {
    let bare: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = bare.split_once(':')?;
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.chars().all(part_of_one).then(|| scheme.to_ascii_lowercase())
}
