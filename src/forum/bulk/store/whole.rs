//! Whole topics, written at once.

use diesel::dsl::max;
use diesel::prelude::*;
use guildhall_schema::{me_too, posts, quotes, revisions, topics};
use std::collections::HashSet;

use super::many::{insert_posts, insert_topics};
use super::rows::{MeToo, Quote, RevisionRow};
use crate::accounts::MemberId;
use crate::forum::bulk::numbered::{NumberedPost, NumberedTopic};
use crate::forum::bulk::whole::{Numbered, WholeTopic};
use crate::forum::{PostId, TopicId};
use crate::insert_rows;
use crate::platform::db::numbers::count_on;
use crate::platform::db::{Connection, Result, Tx};

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
        numbered.push(Numbered { whole, id, first_post: post });
        topic = TopicId(id.0.max(topic.0) + 1);
        post = PostId(post.0 + whole.posts.len() as i64);
    }
    let posts: Vec<Vec<NumberedPost<'_>>> = numbered.iter().map(Numbered::posts).collect();
    let topics: Vec<NumberedTopic<'_>> = numbered.iter().zip(&posts).map(|(topic, posts)| topic.topic(posts, staff)).collect();
    insert_topics(tx, &topics)?;
    insert_posts(tx, &posts.into_iter().flatten().collect::<Vec<_>>())?;
    insert_rows!(tx.conn(), quotes, numbered.iter().flat_map(Quote::of_whole));
    insert_rows!(tx.conn(), revisions, numbered.iter().flat_map(RevisionRow::of_whole));
    insert_rows!(tx.conn(), me_too, numbered.iter().flat_map(MeToo::of_whole));
    count_on(tx.conn(), "topics")?;
    count_on(tx.conn(), "posts")
}
