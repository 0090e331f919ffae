//! An admin makes a category; it stands after its neighbours until it is moved.

use super::draft::{administers, changed, checked};
use super::{CategoryDraft, CategoryRefusal, store};
use crate::accounts::{CategoryId, Viewer};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;

/// Makes a category. `own` is the community's own language, in which it must have a name.
pub fn make_category(tx: &mut Tx<'_>, by: &Viewer, draft: &CategoryDraft, own: Lang) -> Result<CategoryId, Failure<CategoryRefusal>> {
    administers(by)?;
    // The generation's row is the lock under which two admins cannot make the same address at once.
    tx.bump(Generation::Categories)?;
    let categories = store::load(tx.conn())?;
    let draft = checked(tx.conn(), draft, &categories, own, None)?;
    let position = categories.neighbours(draft.parent).map(|category| category.position).max().unwrap_or(0) + 1;
    let id = store::insert(tx, &draft, &draft.path(&categories), position)?;
    let (_, after) = changed(&[], &draft.facts());
    tx.log(&Act { act: "category.make", subject_kind: "category", subject: id.0, category: Some(id.0), after, ..Act::default() })?;
    Ok(id)
}
