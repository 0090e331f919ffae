//! The search.

mod admin;
mod plans;
mod queries;
mod synonyms;
