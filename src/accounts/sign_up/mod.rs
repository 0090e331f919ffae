//! Signing up: a form, a mail, one button. Until the address is confirmed nobody's name or address is taken,
//! and nothing tells whether an address has an account already.

mod confirm;
mod gate;
mod letter;
pub mod pages;
mod request;
pub mod store;

pub use confirm::{ConfirmError, Joined, confirm};
pub use gate::{Gate, Knock, TurnedAway};
pub use letter::{MAIL, send_mail};
pub use request::{NewSignUp, admit, request};

use crate::platform::db::Timestamp;

/// The mailed link works for so long.
pub const TERM: i64 = 24 * Timestamp::HOUR;
