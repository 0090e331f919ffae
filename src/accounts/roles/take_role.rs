//! A role is taken away.

use super::{Grant, RoleError, store};
use crate::accounts::events::AccountEvent;
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::{Role, Viewer};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Takes a role; one that is not had is no mistake. The last admin keeps theirs.
pub fn take_role(tx: &mut Tx<'_>, by: &Viewer, grant: &Grant) -> Result<(), Failure<RoleError>> {
    may(by, Deed::Administer, &Place::default()).map_err(|_| RoleError::NotAllowed)?;
    // The generation's row is the lock under which two admins cannot take each other's role at once.
    tx.bump(Generation::Badges)?;
    if grant.role == Role::Admin && store::is_last_admin(tx.conn(), grant.member)? {
        return Err(RoleError::LastAdmin.into());
    }
    if !store::delete(tx, grant)? {
        return Ok(());
    }
    tx.log(&Act {
        act: "role.take",
        subject_kind: "member",
        subject: grant.member.0,
        category: grant.category.map(|c| c.0),
        before: grant.fact(),
        ..Act::default()
    })?;
    tx.record(&AccountEvent::BadgesChanged(grant.member))?;
    Ok(())
}
