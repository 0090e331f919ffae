//! What happens in moderation; ids only.

use serde_json::{Value, json};

use super::DecisionId;
use crate::accounts::MemberId;
use crate::platform::events::Event;

/// Flags of a post, or of a member's profile, are other ones than before: what follows from them is to be looked at.
#[derive(Clone, Copy, Debug)]
pub enum Flagged {
    /// Of a post, by its number.
    Post(i64),
    /// Of a profile.
    Profile(MemberId),
}

/// The name of [`Flagged`], for the table of subscriptions.
pub const FLAGGED: &str = "moderation.flagged";

impl Event for Flagged {
    fn name(&self) -> &'static str {
        FLAGGED
    }

    fn key(&self) -> String {
        match self {
            Self::Post(post) => format!("post {post}"),
            Self::Profile(member) => format!("member {member}"),
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Post(post) => json!({ "v": 1, "post": post }),
            Self::Profile(member) => json!({ "v": 1, "member": member }),
        }
    }
}

/// A moderator decided a case.
#[derive(Clone, Copy, Debug)]
pub struct Decided(pub DecisionId);

/// The name of [`Decided`], for the table of subscriptions.
pub const DECIDED: &str = "moderation.decided";

impl Event for Decided {
    fn name(&self) -> &'static str {
        DECIDED
    }

    fn key(&self) -> String {
        self.0.to_string()
    }

    fn payload(&self) -> Value {
        json!({ "v": 1, "decision": self.0 })
    }
}
