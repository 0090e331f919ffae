//! What keeps spam out, as an admin sets it. The rules are moderation's.

pub mod pages;
