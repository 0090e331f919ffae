//! What every feature stands on; knows none of them.

pub mod backup;
pub mod check;
pub mod clock;
pub mod community_pages;
pub mod config;
pub mod db;
pub mod events;
pub mod i18n;
pub mod images;
pub mod jobs;
pub mod limits;
pub mod log;
pub mod logging;
pub mod mail;
pub mod metrics;
pub mod settings;
pub mod signals;
pub mod storage;
pub mod text;
pub mod web;
