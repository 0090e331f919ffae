//! What members change about themselves: what others see, how they read, username, password, sessions, and that they leave.

mod change_password;
mod change_preferences;
mod change_profile;
mod change_username;
mod close_account;
pub mod pages;
pub mod store;

pub use change_password::change_password;
pub use change_preferences::{Preferences, change_preferences};
pub use change_profile::{Profile, ProfileRefused, change_profile};
pub use change_username::{PAUSE_DAYS, RenameRefused, change_username, locked_until};
pub use close_account::{CloseError, close_account};
