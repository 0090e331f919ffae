//! An admin changes which words mean the same.

use super::{Draft, GroupError, facts, facts_of, log};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Tx};
use crate::search::synonyms::{GroupId, store};

/// Changes a group; what stays as it is is not logged.
pub fn change_group(tx: &mut Tx<'_>, by: &Viewer, group: GroupId, draft: &Draft) -> Result<(), Failure<GroupError>> {
    administers::<GroupError>(by)?;
    let before = store::find(tx.conn(), group)?.ok_or(GroupError::NotFound)?;
    let words = draft.checked()?;
    let (before, after) = (facts_of(&before), facts(&draft.lang, &words.joined()));
    if before == after {
        return Ok(());
    }
    store::update(tx, group, &draft.lang, &words)?;
    log(tx, "synonym.change", group, before, after)
}
