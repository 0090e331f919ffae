//! What members change about themselves: name, language, mail, password, sessions, and that they leave.

mod change_password;
mod change_profile;
mod close_account;
pub mod pages;
pub mod store;

pub use change_password::change_password;
pub use change_profile::{Profile, change_profile};
pub use close_account::{CloseError, close_account};
