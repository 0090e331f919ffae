//! The log of acts: what staff, moderators and admins did, written in the transaction that did it.
//!
//! Rows hold ids and facts, never texts, so that erasing a person changes nothing here. Triggers on
//! both databases refuse to change or delete a row.

pub mod store;

use crate::text_enum;

text_enum! {
    /// The way an act came in.
    Via {
        /// A page or the API.
        Web = "web",
        /// The command line.
        Command = "command",
        /// The program itself, such as a role that ran out.
        System = "system",
    }
}

/// What was done, on what.
#[derive(Clone, Debug, Default)]
pub struct Act<'a> {
    /// The act's word: `topic.close`, `role.give`.
    pub act: &'a str,
    /// What kind of thing it was done to: `post`, `member`.
    pub subject_kind: &'a str,
    /// Its number; 0 for the community itself.
    pub subject: i64,
    /// The category it stands in: decides which category moderators see the row.
    pub category: Option<i64>,
    /// Why, in the words of whoever did it.
    pub reason: &'a str,
    /// Facts before.
    pub before: String,
    /// Facts after.
    pub after: String,
    /// Whether every member may read it.
    pub public: bool,
}
