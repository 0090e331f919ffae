//! The languages in which topics are invented, and where they live.

use super::chance::Chance;
use super::grammar::Grammar;
use crate::cli::demo::content;
use anyhow::Context;

/// A language of the demo.
pub struct Language {
    /// Its place in [`LANGUAGES`].
    pub place: usize,
    /// Its tag.
    pub tag: &'static str,
    /// Written without spaces between sentences.
    pub is_han: bool,
    /// So many topics of a hundred are in it.
    share: usize,
}

/// All of them.
pub const LANGUAGES: [Language; 3] = [
    Language { place: 0, tag: "en", is_han: false, share: 60 },
    Language { place: 1, tag: "nb", is_han: false, share: 20 },
    Language { place: 2, tag: "zh-Hant", is_han: true, share: 20 },
];

/// Addresses of the categories that everybody may ask in, and how many topics of a hundred are there.
pub const CATEGORIES: [(&str, usize); 9] = [
    ("payments", 17),
    ("payments/payouts", 10),
    ("orders", 14),
    ("orders/shipping", 15),
    ("taxes", 9),
    ("themes", 13),
    ("apps", 11),
    ("abroad", 5),
    ("talk", 6),
];

impl Language {
    /// One of them, each as often as it is spoken.
    pub fn drawn(chance: &mut Chance) -> &'static Self {
        let mut left = chance.below(100);
        for language in &LANGUAGES {
            if left < language.share {
                return language;
            }
            left -= language.share;
        }
        &LANGUAGES[0]
    }
}

/// The place of a category in [`CATEGORIES`], each as often as it is asked in.
pub fn category(chance: &mut Chance) -> usize {
    let mut left = chance.below(100);
    for (place, (_, share)) in CATEGORIES.iter().enumerate() {
        if left < *share {
            return place;
        }
        left -= share;
    }
    0
}

/// The last part of a category's address: what the rules call it.
pub fn slug(category: usize) -> &'static str {
    let path = CATEGORIES[category].0;
    path.rsplit('/').next().unwrap_or(path)
}

/// The rules of every language, in the order of [`LANGUAGES`].
pub type Grammars = [Grammar; LANGUAGES.len()];

/// Reads the rules; a mistake in a file is named.
pub fn grammars() -> anyhow::Result<Grammars> {
    let read = |language: &Language| {
        let name = format!("grammar/{}.txt", language.tag);
        Grammar::parse(&content::text(&name)?).context(name)
    };
    Ok([read(&LANGUAGES[0])?, read(&LANGUAGES[1])?, read(&LANGUAGES[2])?])
}
