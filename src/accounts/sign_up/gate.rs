//! Who may not sign up: whoever knows that stands above, and is asked.

use crate::platform::db::{Connection, Db, Result, Timestamp};
use crate::platform::text::EmailAddress;

/// A stranger who asks for an account.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    /// The address they give.
    pub address: &'a EmailAddress,
    /// From which network.
    pub network: &'a str,
    /// A field was filled that people do not see.
    pub is_trapped: bool,
    /// Now.
    pub now: Timestamp,
}

/// Why somebody may not sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnedAway {
    /// The address is one for some minutes.
    ThrowAway,
    /// Somebody who was removed came from there, or a program filled the form. Which is not told.
    NotHere,
}

impl TurnedAway {
    /// The key of the sentence about it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ThrowAway => "screening-sign-up-throw-away",
            Self::NotHere => "screening-sign-up-not-here",
        }
    }

    /// The field that it is about; empty for the whole form.
    pub fn field(self) -> &'static str {
        match self {
            Self::ThrowAway => "address",
            Self::NotHere => "",
        }
    }
}

/// Whoever knows.
pub trait Gate: Send + Sync {
    /// Whether somebody may not sign up.
    fn turned_away(&self, db: &Db, conn: &mut Connection, knock: &Knock<'_>) -> Result<Option<TurnedAway>>;
}
