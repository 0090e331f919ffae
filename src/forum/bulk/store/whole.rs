//! Whole topics: the same rows as one by one, many to a statement.

use diesel::dsl::max;
use diesel::prelude::*;
use guildhall_schema::{
    accepted, me_too, mentions, post_removals, post_texts, posts, quotes, revisions, topic_counts, topic_tags, topic_titles, topics, votes,
};
use std::collections::{BTreeMap, HashSet};

use super::rows::{Accepted, Count, MeToo, Mention, Post, Quote, Removal, RevisionRow, Tag, Text, Title, Topic, Vote};
use crate::accounts::MemberId;
use crate::each_backend;
use crate::forum::bulk::whole::{Numbered, WholeTopic};
use crate::forum::tags::{self, store::TagId};
use crate::forum::{CategoryId, PostId, PostState, TopicId};
use crate::platform::db::numbers::count_on;
use crate::platform::db::{Connection, Result, Tx};

/// Rows to a statement: enough that the way to PostgreSQL and back is shared, few enough for SQLite's limit of values.
const ROWS: usize = 200;

/// The numbers that the next topic and the next post will have.
pub fn next_numbers(conn: &mut Connection) -> Result<(TopicId, PostId)> {
    let topic: Option<i64> = topics::table.select(max(topics::id)).first(conn)?;
    let post: Option<i64> = posts::table.select(max(posts::id)).first(conn)?;
    Ok((TopicId(topic.unwrap_or(0) + 1), PostId(post.unwrap_or(0) + 1)))
}

/// Writes topics with all that is in them, and their figures; `staff` are the company's people.
pub fn insert_whole(tx: &mut Tx<'_>, wholes: &[WholeTopic], staff: &HashSet<MemberId>) -> Result<()> {
    let (mut topic, mut post) = next_numbers(tx.conn())?;
    let mut numbered = Vec::with_capacity(wholes.len());
    for whole in wholes {
        let id = whole.topic.id.unwrap_or(topic);
        numbered.push(Numbered::new(whole, id, post, staff));
        topic = TopicId(id.0.max(topic.0) + 1);
        post = PostId(post.0 + whole.posts.len() as i64);
    }
    insert_topics(tx.conn(), &numbered)?;
    insert_posts(tx.conn(), &numbered)?;
    insert_around(tx.conn(), &numbered)?;
    count_tags(tx, &numbered)?;
    count_on(tx.conn(), "topics")?;
    count_on(tx.conn(), "posts")
}

/// Counts visible topics in with their tags: each tag of a category once, in one order.
fn count_tags(tx: &mut Tx<'_>, all: &[Numbered<'_>]) -> Result<()> {
    let mut counts: BTreeMap<(TagId, CategoryId), i64> = BTreeMap::new();
    for whole in all.iter().map(|numbered| numbered.whole).filter(|whole| whole.topic.state == PostState::Visible) {
        for tag in &whole.tags {
            *counts.entry((*tag, whole.topic.category)).or_default() += 1;
        }
    }
    counts.into_iter().try_for_each(|((tag, category), topics)| tags::store::change_count(tx, tag, category, topics))
}

macro_rules! insert_rows {
    ($conn:expr, $table:ident, $rows:expr) => {
        for some in $rows.chunks(ROWS) {
            each_backend!($conn, conn => diesel::insert_into($table::table).values(some).execute(conn))?;
        }
    };
}

fn insert_topics(conn: &mut Connection, all: &[Numbered<'_>]) -> Result<()> {
    insert_rows!(conn, topics, all.iter().map(Topic::of).collect::<Vec<_>>());
    insert_rows!(conn, topic_counts, all.iter().map(Count::of).collect::<Vec<_>>());
    insert_rows!(conn, topic_titles, all.iter().map(Title::of).collect::<Vec<_>>());
    insert_rows!(conn, topic_tags, all.iter().flat_map(Tag::of).collect::<Vec<_>>());
    Ok(())
}

fn insert_posts(conn: &mut Connection, all: &[Numbered<'_>]) -> Result<()> {
    insert_rows!(conn, posts, all.iter().flat_map(Post::of).collect::<Vec<_>>());
    insert_rows!(conn, post_texts, all.iter().flat_map(Text::of).collect::<Vec<_>>());
    Ok(())
}

fn insert_around(conn: &mut Connection, all: &[Numbered<'_>]) -> Result<()> {
    insert_rows!(conn, mentions, all.iter().flat_map(Mention::of).collect::<Vec<_>>());
    insert_rows!(conn, quotes, all.iter().flat_map(Quote::of).collect::<Vec<_>>());
    insert_rows!(conn, revisions, all.iter().flat_map(RevisionRow::of).collect::<Vec<_>>());
    insert_rows!(conn, votes, all.iter().flat_map(Vote::of).collect::<Vec<_>>());
    insert_rows!(conn, me_too, all.iter().flat_map(MeToo::of).collect::<Vec<_>>());
    insert_rows!(conn, accepted, all.iter().flat_map(Accepted::of).collect::<Vec<_>>());
    insert_rows!(conn, post_removals, all.iter().flat_map(Removal::of).collect::<Vec<_>>());
    Ok(())
}
