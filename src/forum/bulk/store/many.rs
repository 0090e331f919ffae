//! The same rows as one by one, many to a statement.

use diesel::prelude::*;
use guildhall_schema::{accepted, mentions, post_links, post_removals, post_texts, posts, revisions, topic_counts, topic_tags, topic_titles, topics, votes};
use std::collections::BTreeMap;

use super::rows::{Accepted, Count, Mention, Post, Removal, RevisionRow, Tag, Text, Title, Topic, Vote};
use crate::forum::bulk::numbered::{NumberedPost, NumberedTopic};
use crate::forum::posts::store::Revision;
use crate::forum::tags::{self, store::TagId};
use crate::forum::{CategoryId, PostId, PostState};
use crate::insert_rows;
use crate::platform::db::{Result, Timestamp, Tx};

/// Writes topics with their figures and tags. Their posts follow in the same transaction.
pub fn insert_topics(tx: &mut Tx<'_>, new: &[NumberedTopic<'_>]) -> Result<()> {
    insert_rows!(tx.conn(), topics, new.iter().map(Topic::of));
    insert_rows!(tx.conn(), topic_counts, new.iter().map(Count::of));
    insert_rows!(tx.conn(), topic_titles, new.iter().map(Title::of));
    insert_rows!(tx.conn(), topic_tags, new.iter().flat_map(Tag::of));
    count_tags(tx, new)
}

/// Counts visible topics in with their tags: each tag of a category once, in one order.
fn count_tags(tx: &mut Tx<'_>, new: &[NumberedTopic<'_>]) -> Result<()> {
    let mut counts: BTreeMap<(TagId, CategoryId), i64> = BTreeMap::new();
    for topic in new.iter().filter(|topic| topic.past.state == PostState::Visible) {
        for tag in &topic.tags {
            *counts.entry((*tag, topic.past.category)).or_default() += 1;
        }
    }
    counts.into_iter().try_for_each(|((tag, category), topics)| tags::store::change_count(tx, tag, category, topics))
}

/// Writes posts with their texts, mentions, votes, marks and removals. Their topics are there; quotes and revisions are the caller's.
pub fn insert_posts(tx: &mut Tx<'_>, new: &[NumberedPost<'_>]) -> Result<()> {
    insert_rows!(tx.conn(), posts, new.iter().map(Post::of));
    insert_rows!(tx.conn(), post_texts, new.iter().map(Text::of));
    insert_rows!(tx.conn(), mentions, new.iter().flat_map(Mention::of));
    insert_rows!(tx.conn(), votes, new.iter().flat_map(Vote::of));
    insert_rows!(tx.conn(), accepted, new.iter().flat_map(Accepted::of));
    insert_rows!(tx.conn(), post_removals, new.iter().filter_map(Removal::of));
    Ok(())
}

/// Writes the states of posts before their edits.
pub fn insert_revisions<'a>(tx: &mut Tx<'_>, new: impl Iterator<Item = (PostId, &'a Revision)>) -> Result<()> {
    insert_rows!(tx.conn(), revisions, new.map(|(post, revision)| RevisionRow::of(post, revision)));
    Ok(())
}

/// Writes which post points to which other, and since when.
pub fn insert_links(tx: &mut Tx<'_>, new: impl Iterator<Item = (PostId, PostId, Timestamp)>) -> Result<()> {
    let row = |(post, linked, at): (PostId, PostId, Timestamp)| (post_links::post.eq(post), post_links::linked.eq(linked), post_links::created_at.eq(at));
    insert_rows!(tx.conn(), post_links, new.map(row));
    Ok(())
}
