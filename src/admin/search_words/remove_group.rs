//! An admin takes back that words mean the same.

use super::{GroupError, facts_of, log};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::search::synonyms::{GroupId, store};

/// Removes a group.
pub fn remove_group(tx: &mut Tx<'_>, by: &Viewer, group: GroupId) -> Result<(), Failure<GroupError>> {
    administers::<GroupError>(by)?;
    let before = store::find(tx.conn(), group)?.ok_or(GroupError::NotFound)?;
    store::delete(tx, group)?;
    log(tx, "synonym.remove", group, facts_of(&before), String::new())
}
