//! What must be known of a post before it is there for others. The forum asks, and does what is answered; what is spam is
//! decided above it, by whoever implements [`Screening`].
//!
//! A text is looked at while its form is read, before the writer is asked for anything; what of that concerns its author is
//! decided inside the transaction ([`hold`]). Nothing is lost: a text that may not stand here comes back to its author with
//! the form, any other is taken, and waits for a moderator at worst. Whoever approves it overrides every filter: it is not held
//! again, and small edits of it are not.

mod hold;
pub mod stamp;
pub mod store;

pub use hold::{Found, concerns, found, found_in_edit};

use serde::{Deserialize, Serialize};

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Db, Result, Timestamp};
use crate::text_enum;

text_enum! {
    /// What found something in a post.
    Filter {
        /// A word, or an expression, that moderators look at first.
        Word = "word",
        /// A word that others read as asterisks: the post is not held for it.
        Masked = "masked",
        /// A link to a blocked domain.
        Domain = "domain",
        /// It came from a blocked network, or its author has a blocked address.
        Origin = "origin",
        /// A field was filled that people do not see.
        Trap = "trap",
        /// Sent sooner after its form was shown than a person writes.
        Pace = "pace",
        /// A new member's link.
        Link = "link",
        /// Much in a short time.
        Burst = "burst",
        /// Nearly the same stands elsewhere.
        Alike = "alike",
        /// More than somebody who is not trusted yet may post in a while.
        Limit = "limit",
        /// Its words are those of what moderators took for spam.
        Learnt = "learnt",
    }
}

impl Filter {
    /// Does a post wait for approval because of it?
    pub fn holds(self) -> bool {
        self != Self::Masked
    }

    /// The key of what the author reads. How a filter works is not told: who sends spam would learn from it.
    pub fn author_key(self) -> &'static str {
        match self {
            Self::Link => "screening-held-link",
            Self::Burst | Self::Limit => "screening-held-much",
            Self::Alike => "screening-held-alike",
            _ => "screening-held-look",
        }
    }
}

/// One thing that was found, as moderators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// By what.
    pub filter: Filter,
    /// What: a word, a domain, a number of seconds.
    pub detail: String,
}

impl Finding {
    /// A finding.
    pub fn new(filter: Filter, detail: impl Into<String>) -> Self {
        Self { filter, detail: detail.into() }
    }
}

/// How long before it was sent a form was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing says so that could be believed or not.
    Unknown,
    /// It was no form of ours, or not this member's.
    Never,
    /// So many microseconds.
    For(i64),
}

/// How a text was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// By whom.
    pub author: MemberId,
    /// From which network.
    pub network: &'a str,
    /// How long its form was open.
    pub shown: Shown,
    /// A field was filled that people do not see.
    pub is_trapped: bool,
    /// The text before, where it is an edit.
    pub before: Option<&'a str>,
}

/// A text that somebody is about to post.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The title of what it opens; empty for replies.
    pub title: &'a str,
    /// As typed.
    pub source: &'a str,
    /// How it was sent; none for a preview, of which only the words count.
    pub sent: Option<Sent<'a>>,
    /// Now.
    pub now: Timestamp,
}

/// So many posts within so long are a burst; no posts mean that nothing is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burst {
    /// Posts that are taken.
    pub posts: i64,
    /// Within so many microseconds.
    pub within: i64,
}

/// What was found in a text that may be posted. Whom which of it concerns is decided later.
#[derive(Clone, Debug, Default)]
pub struct Screened {
    /// Everything.
    pub findings: Vec<Finding>,
    /// The text with words masked; none where none are.
    pub masked: Option<String>,
    /// The text as typed, where words in it are masked.
    pub original: String,
    /// It says what the text before it said, with few words changed and no link more.
    pub is_small_edit: bool,
    /// What is a burst.
    pub burst: Burst,
}

/// The answer about a text.
#[derive(Clone, Debug)]
pub enum Look {
    /// May not be posted: this word may not stand here.
    Refused(String),
    /// May.
    Taken(Screened),
}

/// Whoever looks at texts before they are posted.
pub trait Screening: Send + Sync {
    /// Looks at a text. Reads only, and may take some milliseconds.
    fn look(&self, db: &Db, conn: &mut Connection, draft: &Draft<'_>) -> Result<Look>;
}

/// Nobody looks.
pub struct Unscreened;

impl Screening for Unscreened {
    fn look(&self, _: &Db, _: &mut Connection, _: &Draft<'_>) -> Result<Look> {
        Ok(Look::Taken(Screened::default()))
    }
}
