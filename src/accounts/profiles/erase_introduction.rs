//! A moderator takes away what a member shows of themselves: what must not be seen is gone for good.

use super::store::{self, Kept};
use crate::accounts::standing::{self, StandingError};
use crate::accounts::{MemberId, MemberState, Viewer, store as members, uploads};
use crate::platform::db::{DomainError, Failure, Tx, wipe};
use crate::platform::log::Act;

/// Parts of an introduction: those that are there, or those that are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The picture beside the name.
    pub picture: bool,
    /// The biography.
    pub biography: bool,
    /// The website.
    pub website: bool,
}

impl Parts {
    /// Any of them.
    pub fn any(self) -> bool {
        self.picture || self.biography || self.website
    }

    /// Those that are here and there.
    pub fn and(self, other: Self) -> Self {
        Self { picture: self.picture && other.picture, biography: self.biography && other.biography, website: self.website && other.website }
    }

    /// As the log names them.
    fn words(self) -> String {
        let named = [(self.picture, "picture"), (self.biography, "biography"), (self.website, "website")];
        named.into_iter().filter(|(is_meant, _)| *is_meant).map(|(_, word)| word).collect::<Vec<_>>().join(", ")
    }

    /// Those of what is kept, and of the picture that is worn.
    pub fn of(kept: &Kept, picture: &str) -> Self {
        Self { picture: !picture.is_empty(), biography: !kept.biography.is_empty(), website: !kept.website.is_empty() }
    }
}

/// Why everything stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseRefused {
    /// Whoever may not suspend the member may not do this either.
    Standing(StandingError),
    /// Nothing of what is meant is there.
    Nothing,
}

impl DomainError for EraseRefused {}

impl EraseRefused {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::Standing(error) => error.key(),
            Self::Nothing => "accounts-error-nothing-to-erase",
        }
    }
}

/// Takes those parts away that are meant and there, and says so in the log. No address shows the picture from now on; its
/// file goes with upkeep, as every file does.
pub fn erase_introduction(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, meant: Parts, reason: &str) -> Result<(), Failure<EraseRefused>> {
    let is_open = members::find(tx.conn(), member)?.is_some_and(|row| row.state != MemberState::Closed);
    if !is_open {
        return Err(EraseRefused::Standing(StandingError::NoSuchMember).into());
    }
    standing::may_change(tx.conn(), by, member).map_err(|failure| failure.map(EraseRefused::Standing))?;
    let parts = meant.and(Parts::of(&store::find(tx.conn(), member)?, &uploads::store::worn(tx.conn(), member)?));
    if !parts.any() {
        return Err(EraseRefused::Nothing.into());
    }
    if parts.picture {
        uploads::remove_picture(tx, member)?;
    }
    store::forget(tx, member, parts)?;
    let before = parts.words();
    tx.log(&Act { act: "member.erase-introduction", subject_kind: "member", subject: member.0, reason, before, ..Act::default() })?;
    Ok(wipe::soon(tx)?)
}
