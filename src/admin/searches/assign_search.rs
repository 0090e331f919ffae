//! An admin says who is to find an answer to a search, and until when.

use super::{SearchError, day, day_typed};
use crate::accounts::store::{Found, find_by_username, viewer};
use crate::accounts::{MemberId, Viewer};
use crate::admin::administers;
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::log::Act;
use crate::search::queries::{SearchId, store};

/// Who is to find an answer and until when, as typed. Without a username nobody is.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// The username of one of the staff or of an admin.
    pub username: String,
    /// A day, or nothing.
    pub due: String,
}

/// Gives a search an owner and a day, or takes both away; what stays as it is is not logged.
pub fn assign_search(tx: &mut Tx<'_>, by: &Viewer, search: SearchId, task: &Task) -> Result<(), Failure<SearchError>> {
    administers::<SearchError>(by)?;
    let row = store::find(tx.conn(), search)?.ok_or(SearchError::NotFound)?;
    let due = if task.due.is_empty() { None } else { Some(day(&task.due).ok_or(SearchError::BadDay)?) };
    let owner = if task.username.is_empty() { None } else { Some(owner(tx, &task.username)?) };
    if owner.is_none() && due.is_some() {
        return Err(SearchError::Nobody.into());
    }
    let (before, after) = (facts(row.owner, row.due), facts(owner, due));
    if before == after {
        return Ok(());
    }
    store::assign(tx, search, owner, due)?;
    Ok(tx.log(&Act { act: "query.assign", subject_kind: "query", subject: search.0, before, after, ..Act::default() })?)
}

fn owner(tx: &mut Tx<'_>, username: &str) -> Result<MemberId, Failure<SearchError>> {
    let Found::Member(member) = find_by_username(tx.conn(), username)? else { return Err(SearchError::NoSuchMember.into()) };
    let now = tx.now();
    let viewer = viewer(tx.conn(), member.id, now)?;
    let is_ours = viewer.id().is_some() && (viewer.is_staff() || viewer.is_admin());
    if is_ours { Ok(member.id) } else { Err(SearchError::NotOurs.into()) }
}

fn facts(owner: Option<MemberId>, due: Option<Timestamp>) -> String {
    let owner = owner.map_or_else(|| "nobody".to_owned(), |owner| owner.to_string());
    let due = due.map_or_else(|| "no day".to_owned(), day_typed);
    format!("owner={owner}; due={due}")
}
