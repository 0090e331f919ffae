//! Where an admin writes the pages about the community, one for each language.

mod change_page;
mod history;
pub mod pages;

pub use change_page::change_page;
pub use history::{Change, history};

use crate::accounts::rights::Denied;
use crate::platform::community_pages::CommunityPage;
use crate::platform::db::{DomainError, Failure};
use crate::platform::i18n::Lang;
use crate::platform::text::{Limits, MarkdownSource, PostHtml};

/// No text takes the page away; the longest is as long as the longest post.
pub const LIMITS: Limits = Limits { min: 0, min_han: 0, ..Limits::BODY };

/// What an admin wrote, rendered already.
#[derive(Clone, Debug)]
pub struct PageDraft {
    /// Which page.
    pub page: CommunityPage,
    /// In which language.
    pub lang: Lang,
    /// The version that the form was made from; 0 before the first.
    pub version: i64,
    /// As typed; empty to take the page away.
    pub source: MarkdownSource,
    /// As it will be shown.
    pub html: PostHtml,
}

/// Why a page stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageRefusal {
    /// Only admins write these.
    NotAllowed,
    /// Somebody changed it meanwhile: this is how it stands now.
    Stale {
        /// The version to send next time.
        version: i64,
        /// The text.
        source: String,
    },
}

impl DomainError for PageRefusal {}

impl From<Denied> for Failure<PageRefusal> {
    fn from(_: Denied) -> Self {
        Self::Refused(PageRefusal::NotAllowed)
    }
}
