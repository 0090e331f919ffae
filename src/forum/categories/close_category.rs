//! An admin closes a category to new topics, and reopens it.

use super::draft::administers;
use super::{CategoryRefusal, store};
use crate::accounts::{CategoryId, Viewer};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Closes (or reopens) a category. Doing it twice does it once.
pub fn close_category(tx: &mut Tx<'_>, by: &Viewer, id: CategoryId, closed: bool) -> Result<(), Failure<CategoryRefusal>> {
    administers(by)?;
    tx.bump(Generation::Categories)?;
    let categories = store::load(tx.conn())?;
    let category = categories.get(id).ok_or(CategoryRefusal::NotFound)?;
    if category.closed == closed {
        return Ok(());
    }
    store::set_closed(tx, id, closed)?;
    let act = if closed { "category.close" } else { "category.reopen" };
    tx.log(&Act { act, subject_kind: "category", subject: id.0, category: Some(id.0), ..Act::default() })?;
    Ok(())
}
