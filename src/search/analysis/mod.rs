//! How texts and queries become terms: their words as they were written, folded, and the stems of those of alphabets.

mod languages;
mod terms;
mod tongue;

pub use languages::Languages;
pub use terms::{Term, terms};
pub use tongue::{Stems, Tongue};
