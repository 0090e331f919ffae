//! Another e-mail address: asked for with the password, taken when its letter box confirms it. Whoever asks learns
//! nothing about who else has the address, and both letter boxes hear of the change.

mod confirm;
mod letter;
pub mod pages;
mod request;
pub mod store;

pub use confirm::{ConfirmError, confirm};
pub use letter::{CHANGED_MAIL, MAIL, send_changed_mail, send_mail};
pub use request::{RequestError, request};

use crate::platform::db::Timestamp;

/// The mailed link works for so long.
pub const TERM: i64 = 24 * Timestamp::HOUR;
