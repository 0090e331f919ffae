//! The ground that features stand on.

mod claims;
mod config;
mod dkim;
mod doors;
mod errors;
mod faults;
mod job_plans;
mod jobs;
mod mail;
mod numbers;
mod real_smtp;
pub mod schema;
pub mod smtp;
pub mod text_conformance;
mod text_hostile;
mod text_language;
mod text_speed;
mod upgrade;
