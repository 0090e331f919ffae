//! What every feature must offer, listed once.

use crate::accounts::Accounts;
use crate::accounts::feature::Feature;
use crate::forum::Forum;
use crate::moderation::Moderation;
use crate::notifications::Notifications;
use crate::platform::check::Check;
use crate::search::feature::Searches;

/// Every feature that keeps something of persons, those below first.
pub const FEATURES: &[&dyn Feature] = &[&Accounts, &Forum, &Moderation, &Notifications, &Searches];

/// Everything that is stored twice, in the order in which it is checked and mended: a topic's figures follow
/// from its posts', a member's from both.
pub fn checks() -> impl Iterator<Item = &'static dyn Check> {
    FEATURES.iter().flat_map(|feature| feature.check()).copied()
}

/// The tables from which the words and names of persons are erased: what a database keeps of their deleted rows is taken
/// from the disk.
pub const TABLES_OF_PERSONS: &[&str] = &[
    "members",
    "member_addresses",
    "member_passwords",
    "member_profiles",
    "address_changes",
    "uploads",
    "upload_sizes",
    "upload_uses",
    "former_usernames",
    "sessions",
    "tokens",
    "sign_ups",
    "origins",
    "topics",
    "topic_titles",
    "post_texts",
    "post_removals",
    "revisions",
    "mentions",
    "post_bookmarks",
    "old_urls",
    "deliveries",
    "searches",
    "flags",
    "appeals",
    "decisions",
    "spam_blocks",
    "post_screenings",
    "spam_models",
    "hand_over_notes",
    "case_notes",
    "jobs",
];
