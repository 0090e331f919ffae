//! Guildhall: the community forum and support house for the merchants of a commerce platform.
//!
//! Feature folders; inside each, the layer is the file's name. Imports go down only:
//! `platform` < `accounts` < `forum` < `moderation` < `notifications`, `search`, `live` < `admin`, `import`.

pub mod accounts;
pub mod admin;
pub mod app;
pub mod cli;
pub mod forum;
pub mod import;
pub mod live;
pub mod moderation;
pub mod notifications;
pub mod platform;
pub mod registry;
pub mod routes;
pub mod search;
pub mod subscriptions;
