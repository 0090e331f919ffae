//! Secrets that are mailed or printed: used once, for a term. Only the hash is kept.

pub mod store;

use crate::text_enum;

text_enum! {
    /// What a secret opens.
    TokenKind {
        /// Choosing a new password.
        Reset = "reset",
        /// Setting the community up.
        SetUp = "set_up",
        /// Ending mails.
        StopMail = "stop_mail",
        /// Claiming an account that was handed over.
        HandOver = "hand_over",
    }
}
