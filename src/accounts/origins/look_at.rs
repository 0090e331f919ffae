//! An admin looks at where a member came from.

use super::store::{self, OriginRow};
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::accounts::{MemberId, Viewer};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// The newest `limit` origins of a member, before the one with a number, once it is written down that somebody looked.
pub fn look_at(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, before: Option<i64>, limit: i64) -> Result<Vec<OriginRow>, Failure<Denied>> {
    may(by, Deed::Administer, &Place::default())?;
    tx.log(&Act { act: "member.origins", subject_kind: "member", subject: member.0, ..Act::default() })?;
    Ok(store::newest(tx.conn(), member, before, limit)?)
}
