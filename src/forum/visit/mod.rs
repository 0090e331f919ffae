//! A visit to the forum: the request with what the forum keeps in memory, and what its viewer sees.

mod menu;
pub mod pages;

use crate::accounts::badges::store::KeptBadges;
use crate::forum::categories::store::KeptCategories;
use crate::forum::tags::store::KeptTagNames;
use crate::platform::web::kept::KeptDocuments;

/// Memory for sitemaps: the files of a million topics, compressed in one way.
const SITEMAP_BYTES: u64 = 24 << 20;

/// What the forum keeps in memory; checked by generation, never timed.
pub struct ForumMemory {
    /// Categories, names, rights.
    pub categories: KeptCategories,
    /// Who wears which badge.
    pub badges: KeptBadges,
    /// What tags are called in other languages.
    pub tags: KeptTagNames,
    /// Menus of categories.
    pub menus: menu::KeptMenus,
    /// The files of the sitemap, each with the state it was made in.
    pub sitemaps: KeptDocuments,
}

impl Default for ForumMemory {
    fn default() -> Self {
        Self {
            categories: KeptCategories::default(),
            badges: KeptBadges::default(),
            tags: KeptTagNames::default(),
            menus: menu::KeptMenus::default(),
            sitemaps: KeptDocuments::with_room(SITEMAP_BYTES),
        }
    }
}
