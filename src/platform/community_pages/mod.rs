//! Pages that an admin writes in each language: terms, privacy, imprint, contact, rules. Like settings they belong to
//! the whole community: which of them there are is kept with the settings, for the foot of every page.

pub mod store;

use serde::Serialize;

use crate::platform::db::Timestamp;
use crate::platform::i18n::Lang;
use crate::platform::text::{Links, Member, PostHtml, render};
use crate::text_enum;

text_enum! {
    /// A page about the community. Its word is its address: `/terms`.
    CommunityPage {
        /// What whoever takes part agrees to.
        Terms = "terms",
        /// What becomes of personal data.
        Privacy = "privacy",
        /// Who answers for the community by law.
        Imprint = "imprint",
        /// How the people behind it are reached.
        Contact = "contact",
        /// How members treat each other.
        Rules = "rules",
    }
}

impl CommunityPage {
    /// Its address.
    pub fn url(self) -> String {
        format!("/{}", self.as_str())
    }

    /// The key of its name, which is its heading too.
    pub fn key(self) -> &'static str {
        match self {
            Self::Terms => "layout-page-terms",
            Self::Privacy => "layout-page-privacy",
            Self::Imprint => "layout-page-imprint",
            Self::Contact => "layout-page-contact",
            Self::Rules => "layout-page-rules",
        }
    }
}

/// A page as it stands in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number, as the log has it.
    pub id: i64,
    /// As typed; empty when the text was taken away.
    pub source: String,
    /// As shown.
    pub html: PostHtml,
    /// Goes up with every change.
    pub version: i64,
    /// When it was last changed.
    pub edited_at: Timestamp,
}

/// Which pages have a text, and in which languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenPages(Vec<(CommunityPage, Lang)>);

impl WrittenPages {
    /// The pages that there are, each once.
    pub fn all(&self) -> impl Iterator<Item = CommunityPage> {
        CommunityPage::ALL.iter().copied().filter(|page| self.has(*page))
    }

    /// True when a page has a text in any language.
    pub fn has(&self, page: CommunityPage) -> bool {
        self.0.iter().any(|(written, _)| *written == page)
    }

    /// True when a page has a text in this language.
    pub fn has_in(&self, page: CommunityPage, lang: Lang) -> bool {
        self.0.contains(&(page, lang))
    }

    /// The language in which a reader gets a page: their own, else the first of the community's that it is written in.
    pub fn best(&self, page: CommunityPage, reader: Lang, community: &[Lang]) -> Option<Lang> {
        let mut wanted = std::iter::once(reader).chain(community.iter().copied());
        let any = || self.0.iter().find(|(written, _)| *written == page).map(|(_, lang)| *lang);
        wanted.find(|lang| self.has_in(page, *lang)).or_else(any)
    }
}

/// Which pages the foot of every page names.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Named {
    terms: bool,
    privacy: bool,
    imprint: bool,
    contact: bool,
    rules: bool,
}

impl From<&WrittenPages> for Named {
    fn from(written: &WrittenPages) -> Self {
        Self {
            terms: written.has(CommunityPage::Terms),
            privacy: written.has(CommunityPage::Privacy),
            imprint: written.has(CommunityPage::Imprint),
            contact: written.has(CommunityPage::Contact),
            rules: written.has(CommunityPage::Rules),
        }
    }
}

/// Renders the text of such a page as posts are rendered. `@names` stay words: a page outlives those it names.
pub fn rendered(source: &str, base_url: &str) -> PostHtml {
    struct Nobody<'a>(&'a str);
    impl Links for Nobody<'_> {
        fn member(&self, _: &str) -> Option<Member> {
            None
        }

        fn base_url(&self) -> &str {
            self.0
        }
    }
    render(source, &Nobody(base_url)).html
}
