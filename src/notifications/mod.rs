//! What members are told when they are not here.

pub mod digests;
mod feature;
pub mod notice_mail;
pub mod notices;
mod own_data;
pub mod stop_mail;

pub use feature::Notifications;
