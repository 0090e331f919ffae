//! The ground that features stand on.

mod config;
mod jobs;
mod schema;
