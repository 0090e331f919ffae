//! What stands around posts: duplicates, links, bookmarks, badges.

use super::{Met, Run, Unit};
use crate::accounts::MemberId;
use crate::accounts::bulk::PastBadge;
use crate::accounts::bulk::store::insert_badges;
use crate::forum::bulk::store::insert_links;
use crate::forum::{PostId, TopicId, bookmarks, duplicates};
use crate::import::stackexchange::ImportError;
use crate::platform::db::Timestamp;

/// Read together.
const BATCH: i64 = 500;

/// A row with its place.
struct Placed<T> {
    place: i64,
    row: T,
}

impl<T: Send + Sync + 'static> Unit for Placed<T> {
    fn place(&self) -> i64 {
        self.place
    }
}

/// One post points to another.
enum Pointer {
    Duplicate(TopicId, TopicId, Timestamp),
    Link(PostId, PostId, Timestamp),
}

impl Run<'_> {
    /// Writes which question was asked before, and which post points to which.
    pub(super) fn links(&mut self) -> Result<(), ImportError> {
        self.progress.stage("links", 0);
        self.step(
            |run, scratch, after| {
                let (topics, posts) = (run.import.topic_base, run.import.post_base);
                let linked = scratch.links(after, BATCH)?.into_iter();
                Ok(linked
                    .map(|link| {
                        let at = Timestamp(link.at);
                        let row = if link.is_duplicate {
                            Pointer::Duplicate(TopicId(topics + link.post), TopicId(topics + link.related), at)
                        } else {
                            Pointer::Link(PostId(posts + link.post), PostId(posts + link.related), at)
                        };
                        Placed { place: link.place, row }
                    })
                    .collect())
            },
            |tx, pointers| {
                let mut links = Vec::new();
                for pointer in pointers {
                    match pointer.row {
                        Pointer::Duplicate(topic, original, at) => duplicates::store::insert(tx, topic, original, at)?,
                        Pointer::Link(post, linked, at) => links.push((post, linked, at)),
                    }
                }
                insert_links(tx, links.into_iter()).map(|()| Met::default())
            },
        )
    }

    /// Writes which topics members keep.
    pub(super) fn bookmarks(&mut self) -> Result<(), ImportError> {
        self.progress.stage("bookmarks", 0);
        self.step(
            |run, scratch, after| {
                let (members, topics) = (run.import.member_base, run.import.topic_base);
                let kept = scratch.bookmarks(after, BATCH)?.into_iter();
                Ok(kept.map(|row| Placed { place: row.place, row: (MemberId(members + row.member), TopicId(topics + row.topic), Timestamp(row.at)) }).collect())
            },
            |tx, kept| bookmarks::store::insert_many(tx, kept.iter().map(|kept| kept.row)).map(|()| Met::default()),
        )
    }

    /// Keeps badges for the day when there is a place for them.
    pub(super) fn badges(&mut self) -> Result<(), ImportError> {
        self.progress.stage("badges", 0);
        self.step(
            |run, scratch, after| {
                let members = run.import.member_base;
                let awarded = scratch.badges(after, BATCH)?.into_iter();
                Ok(awarded
                    .map(|badge| {
                        let row = PastBadge {
                            member: MemberId(members + badge.member),
                            name: badge.name,
                            class: badge.class,
                            of_tag: badge.of_tag,
                            awarded_at: Timestamp(badge.at),
                        };
                        Placed { place: badge.place, row }
                    })
                    .collect())
            },
            |tx, badges| insert_badges(tx, badges.iter().map(|badge| &badge.row)).map(|()| Met::default()),
        )
    }
}
