//! An admin puts a member into a group.

use super::{GroupError, GroupId, administers, store};
use crate::accounts::events::AccountEvent;
use crate::accounts::{MemberId, MemberState, Viewer, store as members};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Adds a member; one who is in it already stays as they are.
pub fn add_member(tx: &mut Tx<'_>, by: &Viewer, group: GroupId, member: MemberId) -> Result<(), Failure<GroupError>> {
    administers(by)?;
    let row = store::find(tx.conn(), group)?.ok_or(GroupError::NoSuchGroup)?;
    members::find(tx.conn(), member)?.filter(|found| found.state != MemberState::Closed).ok_or(GroupError::NoSuchMember)?;
    if !store::join(tx, group, member)? {
        return Ok(());
    }
    tx.log(&Act { act: "group.add", subject_kind: "member", subject: member.0, after: row.slug, ..Act::default() })?;
    tx.record(&AccountEvent::BadgesChanged(member))?;
    tx.bump(Generation::Badges)?;
    Ok(())
}
