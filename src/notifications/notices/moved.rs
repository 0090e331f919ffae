//! Posts stand in another topic than before: so do the notices of them.

use serde::Deserialize;

use super::store;
use crate::accounts::Acting;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Db, Durability};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that says so in their rows. What is read of a notice asks its post, and is right before.
pub static MOVED: Kind = Kind::long("notifications.moved", Lane::Notices);

/// Looked at in one transaction.
const TOGETHER: i64 = 200;

#[derive(Deserialize)]
struct About {
    topic: TopicId,
}

/// Puts the notices of a topic's posts there.
pub fn moved(db: &Db, job: &Job) -> anyhow::Result<()> {
    let topic = job.read::<About>()?.topic;
    let mut after = PostId(i64::MIN);
    loop {
        let found = db.read_blocking(move |conn| store::posts_of(conn, topic, after, TOGETHER))?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = *last;
        let posts: Vec<PostId> = found.into_iter().map(|(post, _)| post).collect();
        db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::put_into(tx, topic, &posts))?;
    }
}
