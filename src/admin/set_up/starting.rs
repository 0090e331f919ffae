//! Categories that a merchant community begins with. Their words stand with all other words.

use crate::accounts::Right;
use crate::forum::categories::CategoryDraft;
use crate::platform::i18n::{I18n, Lang};

/// A category to start with.
#[derive(Clone, Copy, Debug)]
pub struct Starting {
    /// Its address; names its words too: `admin-start-<slug>-name` and `-about`.
    pub slug: &'static str,
    /// The name of its icon.
    pub icon: &'static str,
    /// Only staff open topics here.
    pub is_news: bool,
    /// Chosen unless somebody says otherwise.
    pub is_usual: bool,
}

const fn usual(slug: &'static str, icon: &'static str) -> Starting {
    Starting { slug, icon, is_news: false, is_usual: true }
}

/// All there are to choose from, in the order in which they will stand.
pub const STARTING: &[Starting] = &[
    Starting { is_news: true, ..usual("announcements", "megaphone") },
    usual("payments", "card"),
    usual("payouts", "bank"),
    usual("orders", "box"),
    usual("shipping", "truck"),
    usual("taxes", "receipt"),
    usual("themes", "layout"),
    usual("apps", "code"),
    Starting { is_usual: false, ..usual("marketing", "chart") },
    Starting { is_usual: false, ..usual("abroad", "globe") },
    usual("talk", "chat"),
];

impl Starting {
    /// The draft, with name and description in every language that will be offered.
    pub fn draft(&self, words: &I18n, offered: &[Lang]) -> CategoryDraft {
        let named = |lang: &Lang| (*lang, words.text(*lang, &self.key("name")), words.text(*lang, &self.key("about")));
        let access = match self.is_news {
            true => vec![("everyone".into(), Right::Read), ("members".into(), Right::Reply), ("staff".into(), Right::Ask)],
            false => vec![("everyone".into(), Right::Read), ("members".into(), Right::Ask)],
        };
        CategoryDraft { slug: self.slug.into(), parent: None, icon: self.icon.into(), names: offered.iter().map(named).collect(), access }
    }

    /// The key of its name or its description.
    pub fn key(&self, part: &str) -> String {
        format!("admin-start-{}-{part}", self.slug)
    }
}
