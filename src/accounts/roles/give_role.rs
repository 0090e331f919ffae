//! An admin, or whoever holds the command line, gives a role.

use super::{Grant, RoleError, store};
use crate::accounts::events::AccountEvent;
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::{MemberState, Role, Viewer, store as members};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Gives a role; what is had already stays as it is and is not logged again.
pub fn give_role(tx: &mut Tx<'_>, by: &Viewer, grant: &Grant) -> Result<(), Failure<RoleError>> {
    if grant.category.is_some() && grant.role != Role::Moderator {
        return Err(RoleError::NotInOneCategory.into());
    }
    may(by, Deed::Administer, &Place::default()).map_err(|_| RoleError::NotAllowed)?;
    let member = members::find(tx.conn(), grant.member)?.ok_or(RoleError::NoSuchMember)?;
    if member.state == MemberState::Closed {
        return Err(RoleError::NoSuchMember.into());
    }
    if store::has(tx.conn(), grant)? {
        return Ok(());
    }
    store::insert(tx, grant)?;
    tx.log(&Act {
        act: "role.give",
        subject_kind: "member",
        subject: grant.member.0,
        category: grant.category.map(|c| c.0),
        after: grant.fact(),
        ..Act::default()
    })?;
    tx.record(&AccountEvent::BadgesChanged(grant.member))?;
    tx.bump(Generation::Badges)?;
    Ok(())
}
