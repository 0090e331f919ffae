//! An admin gives a group another name, or its members a badge. The word that stands in rights stays.

use super::{GroupError, GroupId, administers, store};
use crate::accounts::Viewer;
use crate::accounts::events::AccountEvent;
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;
use crate::platform::text::normalise::{graphemes, single_line};

/// Changes name and badge; what stays as it is is not logged.
pub fn change(tx: &mut Tx<'_>, by: &Viewer, group: GroupId, name: &str, is_partner: bool) -> Result<(), Failure<GroupError>> {
    administers(by)?;
    let name = single_line(name);
    if !(1..=60).contains(&graphemes(&name)) {
        return Err(GroupError::BadName.into());
    }
    tx.bump(Generation::Badges)?;
    let row = store::find(tx.conn(), group)?.ok_or(GroupError::NoSuchGroup)?;
    if row.name == name && row.badge.is_some() == is_partner {
        return Ok(());
    }
    store::update(tx, group, &name, is_partner)?;
    let fact = |name: &str, is_partner: bool| format!("name={name}; badge={}", if is_partner { "partner" } else { "none" });
    let (before, after) = (fact(&row.name, row.badge.is_some()), fact(&name, is_partner));
    tx.log(&Act { act: "group.change", subject_kind: "group", subject: group.0, before, after, ..Act::default() })?;
    if row.badge.is_some() != is_partner {
        for member in store::members(tx.conn(), group)? {
            tx.record(&AccountEvent::BadgesChanged(member))?;
        }
    }
    Ok(())
}
