//! Search.

mod admin;
mod away;
mod finding;
mod meilisearch;
mod plans;
mod queries;
mod synonyms;
