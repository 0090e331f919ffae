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
    let key = blake3::hash(address.key().as_bytes()).to_hex()[..32].to_owned();
    tx.enqueue(&NewJob::now(&MAIL, key, json!({ "address": address, "lang": lang })))?;
    Ok(())
}
