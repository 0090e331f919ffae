//! What members are told when they are not here.

mod answer_mail;
mod many;
pub mod notices;
mod reading;
