//! The last step: whatever the steps before it did, only this leaves the renderer.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

use ammonia::{Builder, UrlRelative};

use super::code;

/// HTML of a post: the only user-written markup that a template may show unescaped. Only the
/// renderer makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostHtml(String);

impl PostHtml {
    /// HTML that the renderer made earlier, read back from the column it was stored in. For
    /// stores only: nothing else may be put in here.
    pub fn from_store(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, for storing.
    pub fn into_string(self) -> String {
        self.0
    }

    pub(super) fn clean(html: &str) -> Self {
        static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
        Self(CLEANER.get_or_init(cleaner).clean(html).to_string())
    }
}

impl fmt::Display for PostHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const TAGS: &[&str] = &[
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

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "class", "id", "rel"]),
    ("abbr", &["title"]),
    ("blockquote", &["class"]),
    ("code", &["class"]),
    ("dfn", &["title"]),
    ("div", &["class", "tabindex"]),
    ("img", &["src", "alt", "title", "width", "height", "loading"]),
    ("input", &["type", "disabled", "checked"]),
    ("label", &["class"]),
    ("li", &["id", "class"]),
    ("ol", &["start"]),
    ("pre", &["tabindex"]),
    ("section", &["class"]),
    ("span", &["class"]),
    ("sup", &["class"]),
    ("td", &["class"]),
    ("th", &["class"]),
];

/// Classes that the writer gives; those of code are [`code::classes`].
const CLASSES: &[&str] = &["mention", "footnote-ref", "footnote-back", "footnotes", "table-scroll", "align-left", "align-center", "align-right", "task"];

const REL: &str = "nofollow ugc noopener";

fn cleaner() -> Builder<'static> {
    let mut attributes = HashMap::new();
    for (tag, names) in ATTRIBUTES {
        attributes.insert(*tag, names.iter().copied().collect::<HashSet<_>>());
    }
    let fixed = HashMap::from([("input", HashMap::from([("type", "checkbox"), ("disabled", "")]))]);
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::new())
        .tag_attributes(attributes)
        .set_tag_attribute_values(fixed)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(filter);
    cleaner
}

/// Values that the writer gives, and no others.
fn filter<'u>(tag: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    let numeric = |most: usize| (1..=most).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    let allowed = match attribute {
        "class" => is_known_class(tag, value),
        "id" => value.starts_with("fn"),
        "rel" => value == REL,
        "tabindex" => value == "0",
        "loading" => value == "lazy",
        "checked" => value.is_empty(),
        "start" => numeric(9),
        "width" | "height" => numeric(4),
        // An image from elsewhere would tell its host who reads what.
        "src" => !is_elsewhere(value),
        _ => true,
    };
    allowed.then_some(Cow::Borrowed(value))
}

fn is_known_class(tag: &str, value: &str) -> bool {
    match tag {
        "code" => code::is_language_class(value),
        "span" => code::classes().any(|class| class == value),
        _ => CLASSES.contains(&value),
    }
}

fn is_elsewhere(address: &str) -> bool {
    let address = address.trim_start_matches(|c: char| c.is_control() || c == ' ');
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    before_path.contains([':', '\\']) || address.starts_with("//") || address.starts_with("/\\") || address.contains(|c: char| c.is_control())
}
