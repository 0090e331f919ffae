//! The ground that features stand on.

mod claims;
mod config;
mod doors;
mod errors;
mod faults;
mod jobs;
mod mail;
mod numbers;
pub mod schema;
pub mod text_conformance;
mod text_hostile;
mod text_language;
mod text_speed;
mod upgrade;
