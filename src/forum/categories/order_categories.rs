//! An admin moves a category up or down among its neighbours.

use super::draft::administers;
use super::{CategoryRefusal, store};
use crate::accounts::{CategoryId, Viewer};
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;
use crate::text_enum;

text_enum! {
    /// Where a category goes.
    Direction {
        /// Before the one above it.
        Up = "up",
        /// After the one below it.
        Down = "down",
    }
}

/// Moves a category by one place; at the end of the row it stays.
pub fn move_category(tx: &mut Tx<'_>, by: &Viewer, id: CategoryId, direction: Direction) -> Result<(), Failure<CategoryRefusal>> {
    administers(by)?;
    tx.bump(Generation::Categories)?;
    let categories = store::load(tx.conn())?;
    let category = categories.get(id).ok_or(CategoryRefusal::NotFound)?;
    let mut row: Vec<CategoryId> = categories.neighbours(category.parent).map(|neighbour| neighbour.id).collect();
    let from = row.iter().position(|neighbour| *neighbour == id).ok_or(CategoryRefusal::NotFound)?;
    let to = match direction {
        Direction::Up => from.checked_sub(1),
        Direction::Down => Some(from + 1).filter(|to| *to < row.len()),
    };
    let Some(to) = to else { return Ok(()) };
    row.swap(from, to);
    // All places are written: rows that share one, as an import may leave them, come apart.
    for (place, neighbour) in (1..).zip(&row) {
        store::set_position(tx, *neighbour, place)?;
    }
    let (before, after) = (format!("place={}", from + 1), format!("place={}", to + 1));
    tx.log(&Act { act: "category.move", subject_kind: "category", subject: id.0, category: Some(id.0), before, after, ..Act::default() })?;
    Ok(())
}
