//! The community's settings. Rows and typed values stand together: each setting is named once.

pub mod store;

pub use store::{FormsKey, KeptSettings, Settings};
