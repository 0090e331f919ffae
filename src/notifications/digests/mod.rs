//! The digest: what happened in what a member follows, answers to their questions, and questions that wait for one, together
//! in one mail a day or a week. Never an empty one; after half a year of silence one last question, then none.
//!
//! A job plans it for some hundred members at once and writes a job for each mail in the same transaction: whatever is
//! killed, nobody gets two.

pub mod listing;
mod policy;
mod run;
mod send;

pub use policy::next;
pub use run::{EVERY, RUN, run};
pub use send::{MAIL, NAME, send};

use crate::text_enum;

text_enum! {
    /// How often.
    Rhythm {
        /// Every day.
        Daily = "daily",
        /// Every week.
        Weekly = "weekly",
        /// Not at all.
        Never = "never",
        /// Not until they say so: they were silent for long, and were asked.
        Asked = "asked",
    }
}
