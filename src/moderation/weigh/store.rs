//! The rows of topics that flags closed.

use diesel::prelude::*;
use guildhall_schema::{heated_topics, log};

use crate::forum::TopicId;
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::log::Via;

/// Notes until when a topic is closed.
pub(super) fn put_heated(tx: &mut Tx<'_>, topic: TopicId, until: Timestamp) -> Result<()> {
    diesel::delete(heated_topics::table.find(topic)).execute(tx.conn())?;
    diesel::insert_into(heated_topics::table).values((heated_topics::topic.eq(topic), heated_topics::until.eq(until))).execute(tx.conn())?;
    Ok(())
}

/// Forgets that a topic was closed by flags, if its time is over; says whether it was.
pub(super) fn take_heated(tx: &mut Tx<'_>, topic: TopicId, now: Timestamp) -> Result<bool> {
    Ok(diesel::delete(heated_topics::table.find(topic).filter(heated_topics::until.le(now))).execute(tx.conn())? > 0)
}

/// Did the program close the topic the last time, by what the log says? Whoever sets since when it opens again closes it anew.
pub(super) fn was_closed_by_program(conn: &mut Connection, topic: TopicId) -> Result<bool> {
    let acts = log::table.filter(log::subject_kind.eq("topic")).filter(log::subject.eq(topic.0)).filter(log::act.eq_any(["topic.close", "topic.timer"]));
    let via: Option<Via> = acts.order(log::id.desc()).select(log::via).first(conn).optional()?;
    Ok(via == Some(Via::System))
}
