//! A post was found helpful by a round number of people: its author is told, of each number once.

use std::sync::Arc;

use super::new_post::is_there;
use super::telling;
use super::write::{News, tell};
use super::{AboutPost, Reason, Reasons};
use crate::forum::visit::ForumMemory;
use crate::forum::{posts, votes};
use crate::platform::db::{Db, Error};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static VOTED: Kind = telling(Kind::usual("notifications.voted", Lane::Notices));

/// Tells of the highest number that was reached.
pub fn voted(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let found = db.read_blocking(move |conn| {
        let Some(row) = posts::store::find(conn, post)?.filter(is_there) else { return Ok::<_, Error>(None) };
        Ok(votes::milestone(votes::store::score(conn, post)?).map(|milestone| (row, milestone)))
    })?;
    let Some((row, milestone)) = found else { return Ok(()) };
    let news = News { actor: None, milestone, renews: true, ..News::of(&row) };
    tell(db, memory, &news, vec![(row.author, Reasons::one(Reason::Votes))])
}
