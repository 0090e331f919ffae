//! A moderator held, hid, deleted or brought back a post: its author is told, with the reason where there is one.

use std::sync::Arc;

use super::telling;
use super::write::{News, tell};
use super::{AboutPost, Reason, Reasons};
use crate::forum::posts;
use crate::forum::visit::ForumMemory;
use crate::platform::db::Db;
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static MODERATED: Kind = telling(Kind::usual("notifications.moderated", Lane::Notices));

/// Tells of the state that the post is in now. Its author has a right to know, though they see it no more.
pub fn moderated(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let Some(row) = db.read_blocking(move |conn| posts::store::find(conn, post))? else { return Ok(()) };
    let news = News { facts: None, actor: None, detail: row.state.as_str().to_owned(), renews: true, ..News::of(&row) };
    tell(db, memory, &news, vec![(row.author, Reasons::one(Reason::Moderation))])
}
