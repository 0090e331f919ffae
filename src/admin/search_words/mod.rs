//! Words that mean the same when somebody searches, as an admin writes them.

mod add_group;
mod change_group;
pub mod pages;
mod remove_group;

pub use add_group::add_group;
pub use change_group::change_group;
pub use remove_group::remove_group;

use crate::accounts::rights::Denied;
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;
use crate::search::synonyms::store::GroupRow;
use crate::search::synonyms::{GroupId, Words, WordsError};

/// Why words stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupError {
    /// Only admins change them.
    NotAllowed,
    /// There is no such group.
    NotFound,
    /// The words are no group.
    Words(WordsError),
    /// The program does not speak this language.
    Language,
    /// There are as many groups as can be.
    TooMany,
}

impl DomainError for GroupError {}

impl From<Denied> for Failure<GroupError> {
    fn from(_: Denied) -> Self {
        Self::Refused(GroupError::NotAllowed)
    }
}

impl GroupError {
    /// The field to mend, and the key of the sentence that says how; none where there is nothing to mend.
    pub fn mistake(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::NotAllowed | Self::NotFound => None,
            Self::Words(error) => Some(("words", error.key())),
            Self::Language => Some(("lang", "search-words-error-language")),
            Self::TooMany => Some(("words", "search-words-error-groups")),
        }
    }
}

/// A group as typed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The tag of a language; empty for all.
    pub lang: String,
    /// With commas between the words.
    pub words: String,
}

impl Draft {
    fn checked(&self) -> Result<Words, GroupError> {
        if !self.lang.is_empty() && Lang::parse(&self.lang).is_none() {
            return Err(GroupError::Language);
        }
        Words::parse(&self.words).map_err(GroupError::Words)
    }
}

fn log(tx: &mut Tx<'_>, act: &str, group: GroupId, before: String, after: String) -> Result<(), Failure<GroupError>> {
    Ok(tx.log(&Act { act, subject_kind: "synonym", subject: group.0, before, after, ..Act::default() })?)
}

/// A group as the log has it: `nb: mva, merverdiavgift`, or the words alone where they are of all languages.
fn facts(lang: &str, words: &str) -> String {
    if lang.is_empty() { words.to_owned() } else { format!("{lang}: {words}") }
}

fn facts_of(row: &GroupRow) -> String {
    facts(&row.lang, &row.words)
}
