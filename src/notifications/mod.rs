//! What members are told when they are not here.

pub mod answer_mail;
mod feature;
pub mod notices;
mod own_data;

pub use feature::Notifications;
