//! Putting together what belongs together.

use super::Why;
use super::likeness::{Mark, links, marks};
use super::policy::urgency;
use super::store::{self, NewItem};
use crate::accounts::MemberId;
use crate::forum::posts::PostRow;
use crate::forum::{PostState, texts};
use crate::moderation::CaseId;
use crate::moderation::flags::listing as flags;
use crate::moderation::weigh::policy::weighed;
use crate::platform::db::{Result, Timestamp, Tx};
use crate::platform::text::excerpt::plain_text;

/// What the same member writes within this is one case.
const TOGETHER: i64 = Timestamp::DAY;

/// Puts a post into a case: the open one in which it stands already; else one of the same author in the same category from the
/// last day; else one with the same text or link in that category; else a new one. Gives the case.
pub fn gather_post(tx: &mut Tx<'_>, post: &PostRow, why: Why, own_host: &str) -> Result<CaseId> {
    if let Some((item, case)) = store::open_item_of_post(tx.conn(), post.id)? {
        store::lock(tx, case)?;
        store::strengthen(tx, item, why)?;
        refresh(tx, case)?;
        return Ok(case);
    }
    let source = texts::store::source(tx.conn(), post.id)?;
    let found = marks(&plain_text(&source), &links(&source, own_host));
    let same: Vec<(Mark, i64)> = found.iter().copied().filter(|(mark, _)| *mark != Mark::Domain).collect();
    let since = tx.now().plus(-TOGETHER);
    let mut case = store::open_case_of_author(tx.conn(), post.author, Some(post.category()), since)?;
    if case.is_none() {
        case = store::open_case_with_marks(tx.conn(), post.category(), &same)?;
    }
    let case = match case {
        Some(case) => case,
        None => store::insert(tx, post.author, Some(post.category()), why, None)?,
    };
    store::lock(tx, case)?;
    store::insert_item(tx, &NewItem { case, author: post.author, post: Some(post.id), why })?;
    store::put_marks(tx, post.id, found.into_iter())?;
    refresh(tx, case)?;
    Ok(case)
}

/// Puts an account into a case: a profile that was flagged, a new member whom flags silenced, an appeal without a post.
pub fn gather_account(tx: &mut Tx<'_>, member: MemberId, why: Why) -> Result<CaseId> {
    if let Some((item, case)) = store::open_item_of_account(tx.conn(), member)? {
        store::lock(tx, case)?;
        store::strengthen(tx, item, why)?;
        refresh(tx, case)?;
        return Ok(case);
    }
    let case = store::insert(tx, member, None, why, None)?;
    store::insert_item(tx, &NewItem { case, author: member, post: None, why })?;
    refresh(tx, case)?;
    Ok(case)
}

/// Writes how urgent a case is, and why it is looked at, by what stands in it now.
pub fn refresh(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let mut most = (Why::First, 1);
    for item in store::open_items(tx.conn(), case)? {
        let open = match item.post {
            Some((post, _)) => flags::open_of_post(tx.conn(), post)?,
            None => flags::open_of_profile(tx.conn(), item.author)?,
        };
        let is_hidden = item.post.is_some_and(|(_, state)| state == PostState::Hidden);
        let how = urgency(item.why, weighed(&open).weight, is_hidden);
        most = (most.0.min(item.why), most.1.max(how));
    }
    store::set_urgency(tx, case, most.0, most.1)
}
