//! Who may be called what: nobody goes by a name that is taken, or that is read for the company's people.

pub mod store;

use crate::accounts::MemberId;
use crate::platform::db::{Connection, DomainError, Failure, Timestamp};
use crate::platform::text::{NameError, ShownName, Username, UsernameError};

/// Why a username is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameRefused {
    /// It is not formed as usernames are.
    Form(UsernameError),
    /// Somebody has it, had it within a year, or has one that looks the same.
    Taken,
}

impl DomainError for UsernameRefused {}

impl UsernameRefused {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form(UsernameError::TooShort) => "accounts-error-username-short",
            Self::Form(UsernameError::TooLong) => "accounts-error-username-long",
            Self::Form(UsernameError::BadCharacter) => "accounts-error-username-character",
            Self::Form(UsernameError::BadPunctuation) => "accounts-error-username-punctuation",
            Self::Form(UsernameError::NoLetter) => "accounts-error-username-letter",
            Self::Form(UsernameError::MixedScripts) => "accounts-error-username-scripts",
            Self::Form(UsernameError::Reserved) => "accounts-error-username-reserved",
            Self::Taken => "accounts-error-username-taken",
        }
    }
}

/// Why a shown name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRefused {
    /// It is not formed as names are.
    Form(NameError),
    /// It is read for the name of somebody who speaks for the company or a partner.
    Imitates,
}

impl DomainError for NameRefused {}

impl NameRefused {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form(NameError::Empty) => "accounts-error-name-empty",
            Self::Form(NameError::TooLong) => "accounts-error-name-long",
            Self::Form(NameError::BadCharacter) => "accounts-error-name-character",
            Self::Form(NameError::NoLetter) => "accounts-error-name-letter",
            Self::Form(NameError::Reserved) => "accounts-error-name-reserved",
            Self::Imitates => "accounts-error-name-imitates",
        }
    }
}

/// A username that is free for `member` (for anybody new when none).
pub fn free_username(conn: &mut Connection, typed: &str, member: Option<MemberId>, now: Timestamp) -> Result<Username, Failure<UsernameRefused>> {
    let username = Username::parse(typed).map_err(UsernameRefused::Form)?;
    let looks = username.lookalikes();
    let is_taken = store::username_is_taken(conn, &username.key(), &looks, member, now)? || store::looks_like_badge_wearer(conn, &looks, member)?;
    if is_taken { Err(UsernameRefused::Taken.into()) } else { Ok(username) }
}

/// A name that `member` may be shown by. Names may repeat, but nobody is shown as one of the company's people.
pub fn free_name(conn: &mut Connection, typed: &str, member: Option<MemberId>) -> Result<ShownName, Failure<NameRefused>> {
    let name = ShownName::parse(typed).map_err(NameRefused::Form)?;
    let imitates = store::looks_like_badge_wearer(conn, &name.lookalikes(), member)?;
    if imitates { Err(NameRefused::Imitates.into()) } else { Ok(name) }
}
