//! An admin changes a category: address, place, icon, words, who may read and write there.

use std::collections::BTreeSet;

use super::draft::{administers, changed, checked};
use super::{Category, CategoryDraft, CategoryRefusal, store};
use crate::accounts::{CategoryId, Right, Viewer};
use crate::forum::{old_urls, quotations};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;

/// Changes a category. Moved below another one, or to the top, it stands last among its new neighbours.
pub fn edit_category(tx: &mut Tx<'_>, by: &Viewer, id: CategoryId, draft: &CategoryDraft, own: Lang) -> Result<(), Failure<CategoryRefusal>> {
    administers(by)?;
    tx.bump(Generation::Categories)?;
    let categories = store::load(tx.conn())?;
    let before = categories.get(id).ok_or(CategoryRefusal::NotFound)?;
    let draft = checked(tx.conn(), draft, &categories, own, Some(id))?;
    let position = match draft.parent == before.parent {
        true => before.position,
        false => categories.neighbours(draft.parent).map(|category| category.position).max().unwrap_or(0) + 1,
    };
    let path = draft.path(&categories);
    store::update(tx, id, &draft, &path, position)?;
    if path != before.path {
        let mut left = vec![before];
        for child in categories.below(id) {
            store::set_path(tx, child.id, &format!("{path}/{}", child.slug))?;
            left.push(child);
        }
        // To the number, which stays: renamed again, the old addresses lead on all the same.
        let leads: Vec<(String, String)> = left.iter().map(|category| (category.url(), format!("/c/{}", category.id))).collect();
        old_urls::store::put(tx, &leads)?;
    }
    if is_read_by_others(before, &draft) {
        quotations::access_changed(tx, id)?;
    }
    let (before, after) = changed(&CategoryDraft::of(before).facts(), &draft.facts());
    tx.log(&Act { act: "category.edit", subject_kind: "category", subject: id.0, category: Some(id.0), before, after, ..Act::default() })?;
    Ok(())
}

/// Whether other groups may read it than before, here or in the category above.
fn is_read_by_others(before: &Category, draft: &CategoryDraft) -> bool {
    let groups = |access: &[(String, Right)]| access.iter().map(|(group, _)| group.clone()).collect::<BTreeSet<String>>();
    before.parent != draft.parent || groups(&before.access) != groups(&draft.access)
}
