//! The ground that features stand on.

mod config;
mod jobs;
mod schema;
mod text_conformance;
mod text_language;
