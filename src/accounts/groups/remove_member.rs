//! An admin takes a member out of a group.

use super::{GroupError, GroupId, administers, store};
use crate::accounts::events::AccountEvent;
use crate::accounts::{MemberId, Viewer};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Takes a member out; one who is not in it is no mistake.
pub fn remove_member(tx: &mut Tx<'_>, by: &Viewer, group: GroupId, member: MemberId) -> Result<(), Failure<GroupError>> {
    administers(by)?;
    let row = store::find(tx.conn(), group)?.ok_or(GroupError::NoSuchGroup)?;
    if !store::leave(tx, group, member)? {
        return Ok(());
    }
    tx.log(&Act { act: "group.remove-member", subject_kind: "member", subject: member.0, before: row.slug, ..Act::default() })?;
    tx.record(&AccountEvent::BadgesChanged(member))?;
    tx.bump(Generation::Badges)?;
    Ok(())
}
