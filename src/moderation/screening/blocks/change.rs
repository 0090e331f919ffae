//! A moderator keeps something out for a term, or lets it in again.

use super::super::store;
use super::{BlockId, BlockKind};
use crate::accounts::{Role, Viewer};
use crate::platform::db::{DomainError, Failure, Timestamp, Tx};
use crate::platform::log::Act;

/// For so many days something may be kept out; the last is as good as for ever.
pub const TERMS: &[i64] = &[7, 30, 90, 365, 3_650];
/// Characters of a reason.
pub const REASON_MAX: usize = 300;

/// Why nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockError {
    /// Not for those who keep no order everywhere.
    NotAllowed,
    /// It makes no sense, or would keep out everybody.
    Value,
    /// Not for so long.
    Term,
    /// There is none with this number.
    NotFound,
}

impl DomainError for BlockError {}

/// Who keeps something out, and lets it in: whoever keeps order everywhere, and admins.
pub fn may_block(by: &Viewer) -> bool {
    by.id().is_some() && (by.is(Role::Moderator) || by.is_admin())
}

/// Keeps something out for so many days.
pub fn add_block(tx: &mut Tx<'_>, by: &Viewer, kind: BlockKind, typed: &str, days: i64, reason: &str) -> Result<BlockId, Failure<BlockError>> {
    if !may_block(by) {
        return Err(BlockError::NotAllowed.into());
    }
    let value = kind.parse_value(typed).ok_or(BlockError::Value)?;
    if !TERMS.contains(&days) {
        return Err(BlockError::Term.into());
    }
    let until = tx.now().plus(days * Timestamp::DAY);
    let block = store::insert_block(tx, kind, &value, until, reason)?;
    tx.log(&Act { act: "block.add", subject_kind: "block", subject: block.0, after: format!("{}; days={days}", kind.as_str()), ..Act::default() })?;
    Ok(block)
}

/// Lets it in again before the term is over.
pub fn lift_block(tx: &mut Tx<'_>, by: &Viewer, block: BlockId) -> Result<(), Failure<BlockError>> {
    if !may_block(by) {
        return Err(BlockError::NotAllowed.into());
    }
    if !store::delete_block(tx, block)? {
        return Err(BlockError::NotFound.into());
    }
    Ok(tx.log(&Act { act: "block.lift", subject_kind: "block", subject: block.0, ..Act::default() })?)
}
