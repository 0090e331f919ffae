//! What members are told when they are not here.

pub mod answer_mail;
