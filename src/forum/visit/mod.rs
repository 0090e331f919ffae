//! A visit to the forum: the request with what the forum keeps in memory, and what its viewer sees.

mod menu;
pub mod pages;

use std::path::Path;
use std::sync::Arc;

use crate::accounts::badges::store::KeptBadges;
use crate::forum::categories::store::KeptCategories;
use crate::forum::screening::{Screening, Unscreened};
use crate::forum::tags::store::KeptTagNames;
use crate::forum::topics::show::kept::KeptTopics;
use crate::forum::topics::show::looks::{self, Looks};
use crate::forum::topics::show::rows::KeptRows;
use crate::forum::{TopicId, topics};
use crate::platform::db::Line;
use crate::platform::metrics::Gauge;
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
    /// The pages of topics as visitors get them.
    pub topics: KeptTopics,
    /// What such pages are made of, for whoever looks.
    pub rows: KeptRows,
    /// Where members come who look at such pages.
    pub looks: Looks,
    /// Where it is asked how often topics changed.
    pub versions: Line<TopicId, Option<i64>>,
    /// Who looks at texts before they are posted.
    pub screening: Arc<dyn Screening>,
}

impl Default for ForumMemory {
    /// Nothing yet, and no page is ever kept.
    fn default() -> Self {
        Self::within(Path::new(""), 0)
    }
}

impl ForumMemory {
    /// Nothing yet; pages that were made before go into a file below a folder, so many bytes of them.
    pub fn within(folder: &Path, page_bytes: u64) -> Self {
        Self {
            categories: KeptCategories::default(),
            badges: KeptBadges::default(),
            tags: KeptTagNames::default(),
            menus: menu::KeptMenus::default(),
            sitemaps: KeptDocuments::with_room(SITEMAP_BYTES),
            topics: KeptTopics::within(folder.to_owned(), page_bytes),
            rows: KeptRows::within(folder.to_owned(), page_bytes / 2),
            looks: looks::line(),
            versions: Line::new(topics::store::versions),
            screening: Arc::new(Unscreened),
        }
    }

    /// The same, with somebody who looks at texts before they are posted.
    pub fn screened_by(self, screening: Arc<dyn Screening>) -> Self {
        Self { screening, ..self }
    }

    /// What is measured of it.
    pub fn gauges(&self) -> [Gauge; 3] {
        [
            Gauge {
                name: "guildhall_kept_pages",
                about: "Pages of topics that are sent again while nothing on them changes.",
                value: self.topics.count() as i64,
            },
            Gauge { name: "guildhall_kept_pages_sent", about: "How often one of them was sent again.", value: self.topics.sent() as i64 },
            Gauge {
                name: "guildhall_kept_rows_found",
                about: "How often a topic's page was made of rows that were read before.",
                value: self.rows.found() as i64,
            },
        ]
    }
}
