//! An admin makes a group.

use super::{GroupError, GroupId, administers, store};
use crate::accounts::Viewer;
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::platform::db::{Error, Failure, Tx};
use crate::platform::log::Act;
use crate::platform::text::normalise::{graphemes, single_line};

/// A group about to be.
#[derive(Clone, Debug)]
pub struct NewGroup {
    /// The word that stands for it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its members wear the partner badge.
    pub is_partner: bool,
}

/// Makes a group.
pub fn make(tx: &mut Tx<'_>, by: &Viewer, new: &NewGroup) -> Result<GroupId, Failure<GroupError>> {
    let name = single_line(&new.name);
    if !(1..=60).contains(&graphemes(&name)) {
        return Err(GroupError::BadName.into());
    }
    let is_word = (2..=30).contains(&new.slug.len()) && new.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !is_word || new.slug.starts_with('-') || new.slug.ends_with('-') {
        return Err(GroupError::BadSlug.into());
    }
    if COMPUTED_GROUPS.contains(&new.slug.as_str()) {
        return Err(GroupError::SlugTaken.into());
    }
    administers(by)?;
    let id = match store::insert(tx, &new.slug, &name, new.is_partner) {
        Err(Error::Unique(_)) => return Err(GroupError::SlugTaken.into()),
        outcome => outcome?,
    };
    tx.log(&Act { act: "group.make", subject_kind: "group", subject: id.0, after: new.slug.clone(), ..Act::default() })?;
    Ok(id)
}
