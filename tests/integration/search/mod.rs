//! Search.

mod admin;
mod awaited;
mod away;
mod finding;
mod helping;
mod leading;
mod meilisearch;
mod plans;
mod queries;
mod synonyms;
