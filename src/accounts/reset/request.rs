//! Somebody forgot a password.

use serde_json::json;

use super::MAIL;
use crate::platform::db::{Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::jobs::NewJob;
use crate::platform::limits::{self, Limit, TooOften};
use crate::platform::text::EmailAddress;

/// Writes the job that mails, whether or not the address has an account: whoever asks learns nothing, not even from the clock.
pub fn request(tx: &mut Tx<'_>, address: &EmailAddress, network: &str, lang: Lang) -> Result<(), Failure<TooOften>> {
    limits::take(tx, Limit::ResetNetwork, network)?;
    limits::take(tx, Limit::ResetAddress, &address.key())?;
    tx.enqueue(&NewJob::now(&MAIL, job_key(address), json!({ "address": address, "lang": lang })))?;
    Ok(())
}

/// What the job about an address is known by: one for each, and no address.
pub fn job_key(address: &EmailAddress) -> String {
    blake3::hash(address.key().as_bytes()).to_hex()[..32].to_owned()
}
