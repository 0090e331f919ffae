//! Questions that were asked before: which topic repeats which. Its page points to the original, for whoever may see that.

mod mark_duplicate;
pub mod store;

pub use mark_duplicate::{DuplicateError, mark_duplicate, pass_repeating, unmark_duplicate};
