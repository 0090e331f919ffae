//! The secrets that give access, counted and ended as a whole: after a break-in, or when a copy of the database is somewhere
//! it should not be. The secrets themselves are nowhere: only their hashes are kept (but for those that end mails).

pub mod store;

use super::Viewer;
use super::rights::{Deed, Denied, Place, may};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::log::Act;
use crate::text_enum;

text_enum! {
    /// What ends together.
    Secrets {
        /// Who is signed in, on which browser.
        Sessions = "sessions",
        /// What was mailed or printed to be used once: to confirm an address, to choose a password, to claim an account,
        /// to set the community up.
        Links = "links",
        /// What stands at the end of mails to stop them.
        StopMail = "stop-mail",
    }
}

impl Secrets {
    /// What becomes worthless with them, in words for operators.
    pub fn opens(self) -> &'static str {
        match self {
            Self::Sessions => "browsers that are signed in; without them everybody signs in again",
            Self::Links => "mailed or printed links that work once; without them they are asked for again",
            Self::StopMail => "links at the end of mails; without them old mails cannot be stopped by a click, new ones can",
        }
    }
}

/// Why nothing was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RotateError {
    /// Only admins and the command line do this.
    NotAllowed,
}

impl DomainError for RotateError {}

impl From<Denied> for Failure<RotateError> {
    fn from(_: Denied) -> Self {
        Self::Refused(RotateError::NotAllowed)
    }
}

/// Ends all secrets of a kind; answers how many there were.
pub fn rotate(tx: &mut Tx<'_>, by: &Viewer, which: Secrets) -> Result<usize, Failure<RotateError>> {
    may(by, Deed::Administer, &Place::default())?;
    let ended = store::end(tx, which)?;
    let after = format!("kind={}; ended={ended}", which.as_str());
    tx.log(&Act { act: "secret.rotate", subject_kind: "community", after, ..Act::default() })?;
    Ok(ended)
}
