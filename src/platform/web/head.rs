//! What the head of a page says to programs: what it is called, where it stands, whether it may be found.

use serde::Serialize;

use super::Web;
use crate::platform::i18n::Lang;
use crate::platform::text::excerpt::shorten;

/// A description says what is on the page; what is longer is cut by whoever shows it.
const DESCRIPTION_LENGTH: usize = 180;
/// So much of a text is enough to cut a description from, whatever its letters.
const ENOUGH: usize = 1_500;

/// The context `head` of `templates/layout.html`. A page without one is not to be found by search engines.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// The one address of what stands here, with scheme and host.
    pub canonical: String,
    /// The feed beside the page.
    pub feed: Option<FeedLink>,
    /// For those who show a link to the page: only strangers' programs do.
    pub social: Option<Social>,
}

/// A feed as a page offers it.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// What it holds, in the page's language.
    pub title: String,
    /// Its address here.
    pub url: String,
}

/// Open Graph, beside the title that the template gives.
#[derive(Clone, Debug, Serialize)]
pub struct Social {
    kind: &'static str,
    locale: &'static str,
    description: String,
    /// The community's mark, with scheme and host: Open Graph asks for a picture everywhere.
    picture: String,
}

impl Head {
    /// A page at its own address, with scheme and host.
    pub fn at(canonical: String) -> Self {
        Self { canonical, feed: None, social: None }
    }

    /// The same with what is shown where the page is linked to. `kind` is Open Graph's: `website` or `article`.
    pub fn described(mut self, web: &Web, lang: Lang, kind: &'static str, words: &str) -> Self {
        let enough = words.char_indices().nth(ENOUGH).map_or(words.len(), |(at, _)| at);
        let description = shorten(&words[..enough], DESCRIPTION_LENGTH);
        let picture = web.address(&web.assets().picture());
        self.social = Some(Social { kind, locale: lang.language().locale, description, picture });
        self
    }
}
