//! An admin says that words mean the same.

use super::{Draft, GroupError, facts, log};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::search::synonyms::{GROUPS_MOST, GroupId, store};

/// Adds a group of words.
pub fn add_group(tx: &mut Tx<'_>, by: &Viewer, draft: &Draft) -> Result<GroupId, Failure<GroupError>> {
    administers::<GroupError>(by)?;
    let words = draft.checked()?;
    if store::number(tx.conn())? >= GROUPS_MOST {
        return Err(GroupError::TooMany.into());
    }
    let group = store::insert(tx, &draft.lang, &words)?;
    log(tx, "synonym.add", group, String::new(), facts(&draft.lang, &words.joined()))?;
    Ok(group)
}
