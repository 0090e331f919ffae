//! Search.

mod admin;
mod away;
mod finding;
mod plans;
mod queries;
mod synonyms;
