//! The rows of periods.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{me_too, period_refreshes, posts, topic_periods, topics, votes};
use std::collections::BTreeMap;

use super::{Change, Gains, Period, Stored};
use crate::forum::TopicId;
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};

/// When the figures of a period were last computed.
pub fn refreshed_at(conn: &mut Connection, period: Period) -> Result<Option<Timestamp>> {
    Ok(period_refreshes::table.find(period).select(period_refreshes::at).first(conn).optional()?)
}

/// Notes when the figures of a period were computed.
pub fn note_refreshed(tx: &mut Tx<'_>, period: Period, at: Timestamp) -> Result<()> {
    let row = period_refreshes::table.find(period);
    if diesel::update(row).set(period_refreshes::at.eq(at)).execute(tx.conn())? > 0 {
        return Ok(());
    }
    let inserted = diesel::insert_into(period_refreshes::table).values((period_refreshes::period.eq(period), period_refreshes::at.eq(at))).execute(tx.conn());
    or_again(inserted)?;
    Ok(())
}

/// The next topics with their languages.
pub fn topics(conn: &mut Connection, after: TopicId, limit: i64) -> Result<Vec<(TopicId, String)>> {
    Ok(topics::table.filter(topics::id.gt(after)).order(topics::id).limit(limit).select((topics::id, topics::lang)).load(conn)?)
}

/// Counts or sums rows since each of three moments, the last of which lies furthest back.
macro_rules! since_each {
    ($value:literal, $at:literal, $starts:expr) => {{
        let part = |start: Timestamp| {
            let head = concat!("CAST(COALESCE(SUM(CASE WHEN ", $at, " > ");
            sql::<BigInt>(head).bind::<BigInt, _>(start).sql(concat!(" THEN ", $value, " ELSE 0 END), 0) AS BIGINT)"))
        };
        (part($starts[0]), part($starts[1]), part($starts[2]))
    }};
}

/// What the topics from `first` to `last` gained since each start.
pub fn gains(conn: &mut Connection, first: TopicId, last: TopicId, starts: &[Timestamp; 3]) -> Result<BTreeMap<TopicId, Gains>> {
    type Row = (TopicId, (i64, i64, i64));
    let mut gains: BTreeMap<TopicId, Gains> = BTreeMap::new();
    let voted: Vec<Row> = posts::table
        .inner_join(votes::table)
        .filter(posts::topic.between(first, last))
        .filter(posts::number.eq(1_i64))
        .filter(votes::created_at.gt(starts[2]))
        .group_by(posts::topic)
        .select((posts::topic, since_each!("votes.value", "votes.created_at", starts)))
        .load(conn)?;
    for (topic, (week, month, year)) in voted {
        gains.entry(topic).or_default().votes = [week, month, year];
    }
    let replied: Vec<Row> = posts::table
        .filter(posts::topic.between(first, last))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .filter(posts::position.is_not_null())
        .filter(posts::created_at.gt(starts[2]))
        .group_by(posts::topic)
        .select((posts::topic, since_each!("1", "posts.created_at", starts)))
        .load(conn)?;
    for (topic, (week, month, year)) in replied {
        gains.entry(topic).or_default().replies = [week, month, year];
    }
    let had: Vec<Row> = me_too::table
        .filter(me_too::topic.between(first, last))
        .filter(me_too::created_at.gt(starts[2]))
        .group_by(me_too::topic)
        .select((me_too::topic, since_each!("1", "me_too.created_at", starts)))
        .load(conn)?;
    for (topic, (week, month, year)) in had {
        gains.entry(topic).or_default().me_too = [week, month, year];
    }
    Ok(gains)
}

/// The scores of the topics from `first` to `last`, as stored.
pub fn scores(conn: &mut Connection, first: TopicId, last: TopicId) -> Result<Stored> {
    let rows: Vec<(TopicId, Period, i64, String)> = topic_periods::table
        .filter(topic_periods::topic.between(first, last))
        .select((topic_periods::topic, topic_periods::period, topic_periods::score, topic_periods::lang))
        .load(conn)?;
    Ok(rows.into_iter().map(|(topic, period, score, lang)| ((topic, period), (score, lang))).collect())
}

/// Writes a score, or takes its row away.
pub fn put(tx: &mut Tx<'_>, change: &Change) -> Result<()> {
    let row = topic_periods::table.find((change.topic, change.period));
    if change.score <= 0 {
        diesel::delete(row).execute(tx.conn())?;
        return Ok(());
    }
    let values = (topic_periods::score.eq(change.score), topic_periods::lang.eq(&change.lang));
    if diesel::update(row).set(values).execute(tx.conn())? > 0 {
        return Ok(());
    }
    let key = (topic_periods::topic.eq(change.topic), topic_periods::period.eq(change.period));
    or_again(diesel::insert_into(topic_periods::table).values((key, values)).execute(tx.conn()))?;
    Ok(())
}
