//! An admin removes a group, from the categories' rights too.

use crate::accounts::Viewer;
use crate::accounts::groups::{self, GroupError, GroupId};
use crate::forum::categories::forget_group;
use crate::platform::db::{Failure, Tx};

/// Removes a group; what it was granted goes with it.
pub fn remove_group(tx: &mut Tx<'_>, by: &Viewer, group: GroupId) -> Result<(), Failure<GroupError>> {
    let slug = groups::remove(tx, by, group)?;
    forget_group(tx, by, &slug).map_err(|failure| failure.map(|_| GroupError::NotAllowed))
}
