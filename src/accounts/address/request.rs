//! A member wants mail to go elsewhere.

use serde_json::json;

use super::{MAIL, store};
use crate::accounts::{MemberId, passwords};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::limits::{self, Limit, TooOften};
use crate::platform::text::EmailAddress;

/// Why nothing is mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The password that was compared is not kept any more.
    Password,
    /// Asked too often.
    TooOften(TooOften),
}

impl DomainError for RequestError {}

/// Writes the wish and the job that mails about it, whoever has the address. A link that was mailed before works no longer.
/// `present` is what was kept when the password was compared: of two changes at once the second finds it gone.
pub fn request(tx: &mut Tx<'_>, member: MemberId, address: &EmailAddress, present: &str) -> Result<(), Failure<RequestError>> {
    if passwords::store::of_member(tx.conn(), member)?.as_deref() != Some(present) {
        return Err(RequestError::Password.into());
    }
    limits::take(tx, Limit::ChangeAddress, &member.to_string()).map_err(|failure| failure.map(RequestError::TooOften))?;
    limits::take(tx, Limit::ResetAddress, &address.key()).map_err(|failure| failure.map(RequestError::TooOften))?;
    store::put(tx, member, address)?;
    Ok(tx.enqueue(&NewJob::now(&MAIL, member.to_string(), json!({ "member": member })))?)
}
