//! Limits for every costly or guessable action, each with its reason.
//!
//! Those that protect people are counted from rows, so that all nodes share them; those that only
//! level floods are counted in memory at each node.

mod floods;
mod store;

pub use floods::{Floods, network};

use crate::platform::db::{DomainError, Failure, Timestamp, Tx};

/// An action that may be done only so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Guessing one account's password.
    SignInAccount,
    /// Guessing passwords from one network.
    SignInNetwork,
    /// Making accounts by the dozen; every attempt hashes a password and may send a mail.
    SignUp,
    /// Filling somebody's letter box with mails to reset a password or confirm an address.
    ResetAddress,
    /// Probing addresses for accounts from one network.
    ResetNetwork,
    /// Guessing the present password in an open session.
    ConfirmPassword,
    /// Having mails sent to addresses that one says are one's own.
    ChangeAddress,
    /// Other names and pictures: each makes every page stale on which one wrote.
    Introduce,
    /// Files: each is decoded, whatever becomes of it.
    Upload,
    /// Asking: a person asks a few things a day; a script asks hundreds.
    Ask,
    /// Replies and comments: faster than anyone writes.
    Reply,
    /// Edits render text and keep a revision each.
    Edit,
    /// Votes and me-toos: each takes the topic's lock.
    Vote,
    /// Follows and bookmarks: each is a row.
    Follow,
    /// Renders Markdown for nothing but a look; counted in memory.
    Preview,
    /// Reads titles in bulk; counted in memory.
    Search,
    /// What is looked for while somebody types: a request for every few letters; counted in memory.
    Typing,
    /// An archive of one's own data: reads all that somebody ever wrote.
    OwnData,
}

/// So many in such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Allowed in a window.
    pub hits: i64,
    /// Length of a window in microseconds.
    pub window: i64,
}

impl Limit {
    /// Every limit, for the test that each has words.
    pub const ALL: &'static [Self] = &[
        Self::SignInAccount,
        Self::SignInNetwork,
        Self::SignUp,
        Self::ResetAddress,
        Self::ResetNetwork,
        Self::ConfirmPassword,
        Self::ChangeAddress,
        Self::Introduce,
        Self::Upload,
        Self::Ask,
        Self::Reply,
        Self::Edit,
        Self::Vote,
        Self::Follow,
        Self::Preview,
        Self::Search,
        Self::Typing,
        Self::OwnData,
    ];

    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignInAccount => "sign-in-account",
            Self::SignInNetwork => "sign-in-network",
            Self::SignUp => "sign-up",
            Self::ResetAddress => "reset-address",
            Self::ResetNetwork => "reset-network",
            Self::ConfirmPassword => "confirm-password",
            Self::ChangeAddress => "change-address",
            Self::Introduce => "introduce",
            Self::Upload => "upload",
            Self::Ask => "ask",
            Self::Reply => "reply",
            Self::Edit => "edit",
            Self::Vote => "vote",
            Self::Follow => "follow",
            Self::Preview => "preview",
            Self::Search => "search",
            Self::Typing => "typing",
            Self::OwnData => "own-data",
        }
    }

    /// The key of the message that says what was too often, and how long to wait.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignInAccount => "limits-sign-in-account",
            Self::SignInNetwork => "limits-sign-in-network",
            Self::SignUp => "limits-sign-up",
            Self::ResetAddress => "limits-reset-address",
            Self::ResetNetwork => "limits-reset-network",
            Self::ConfirmPassword => "limits-confirm-password",
            Self::ChangeAddress => "limits-change-address",
            Self::Introduce => "limits-introduce",
            Self::Upload => "limits-upload",
            Self::Ask => "limits-ask",
            Self::Reply => "limits-reply",
            Self::Edit => "limits-edit",
            Self::Vote => "limits-vote",
            Self::Follow => "limits-follow",
            Self::Preview => "limits-preview",
            Self::Search => "limits-search",
            Self::Typing => "limits-search",
            Self::OwnData => "limits-own-data",
        }
    }

    /// The rate. Ten guesses a quarter of an hour make a top-3000 password take three days.
    pub fn rate(self) -> Rate {
        let (hits, window) = match self {
            Self::SignInAccount | Self::ConfirmPassword => (10, 15 * Timestamp::MINUTE),
            Self::SignInNetwork => (60, 15 * Timestamp::MINUTE),
            Self::SignUp => (10, Timestamp::HOUR),
            Self::ResetAddress => (3, Timestamp::HOUR),
            Self::ResetNetwork => (20, Timestamp::HOUR),
            Self::ChangeAddress => (10, Timestamp::DAY),
            Self::Introduce => (20, Timestamp::DAY),
            Self::Upload => (60, Timestamp::HOUR),
            Self::Ask => (20, Timestamp::DAY),
            Self::Reply => (30, 10 * Timestamp::MINUTE),
            Self::Edit => (60, Timestamp::HOUR),
            Self::Vote | Self::Follow => (100, 10 * Timestamp::MINUTE),
            Self::Preview => (120, Timestamp::MINUTE),
            Self::Search => (60, Timestamp::MINUTE),
            Self::Typing => (300, Timestamp::MINUTE),
            Self::OwnData => (1, Timestamp::DAY),
        };
        Rate { hits, window }
    }
}

/// Refused: too often. Says after how many seconds to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften {
    /// What was done too often.
    pub limit: Limit,
    /// Seconds until the window ends.
    pub retry_after: i64,
}

impl DomainError for TooOften {}

/// Counts one action under `key` (a member's number, an address' hash, a network) or refuses it.
pub fn take(tx: &mut Tx<'_>, limit: Limit, key: &str) -> Result<(), Failure<TooOften>> {
    take_at(tx, limit, key, 1)
}

/// [`take`] with a rate that many times higher: for members who are trusted.
pub fn take_at(tx: &mut Tx<'_>, limit: Limit, key: &str, times: i64) -> Result<(), Failure<TooOften>> {
    take_up_to(tx, limit, key, times, times).map(|_| ())
}

/// [`take_at`], but refused only beyond a rate `most` times higher; true for what lies between the two.
pub fn take_up_to(tx: &mut Tx<'_>, limit: Limit, key: &str, times: i64, most: i64) -> Result<bool, Failure<TooOften>> {
    let rate = limit.rate();
    let now = tx.now();
    let window_start = now.0 - now.0.rem_euclid(rate.window);
    let hits = store::add(tx.conn(), limit.as_str(), &hashed(key), Timestamp(window_start))?;
    if hits > rate.hits * most * tx.limit_factor() {
        let retry_after = (window_start + rate.window - now.0) / Timestamp::SECOND + 1;
        return Err(TooOften { limit, retry_after }.into());
    }
    Ok(hits > rate.hits * times * tx.limit_factor())
}

/// Forgets windows that ended; run by upkeep.
pub fn forget_ended(tx: &mut Tx<'_>) -> crate::platform::db::Result<usize> {
    let before = tx.now().plus(-Timestamp::DAY);
    store::delete_before(tx.conn(), before)
}

/// Keys may be addresses of people or machines: only a hash is kept.
fn hashed(key: &str) -> String {
    blake3::hash(key.as_bytes()).to_hex()[..32].to_owned()
}
