//! The settings pages.

mod account;
mod password;
mod profile;
mod sessions;

pub use account::{close, show_close};
pub use password::{change_password, show_password};
pub use profile::{save, show};
pub use sessions::{end_one, end_others, show_sessions};
