//! Questions that were asked before: which topic repeats which. Its page points to the original, for whoever may see that.

pub mod store;
