//! What the forum hands to a member who asks for their own data.

pub mod listing;
