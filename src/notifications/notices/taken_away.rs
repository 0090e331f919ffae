//! A post went out of sight, or came back: so do the notices that tell of it, and with a topic those of all its posts.

use super::{AboutPost, store};
use crate::accounts::Acting;
use crate::forum::posts::{self, PostRow};
use crate::forum::{PostId, PostState};
use crate::platform::db::{Db, Durability, Result};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static STATE: Kind = Kind::long("notifications.state", Lane::Notices);

/// Looked at in one transaction.
const TOGETHER: i64 = 200;

/// Counts no notice of what is not there for others.
pub fn state_changed(db: &Db, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let Some(row) = db.read_blocking(move |conn| posts::store::find(conn, post))? else { return Ok(()) };
    let is_gone = row.state != PostState::Visible || row.topic_facts.state != PostState::Visible;
    if row.opens_topic() {
        of_topic(db, &row)?;
    } else {
        of_post(db, row.id, is_gone)?;
    }
    Ok(())
}

fn of_topic(db: &Db, topic: &PostRow) -> Result<()> {
    let (id, topic_is_there) = (topic.topic, topic.topic_facts.state == PostState::Visible);
    let mut after = PostId(i64::MIN);
    loop {
        let found = db.read_blocking(move |conn| store::posts_of(conn, id, after, TOGETHER))?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = *last;
        for (post, is_there) in found {
            of_post(db, post, !is_there || !topic_is_there)?;
        }
    }
}

fn of_post(db: &Db, post: PostId, is_gone: bool) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let found = db.read_blocking(move |conn| store::of_post(conn, post, after, TOGETHER))?;
        let Some(last) = found.last() else { return Ok(()) };
        after = *last;
        set_gone(db, found, is_gone)?;
    }
}

fn set_gone(db: &Db, ids: Vec<i64>, is_gone: bool) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::set_gone(tx, &ids, is_gone))
}
