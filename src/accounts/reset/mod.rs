//! A forgotten password: a mail with a link that works once, for an hour. Asking gets the same answer for
//! every address, and always writes one job.

mod choose;
mod letter;
pub mod pages;
mod request;

pub use choose::{change, choose, password_words};
pub use letter::{CHANGED_MAIL, MAIL, send_changed_mail, send_mail};
pub use request::{job_key, request};

use crate::platform::db::{DomainError, Timestamp};

/// The mailed link works for so long.
pub const TERM: i64 = Timestamp::HOUR;

/// The link was used, or its term is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

impl DomainError for Ended {}
