//! A group ends: no category gives it anything any more. A later group of the same word starts with nothing.

use super::draft::administers;
use super::{CategoryRefusal, store};
use crate::accounts::Viewer;
use crate::forum::quotations;
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Takes a group out of every category's rights, in the transaction that removes it.
pub fn forget_group(tx: &mut Tx<'_>, by: &Viewer, group: &str) -> Result<(), Failure<CategoryRefusal>> {
    administers(by)?;
    tx.bump(Generation::Categories)?;
    for id in store::delete_grantee(tx, group)? {
        let before = format!("access={group}");
        quotations::access_changed(tx, id)?;
        tx.log(&Act { act: "category.edit", subject_kind: "category", subject: id.0, category: Some(id.0), before, ..Act::default() })?;
    }
    Ok(())
}
