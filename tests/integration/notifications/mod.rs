//! What members are told when they are not here.

mod digests;
mod many;
mod notice_mail;
pub mod notices;
mod reading;
mod stop_mail;
