//! The pages of the groups.

use super::listing::GroupRow;
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::admin::visit::pages::AdminVisit;
use crate::forum::visit::pages::ForumSeen;

/// A group's name as shown: words for computed ones, the row's own name for others.
pub fn name(visit: &AdminVisit, seen: &ForumSeen, groups: &[GroupRow], slug: &str) -> String {
    if COMPUTED_GROUPS.contains(&slug) {
        return visit.words(seen, &format!("admin-group-{slug}"));
    }
    groups.iter().find(|group| group.slug == slug).map_or_else(|| slug.to_owned(), |group| group.name.clone())
}
