//! What was mailed to whom and what became of it; and which addresses take no mail any more.
//!
//! Each mail is a row with a key of its own, noted before it leaves and after. A mail that a server had whole, and of which
//! nobody knows whether the server took it, is in doubt: it is not sent again.

pub mod bounce;
pub mod listing;
pub mod names;
pub mod pages;
pub mod policy;
mod send;
pub mod store;
pub mod words;

pub use send::{Parcel, send_once, send_plain};

use crate::platform::db::Timestamp;
use crate::text_enum;

text_enum! {
    /// What became of a mail.
    Outcome {
        /// The server is being handed it.
        Sending = "sending",
        /// The server took it.
        Sent = "sent",
        /// Not taken now; it is tried again.
        Later = "later",
        /// The server takes nothing for the address.
        Refused = "refused",
        /// The server does not take this mail.
        Rejected = "rejected",
        /// The server had all of it, and the line ended before it answered.
        InDoubt = "in-doubt",
        /// Tried for four days.
        GivenUp = "given-up",
        /// Came back.
        Bounced = "bounced",
    }
}

impl Outcome {
    /// Is the mail never to be sent again?
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Sending | Self::Later | Self::GivenUp)
    }
}

/// The delivery log is kept so long.
pub const KEPT: i64 = 30 * Timestamp::DAY;
