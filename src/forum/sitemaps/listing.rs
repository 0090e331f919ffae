//! The queries of sitemaps: walks along the numbers of topics.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::topics;

use super::{FILES_MOST, Line, State, file_of, range};
use crate::forum::TopicId;
use crate::forum::visibility::{Sight, visible_topics};
use crate::platform::db::{Connection, Result, Timestamp};

/// The files that hold a topic. Each is found by one step along the numbers, whatever stands in it.
pub fn files(conn: &mut Connection, sight: &Sight) -> Result<Vec<i64>> {
    let mut files = Vec::new();
    let mut last = TopicId(0);
    while let Some(file) = first_after(conn, sight, last)?.map(file_of) {
        files.push(file);
        match range(file) {
            Some((_, end)) if files.len() < FILES_MOST => last = end,
            _ => break,
        }
    }
    Ok(files)
}

fn first_after(conn: &mut Connection, sight: &Sight, topic: TopicId) -> Result<Option<TopicId>> {
    if sight.readable.is_empty() {
        return Ok(None);
    }
    let next = topics::table.filter(visible_topics::<topics::table>(sight)).filter(topics::id.gt(topic)).order(topics::id).select(topics::id);
    Ok(next.first(conn).optional()?)
}

/// The state of a file. Everything in its range counts, seen or not: what becomes hidden changes it as well.
pub fn state(conn: &mut Connection, (after, last): (TopicId, TopicId)) -> Result<State> {
    let (topics, versions) = topics::table
        .filter(topics::id.gt(after).and(topics::id.le(last)))
        .select((count_star(), sql::<BigInt>("CAST(COALESCE(SUM(topics.version), 0) AS BIGINT)")))
        .first(conn)?;
    Ok(State { topics, versions })
}

/// The topics of a file that may be found.
pub fn lines(conn: &mut Connection, sight: &Sight, (after, last): (TopicId, TopicId)) -> Result<Vec<Line>> {
    let rows: Vec<(TopicId, String, Timestamp)> = topics::table
        .filter(visible_topics::<topics::table>(sight))
        .filter(topics::id.gt(after).and(topics::id.le(last)))
        .order(topics::id)
        .select((topics::id, topics::slug, topics::bumped_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(topic, slug, bumped_at)| Line { topic, slug, bumped_at }).collect())
}
