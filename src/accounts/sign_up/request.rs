//! A stranger asks for an account.

use serde_json::json;

use super::{MAIL, store};
use crate::platform::db::{Failure, Result, Tx};
use crate::platform::i18n::Lang;
use crate::platform::jobs::NewJob;
use crate::platform::limits::{self, Limit, TooOften};
use crate::platform::text::{EmailAddress, Username};

/// What was asked for; every part is checked.
#[derive(Clone, Debug)]
pub struct NewSignUp {
    /// Not taken while the form was read; the confirmation decides.
    pub username: Username,
    /// Where the mail goes.
    pub address: EmailAddress,
    /// The password as it will be kept.
    pub phc: String,
    /// The language of the page, of the mail and of the account.
    pub lang: Lang,
    /// Where the new member lands.
    pub return_to: String,
}

/// Counts one attempt before the costly part; the answer is the same for every address.
pub fn admit(tx: &mut Tx<'_>, network: &str, address: &EmailAddress) -> Result<(), Failure<TooOften>> {
    limits::take(tx, Limit::SignUp, network)?;
    limits::take(tx, Limit::ResetAddress, &address.key())
}

/// Writes the wish and the job that mails about it, whatever the address.
pub fn request(tx: &mut Tx<'_>, wish: &NewSignUp) -> Result<()> {
    let id = store::insert(tx, wish)?;
    tx.enqueue(&NewJob::now(&MAIL, id.to_string(), json!({ "sign_up": id })))
}
