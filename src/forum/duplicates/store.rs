//! The rows of duplicates.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{duplicates, topics};

use crate::forum::TopicId;
use crate::forum::topics::store::TopicRow;
use crate::platform::db::{Connection, News, Result, Timestamp, Tx};

/// Writes that a topic repeats another.
pub fn insert(tx: &mut Tx<'_>, topic: TopicId, original: TopicId, at: Timestamp) -> Result<()> {
    diesel::insert_into(duplicates::table)
        .values((duplicates::topic.eq(topic), duplicates::original.eq(original), duplicates::created_at.eq(at)))
        .execute(tx.conn())?;
    touch(tx, topic)
}

/// What a topic repeats.
pub fn originals(conn: &mut Connection, topic: TopicId) -> Result<Vec<TopicId>> {
    Ok(duplicates::table.filter(duplicates::topic.eq(topic)).select(duplicates::original).load(conn)?)
}

/// What repeats a topic.
pub fn repeating(conn: &mut Connection, original: TopicId) -> Result<Vec<TopicId>> {
    Ok(duplicates::table.filter(duplicates::original.eq(original)).order(duplicates::topic).select(duplicates::topic).load(conn)?)
}

/// Takes back that a topic repeats another; false where it did not.
pub fn delete(tx: &mut Tx<'_>, topic: TopicId, original: TopicId) -> Result<bool> {
    Ok(diesel::delete(duplicates::table.find((topic, original))).execute(tx.conn())? > 0)
}

/// Whoever has a question too, or follows it, has and follows the original: all in two statements, however many they are.
pub fn pass_on(tx: &mut Tx<'_>, topic: &TopicRow, original: TopicId) -> Result<()> {
    let now = tx.now();
    let statements = [
        "INSERT INTO me_too (topic, member, created_at) SELECT $1, me_too.member, $2 FROM me_too INNER JOIN topics ON topics.id = $1 \
         WHERE me_too.topic = $3 AND me_too.member <> topics.author AND topics.kind = 'question' ON CONFLICT (topic, member) DO NOTHING",
        "INSERT INTO follows (member, what, subject, level, chosen, created_at) SELECT member, 'topic', $1, level, chosen, $2 FROM follows \
         WHERE what = 'topic' AND subject = $3 AND level <> 'muted' ON CONFLICT (member, what, subject) DO NOTHING",
    ];
    for statement in statements {
        diesel::sql_query(statement).bind::<BigInt, _>(original).bind::<BigInt, _>(now).bind::<BigInt, _>(topic.id).execute(tx.conn())?;
    }
    Ok(())
}

/// What the pages of a topic's duplicates say of it changed: its title, or who sees it.
pub fn touch_repeating(tx: &mut Tx<'_>, original: TopicId) -> Result<()> {
    let repeating = duplicates::table.filter(duplicates::original.eq(original)).select(duplicates::topic);
    let touched = diesel::update(topics::table.filter(topics::id.eq_any(repeating))).set(topics::version.eq(topics::version + 1));
    let touched: Vec<TopicId> = touched.returning(topics::id).get_results(tx.conn())?;
    touched.iter().for_each(|topic| tx.tell(News::Topic(topic.0)));
    Ok(())
}

fn touch(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::version.eq(topics::version + 1)).execute(tx.conn())?;
    tx.tell(News::Topic(topic.0));
    Ok(())
}
