//! Another username. Links to the one before lead on, and nobody else gets it for a year.

use crate::accounts::events::AccountEvent;
use crate::accounts::names::{self, UsernameRefused, free_username};
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::accounts::{MemberId, Viewer, store as members};
use crate::platform::db::{Connection, DomainError, Error, Failure, Result as DbResult, Timestamp, Tx};
use crate::platform::limits::{self, Limit, TooOften};

/// Between two changes: others must be able to learn who somebody is, and each takes a name out of use for a year.
pub const PAUSE_DAYS: i64 = 30;

/// Why it stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameRefused {
    /// The username cannot be had.
    Username(UsernameRefused),
    /// The last change was less than [`PAUSE_DAYS`] ago; from then on another can be made.
    Until(Timestamp),
    /// Not now.
    Denied(Denied),
    /// The spelling was changed too often.
    TooOften(TooOften),
}

impl DomainError for RenameRefused {}

/// From when on a member may choose another username; none when that is now.
pub fn locked_until(conn: &mut Connection, member: MemberId, now: Timestamp) -> DbResult<Option<Timestamp>> {
    let last = names::store::last_given_up(conn, member)?;
    Ok(last.map(|at| at.plus(PAUSE_DAYS * Timestamp::DAY)).filter(|until| *until > now))
}

/// Gives a member another username. A change of capital letters alone gives nothing up, and may be made any time.
pub fn change_username(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, typed: &str) -> Result<(), Failure<RenameRefused>> {
    may(by, Deed::Introduce, &Place::default()).map_err(RenameRefused::Denied)?;
    let (now, present) = (tx.now(), members::find(tx.conn(), member)?.map(|row| row.username).unwrap_or_default());
    let username = free_username(tx.conn(), typed, Some(member), now).map_err(|failure| failure.map(RenameRefused::Username))?;
    if username.as_str() == present {
        return Ok(());
    }
    limits::take(tx, Limit::Introduce, &member.to_string()).map_err(|failure| failure.map(RenameRefused::TooOften))?;
    let is_another = username.key() != crate::platform::text::names::username_key(&present);
    if is_another {
        if let Some(until) = locked_until(tx.conn(), member, now)? {
            return Err(RenameRefused::Until(until).into());
        }
        names::store::keep_former(tx, member)?;
    }
    // The unique indexes decide between two who choose at once.
    match names::store::set_username(tx, member, &username) {
        Err(Error::Unique(_)) => return Err(RenameRefused::Username(UsernameRefused::Taken).into()),
        outcome => outcome?,
    }
    tx.record(&AccountEvent::MemberRenamed(member))?;
    Ok(())
}
