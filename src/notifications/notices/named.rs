//! A post was edited, or a note was written among staff: whoever it names or quotes now, and did not before, is told.

use std::sync::Arc;

use super::new_post::is_there;
use super::policy::{self, Heard};
use super::surroundings::Surroundings;
use super::telling;
use super::write::{News, tell};
use super::{AboutPost, Reason, Reasons};
use crate::accounts::MemberId;
use crate::forum::follows::{Subject, store as follows};
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{Audience, PostState};
use crate::platform::db::{Connection, Db, Error, Result};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static NAMED: Kind = telling(Kind::usual("notifications.named", Lane::Notices));

/// Tells those whom an edited post names. Whoever was told of the post already hears of it again only for a stronger reason.
pub fn named(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let (reader, kept) = (db.clone(), memory.clone());
    let found = db.read_blocking(move |conn| match posts::store::find(conn, post)?.filter(|post| is_there(post) || is_note(post)) {
        Some(post) => Ok::<_, Error>(Some((hearers(conn, &reader, &kept, &post)?, post))),
        None => Ok(None),
    })?;
    let Some((hearers, post)) = found else { return Ok(()) };
    tell(db, memory, &News::of(&post), hearers)
}

/// A note among staff tells those of them whom it means, and no followers.
fn is_note(post: &PostRow) -> bool {
    post.audience == Audience::Staff && post.state == PostState::Visible && post.topic_facts.state == PostState::Visible
}

fn hearers(conn: &mut Connection, db: &Db, memory: &ForumMemory, post: &PostRow) -> Result<Vec<(MemberId, Reasons)>> {
    let surroundings = Surroundings::of(conn, db, memory, std::slice::from_ref(post))?;
    let subjects = surroundings.around(post);
    let mut meant = surroundings.named_in(post);
    if let Some((author, Reason::Comment)) = surroundings.addressed(post).filter(|_| is_note(post)) {
        let reasons = meant.entry(author).or_default();
        *reasons = reasons.and(Reason::Comment);
    }
    let mut told = Vec::new();
    for (member, meant) in meant.into_iter().filter(|(member, _)| *member != post.author) {
        let mut heard = Heard::default();
        for subject in &subjects {
            let Some(level) = follows::level(conn, member, *subject)? else { continue };
            match subject {
                Subject::Topic(_) => heard.topic = Some(level),
                _ => heard.add(level, matches!(subject, Subject::Member(_))),
            }
        }
        // An edit is no news to those who follow.
        let follows = Reasons::one(Reason::Followed).and(Reason::Topic);
        told.push((member, policy::reasons(&heard, meant, post.opens_topic()).without(follows)));
    }
    told.retain(|(_, reasons)| *reasons != Reasons::default());
    Ok(told)
}
