//! An admin blocks a word, or blocks it no longer.

use super::super::store;
use super::{Pattern, PatternError, WORDS_MOST, WordAct, WordId};
use crate::accounts::Viewer;
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::log::Act;

/// Why the words stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordError {
    /// Only admins configure.
    NotAllowed,
    /// It makes no sense.
    Pattern(PatternError),
    /// It is blocked already.
    Known,
    /// There are as many as there may be.
    TooMany,
    /// There is none with this number.
    NotFound,
}

impl DomainError for WordError {}

impl From<Denied> for Failure<WordError> {
    fn from(_: Denied) -> Self {
        Self::Refused(WordError::NotAllowed)
    }
}

/// Blocks a word.
pub fn add_word(tx: &mut Tx<'_>, by: &Viewer, typed: &str, is_regex: bool, act: WordAct) -> Result<WordId, Failure<WordError>> {
    may(by, Deed::Administer, &Place::default())?;
    let typed = typed.trim();
    Pattern::new(typed, is_regex).map_err(WordError::Pattern)?;
    let known = store::words(tx.conn())?;
    if known.iter().any(|word| word.pattern == typed && word.is_regex == is_regex) {
        return Err(WordError::Known.into());
    }
    if known.len() >= WORDS_MOST {
        return Err(WordError::TooMany.into());
    }
    let word = store::insert_word(tx, typed, is_regex, act)?;
    log(tx, "word.add", word, act)?;
    Ok(word)
}

/// Blocks a word no longer.
pub fn remove_word(tx: &mut Tx<'_>, by: &Viewer, word: WordId) -> Result<(), Failure<WordError>> {
    may(by, Deed::Administer, &Place::default())?;
    let row = store::delete_word(tx, word)?.ok_or(WordError::NotFound)?;
    log(tx, "word.remove", word, row.act)
}

/// The log holds no texts: what the word was stands nowhere once it is gone.
fn log(tx: &mut Tx<'_>, what: &str, word: WordId, act: WordAct) -> Result<(), Failure<WordError>> {
    Ok(tx.log(&Act { act: what, subject_kind: "word", subject: word.0, after: act.as_str().to_owned(), ..Act::default() })?)
}
