//! What every feature stands on; knows none of them.

pub mod clock;
pub mod config;
pub mod db;
pub mod events;
pub mod jobs;
pub mod log;
