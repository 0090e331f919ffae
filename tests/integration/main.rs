//! Tests through the public interface, one file for each part; the folders mirror `src/`.

mod support;

mod accounts;
mod admin;
mod architecture;
mod cli;
mod forum;
mod import;
mod live;
mod matrix;
mod moderation;
pub mod notifications;
mod packaging;
mod platform;
mod search;
mod words;
