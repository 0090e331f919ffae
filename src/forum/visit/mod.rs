//! A visit to the forum: the request with what the forum keeps in memory, and what its viewer sees.

mod menu;
pub mod pages;

use crate::accounts::badges::store::KeptBadges;
use crate::forum::categories::store::KeptCategories;

/// What the forum keeps in memory; checked by generation, never timed.
#[derive(Default)]
pub struct ForumMemory {
    /// Categories, names, rights.
    pub categories: KeptCategories,
    /// Who wears which badge.
    pub badges: KeptBadges,
    /// Menus of categories.
    pub menus: menu::KeptMenus,
}
