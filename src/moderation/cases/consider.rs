//! What happens in the forum and belongs before moderators: what is held, the first that somebody wrote, what an author changed
//! of what flags had hidden. What a moderator did with a post on its own page is done with in its case too.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::Arc;

use super::gather::gather_post;
use super::{CaseState, Why, store};
use crate::accounts::{MemberId, store as members};
use crate::forum::participant::Refusal;
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{Audience, PostId, PostState};
use crate::moderation::CaseId;
use crate::moderation::flags::{FlagState, listing as flags, store as flag_rows};
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::moderation::weigh::as_system;
use crate::platform::db::{Connection, Failure, Result, Timestamp, Tx};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::web::Web;

/// The job that does so.
pub static CONSIDER: Kind = Kind::usual("moderation.consider", Lane::Notices);

#[derive(Deserialize)]
struct About {
    post: PostId,
}

/// Looks at posts as they are now; gives what became of each job. Of most of them nothing is to be done, which is read for all
/// together and writes nothing.
pub fn consider(web: &Web, memory: &Arc<ForumMemory>, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
    let about: Vec<anyhow::Result<PostId>> = jobs.iter().map(|job| Ok(job.read::<About>()?.post)).collect();
    let posts: Vec<PostId> = about.iter().flatten().copied().collect();
    // Where it cannot be told, each is looked at: one of them may be at fault.
    let now = web.db().now();
    let concerned = web.db().read_blocking(move |conn| concerned(conn, &posts, now));
    let is_concerned = |post: &PostId| concerned.as_ref().map_or(true, |concerned| concerned.contains(post));
    about.into_iter().map(|post| post.and_then(|post| if is_concerned(&post) { consider_one(web, memory, post) } else { Ok(()) })).collect()
}

fn consider_one(web: &Web, memory: &Arc<ForumMemory>, post: PostId) -> anyhow::Result<()> {
    let host = web.base_url().host_str().unwrap_or_default().to_owned();
    as_system(web.db(), memory, move |tx, _| {
        let row = posts::store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
        look_at(tx, &row, &host).map_err(Failure::Database)
    })
}

/// Those of some posts with which something may be to do: not visible, in a case, or the first of somebody new.
fn concerned(conn: &mut Connection, wanted: &[PostId], now: Timestamp) -> Result<HashSet<PostId>> {
    let rows = posts::store::find_all(conn, wanted)?;
    let firsts = firsts(conn, &rows, now)?;
    let mut concerned = store::posts_in_open_cases(conn, wanted)?;
    concerned.extend(rows.iter().filter(|row| row.state != PostState::Visible || firsts.contains(&row.id)).map(|row| row.id));
    Ok(concerned)
}

/// Those of some posts that are among the first of a new member, and that moderators look at.
fn firsts(conn: &mut Connection, rows: &[PostRow], now: Timestamp) -> Result<HashSet<PostId>> {
    let most = Thresholds::load(conn)?.get(Threshold::FirstPosts);
    if most == 0 {
        return Ok(HashSet::new());
    }
    let authors: Vec<MemberId> = rows.iter().filter(|row| row.audience == Audience::Everyone).map(|row| row.author).collect();
    let mut firsts = HashSet::new();
    for author in members::newcomers(conn, &authors, now)? {
        firsts.extend(posts::store::first_by(conn, author, most)?);
    }
    Ok(firsts)
}

fn look_at(tx: &mut Tx<'_>, row: &PostRow, host: &str) -> Result<()> {
    // Who keeps order need not be of the staff: notes among them are no cases.
    if row.audience == Audience::Staff {
        return Ok(());
    }
    let (stands, now) = (store::open_item_of_post(tx.conn(), row.id)?, tx.now());
    match (row.state, stands) {
        (PostState::Held, None) => gather_post(tx, row, Why::Held, host).map(|_| ()),
        (PostState::Hidden, Some(_)) if is_amended(tx, row)? => gather_post(tx, row, Why::Amended, host).map(|_| ()),
        (_, Some((item, case))) => settle_elsewhere(tx, row, item, case),
        (PostState::Visible, None) if is_first(tx.conn(), row, now)? => gather_post(tx, row, Why::First, host).map(|_| ()),
        _ => Ok(()),
    }
}

/// Changed after flags hid it.
fn is_amended(tx: &mut Tx<'_>, row: &PostRow) -> Result<bool> {
    let hidden = posts::store::removal(tx.conn(), row.id)?;
    Ok(hidden.is_some_and(|(actor, at)| actor.is_none() && row.edited_at.is_some_and(|edited| edited >= at)))
}

/// Among the first that a new member wrote, and looked at by nobody yet.
fn is_first(conn: &mut Connection, row: &PostRow, now: Timestamp) -> Result<bool> {
    Ok(firsts(conn, std::slice::from_ref(row), now)?.contains(&row.id) && !store::stood_in_case(conn, row.id)?)
}

/// A moderator acted on the post's own page: its flags are settled by that, and what stood in a case is done.
fn settle_elsewhere(tx: &mut Tx<'_>, row: &PostRow, item: i64, case: CaseId) -> Result<()> {
    let since = store::added_at(tx.conn(), item)?;
    let Some(found) = flags::settled_elsewhere(tx.conn(), row.id, row.state, since)? else { return Ok(()) };
    let Some(stands) = store::lock(tx, case)?.filter(|case| case.state == CaseState::Open) else { return Ok(()) };
    let open: Vec<_> = flags::all_open_of_post(tx.conn(), row.id)?.into_iter().map(|flag| flag.id).collect();
    flag_rows::settle(tx, &open, if found { FlagState::Agreed } else { FlagState::Disagreed })?;
    store::set_items_open(tx, &[item], false)?;
    match (stands.not_for, store::open_items(tx.conn(), case)?.is_empty()) {
        // An appeal is about a decision: it waits for its answer, whatever became of the post.
        (Some(_), _) => Ok(()),
        (None, true) => store::set_state(tx, case, CaseState::Decided),
        (None, false) => super::gather::refresh(tx, case),
    }
}
