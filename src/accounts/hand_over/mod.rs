//! An account that nobody can sign in to, such as one that came with an import, handed over to the address of its owner.
//!
//! An admin names the address; a mail with a link that works once goes there, for two weeks. Behind the link the owner
//! chooses a password, which confirms the address. Handing over again, to whatever address, makes the old link void.

mod claim;
mod letter;
pub mod pages;
mod send;

pub use claim::{ClaimError, claim};
pub use letter::{MAIL, send_mail};
pub use send::{HandOverError, check, hand_over, waiting};

use crate::platform::db::Timestamp;

/// The mailed link works for so long: whoever left a community long ago seldom looks.
pub const TERM: i64 = 14 * Timestamp::DAY;
