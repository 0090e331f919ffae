//! The search: what was looked for, which words mean the same.

pub mod feature;
pub mod queries;
pub mod synonyms;
