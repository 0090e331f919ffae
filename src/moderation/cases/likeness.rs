//! By what texts are alike: the same words, the same links, much in common. Pure.

use std::collections::BTreeSet;
use url::Url;

use crate::text_enum;

text_enum! {
    /// What two posts can have in common.
    Mark {
        /// All their words.
        Text = "text",
        /// A link.
        Link = "link",
        /// The domain of a link.
        Domain = "domain",
    }
}

/// Shorter texts are the same by chance: "thank you".
const SHORTEST: usize = 20;
/// Words that stand together; of Han and kana so many signs.
const TOGETHER: usize = 3;

/// A text without what two of them may differ in though they say the same: case, signs, spaces, numbers.
pub fn folded(text: &str) -> String {
    let letters = text.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The same for ever: hashes are stored.
fn hashed(text: &str) -> i64 {
    let hash = blake3::hash(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_le_bytes(first)
}

/// The links of a text as it was typed that lead elsewhere; a link to the community itself says nothing.
pub fn links(source: &str, own_host: &str) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    for (at, _) in source.match_indices("http") {
        let end = source[at..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')' | ']' | '"' | '\'')).map_or(source.len(), |end| at + end);
        let typed = source[at..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let Ok(url) = Url::parse(typed) else { continue };
        let is_elsewhere = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| host != own_host);
        if is_elsewhere && !found.contains(&url) {
            found.push(url);
        }
    }
    found
}

/// The domain of a link, without `www.`.
pub fn domain(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned()
}

/// Everything by which a text is found again among others.
pub fn marks(plain: &str, links: &[Url]) -> BTreeSet<(Mark, i64)> {
    let mut marks = BTreeSet::new();
    let words = folded(plain);
    if words.chars().count() >= SHORTEST {
        marks.insert((Mark::Text, hashed(&words)));
    }
    for url in links {
        marks.insert((Mark::Link, hashed(&format!("{}{}", domain(url), url.path().trim_end_matches('/')))));
        marks.insert((Mark::Domain, hashed(&domain(url))));
    }
    marks
}

/// How much of two texts is the same, in hundredths; see [`Gist`].
pub fn likeness(a: &str, b: &str) -> i64 {
    Gist::of(a).likeness(&Gist::of(b))
}

/// A text, ready to be compared with many: all its groups of three words that stand together (three signs where a language has
/// no spaces).
pub struct Gist(BTreeSet<i64>);

impl Gist {
    /// That of a text.
    pub fn of(text: &str) -> Self {
        Self(groups(text))
    }

    /// How much of both is the same: what they have in common of all groups, in hundredths.
    pub fn likeness(&self, other: &Self) -> i64 {
        let (fewer, more) = if self.0.len() < other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        let common = fewer.iter().filter(|group| more.contains(group)).count();
        let all = fewer.len() + more.len() - common;
        (common * 100).checked_div(all).unwrap_or(0) as i64
    }
}

fn groups(text: &str) -> BTreeSet<i64> {
    let folded = folded(text);
    let mut pieces: Vec<String> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        match word.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')) {
            true => pieces.extend(word.chars().map(String::from)),
            false => pieces.push(word.to_owned()),
        }
    }
    let together = TOGETHER.min(pieces.len().max(1));
    pieces.windows(together).map(|group| hashed(&group.join(" "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_again_whatever_its_signs() {
        let marks = |text: &str| marks(text, &[]);
        assert_eq!(marks("Buy 10 cheap themes, write to ME!"), marks("buy 20 cheap   themes - write to me"));
        assert_ne!(marks("Buy cheap themes, write to me"), marks("Buy cheap themes, write to us"));
        assert!(marks("Thank you!").is_empty(), "too short to say anything");
    }

    #[test]
    fn links_are_those_that_lead_elsewhere() {
        let found = links("See (https://shop.example/a?b=1) and <http://www.shop.example/a/>. Not https://here.example/t/1, nor http://.", "here.example");
        assert_eq!(found.iter().map(Url::as_str).collect::<Vec<_>>(), ["https://shop.example/a?b=1", "http://www.shop.example/a/"]);
        let (one, other) = (marks("", &found[..1]), marks("", &found[1..]));
        assert_eq!(one, other, "the same page of the same domain");
        assert_eq!(one.len(), 2);
    }

    #[test]
    fn likeness_is_what_two_texts_have_in_common() {
        assert_eq!(likeness("one two three four", "one two three four"), 100);
        assert_eq!(likeness("one two three four", "five six seven"), 0);
        assert_eq!(likeness("one two three four", "one two three five"), 33);
        assert_eq!(likeness("客人刷卡成功", "客人刷卡失敗"), 33);
        assert_eq!(likeness("", ""), 0);
    }
}
