//! An answer was accepted, or no longer is: its author is told, and everybody who has the question, too.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::new_post::is_there;
use super::telling;
use super::write::{News, tell};
use super::{AboutPost, Reason, Reasons, listing, store};
use crate::accounts::{Acting, MemberId};
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{AcceptedBy, PostId};
use crate::platform::db::{Connection, Db, Durability, Error, Result};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static ANSWERED: Kind = telling(Kind::long("notifications.answered", Lane::Notices));

/// Looked at in one transaction.
const TOGETHER: i64 = 200;

/// What there is to tell of an accepted answer.
struct Acceptance {
    post: PostRow,
    /// Who accepted it: they are not told of it.
    by: Vec<(AcceptedBy, MemberId)>,
    /// Who has the question, too, and was not told that it is solved.
    waiting: Vec<MemberId>,
}

/// Tells of an accepted answer. What was told of one that is accepted no more is taken back from whoever has not read it.
pub fn answered(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    for stale in db.read_blocking(move |conn| stale(conn, post))? {
        take_back(db, stale)?;
    }
    let found = db.read_blocking(move |conn| acceptance(conn, post))?;
    let Some(Acceptance { post, by, waiting }) = found else { return Ok(()) };
    let acted = |member: &MemberId| by.iter().any(|(_, actor)| actor == member);
    let Some((side, actor)) = by.first().copied() else { return Ok(()) };
    let news = News { actor: Some(actor), detail: side.as_str().to_owned(), ..News::of(&post) };
    let author = Some(post.author).filter(|author| !acted(author));
    tell(db, memory, &news, author.into_iter().map(|author| (author, Reasons::one(Reason::Accepted))).collect())?;
    let waiting = waiting.into_iter().filter(|member| !acted(member) && *member != post.author && *member != post.topic_facts.author);
    let news = News { actor: Some(post.author), detail: String::new(), ..news };
    tell(db, memory, &news, waiting.map(|member| (member, Reasons::one(Reason::Solved))).collect())?;
    let asker = Some(post.topic_facts.author).filter(|asker| !acted(asker) && *asker != post.author);
    let news = News { detail: "own".into(), ..news };
    tell(db, memory, &news, asker.into_iter().map(|asker| (asker, Reasons::one(Reason::Solved))).collect())
}

fn acceptance(conn: &mut Connection, post: PostId) -> Result<Option<Acceptance>> {
    let Some(post) = posts::store::find(conn, post)?.filter(is_there) else { return Ok(None) };
    let by = listing::accepted_by(conn, post.id)?;
    let mut waiting: BTreeMap<MemberId, ()> = listing::have_it_too(conn, post.topic)?.into_iter().map(|member| (member, ())).collect();
    for told in listing::told_solved(conn, post.topic)? {
        waiting.remove(&told);
    }
    Ok(Some(Acceptance { post, by, waiting: waiting.into_keys().collect() }))
}

/// The answers of the topic that somebody was told of and that are accepted no more.
fn stale(conn: &mut Connection, post: PostId) -> Result<Vec<PostId>> {
    let Some(row) = posts::store::find(conn, post)? else { return Ok(Vec::new()) };
    let mut stale = listing::told_accepted(conn, row.topic)?;
    let mut kept = Vec::new();
    for told in &stale {
        if !listing::accepted_by(conn, *told)?.is_empty() {
            kept.push(*told);
        }
    }
    stale.retain(|told| !kept.contains(told));
    Ok(stale)
}

fn take_back(db: &Db, post: PostId) -> Result<(), Error> {
    let reasons = Reasons::one(Reason::Accepted).and(Reason::Solved);
    let mut after = Some(MemberId(i64::MIN));
    while let Some(from) = after {
        after = db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::take_back(tx, post, reasons, from, TOGETHER))?;
    }
    Ok(())
}
