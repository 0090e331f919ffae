//! An admin removes a group.

use super::{GroupError, GroupId, administers, store};
use crate::accounts::Viewer;
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Removes a group and answers its word. Whoever calls it takes the word out of categories' access in the same
/// transaction: a later group of the same word must not inherit it.
pub fn remove(tx: &mut Tx<'_>, by: &Viewer, group: GroupId) -> Result<String, Failure<GroupError>> {
    administers(by)?;
    let row = store::find(tx.conn(), group)?.ok_or(GroupError::NoSuchGroup)?;
    store::delete(tx, group)?;
    tx.log(&Act { act: "group.remove", subject_kind: "group", subject: group.0, before: row.slug.clone(), ..Act::default() })?;
    tx.bump(Generation::Badges)?;
    Ok(row.slug)
}
