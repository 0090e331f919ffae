//! The settings pages.

mod account;
mod password;
mod picture;
mod preferences;
mod profile;
mod sessions;
mod username;

pub use account::{close, show_account, show_close};
pub use password::{change_password, confirmed, show_password};
pub use picture::{remove_own_picture, send_picture};
pub use preferences::{save_preferences, show_preferences};
pub use profile::{save, show};
pub use sessions::{end_one, end_others, show_sessions};
pub use username::{save_username, show_username};
