//! The ground that features stand on.

mod config;
mod errors;
mod jobs;
mod mail;
pub mod schema;
mod text_conformance;
mod text_language;
