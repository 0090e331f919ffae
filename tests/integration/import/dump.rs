//! Real dumps, read by a parser of HTML: nothing here is shared with the importer.

use scraper::{Html, Node};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Real dumps stand beside the project, never in it.
pub fn folder(site: &str) -> PathBuf {
    let shared = std::env::var("GUILDHALL_SHARED_DATA").map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = shared.join("stackexchange").join(site);
    assert!(folder.is_dir(), "{} is missing; GUILDHALL_SHARED_DATA names the folder of test data", folder.display());
    folder
}

/// A row, with names in lower case.
pub struct Row(HashMap<String, String>);

impl Row {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A number.
    pub fn number(&self, name: &str) -> i64 {
        self.get(name).unwrap_or_else(|| panic!("{name} is missing")).parse().unwrap()
    }

    /// A number, if it is there.
    pub fn number_if(&self, name: &str) -> Option<i64> {
        self.get(name).map(|text| text.parse().unwrap())
    }

    /// A moment in microseconds.
    pub fn micros(&self, name: &str) -> i64 {
        let format = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]");
        let read = time::PrimitiveDateTime::parse(self.get(name).unwrap(), format).unwrap().assume_utc();
        (read.unix_timestamp_nanos() / 1_000) as i64
    }
}

/// The rows of a file; none when the dump has no such file.
pub fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let Ok(text) = std::fs::read_to_string(folder.join(file)) else { return Vec::new() };
    let lines = text.lines().filter(|line| line.trim_start().starts_with("<row "));
    let rows: Vec<Row> = lines.map(row).collect();
    assert!(!rows.is_empty(), "{file} has rows");
    rows
}

/// Attributes between plain quotes; entities are those five and numbers, which the dumps use.
fn row(line: &str) -> Row {
    let mut attributes = HashMap::new();
    let mut rest = line.trim_start().trim_start_matches("<row ");
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("a closing quote");
        attributes.insert(name.trim().to_lowercase(), unescaped(value));
        rest = after;
    }
    Row(attributes)
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut parts = value.split('&');
    text.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (entity, after) = part.split_once(';').expect("an entity ends");
        match entity {
            "lt" => text.push('<'),
            "gt" => text.push('>'),
            "amp" => text.push('&'),
            "quot" => text.push('"'),
            "apos" => text.push('\''),
            number => {
                let number = number.strip_prefix("#x").map_or_else(|| number[1..].parse(), |hex| u32::from_str_radix(hex, 16)).expect("a number");
                text.push(char::from_u32(number).expect("a character"));
            }
        }
        text.push_str(after);
    }
    text
}

/// The letters and digits that a reader of some HTML sees, without what separates them. A picture is what its description
/// says; where it has none, its address.
pub fn letters(html: &str) -> String {
    let html = Html::parse_fragment(html);
    let mut letters = String::new();
    for node in html.tree.root().descendants() {
        let seen = match node.value() {
            Node::Text(text) => Some(text.to_string()),
            Node::Element(element) if element.name() == "img" => element.attr("alt").filter(|alt| !alt.is_empty()).or(element.attr("src")).map(str::to_owned),
            _ => None,
        };
        letters.extend(seen.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphanumeric()));
    }
    letters
}

/// The newest whole text of each post.
pub fn newest_texts(events: &[Row]) -> HashMap<i64, String> {
    let mut newest: HashMap<i64, (String, i64, String)> = HashMap::new();
    for row in events.iter().filter(|row| ["2", "5", "8"].contains(&row.get("posthistorytypeid").unwrap())) {
        let Some(text) = row.get("text") else { continue };
        let this = (row.get("creationdate").unwrap().to_owned(), row.number("id"), text.to_owned());
        let kept = newest.entry(row.number("postid")).or_insert_with(|| this.clone());
        if (&this.0, this.1) > (&kept.0, kept.1) {
            *kept = this;
        }
    }
    newest.into_iter().map(|(post, (_, _, text))| (post, text)).collect()
}
