//! Pages of topics as visitors get them, made before and sent again while nothing they show has changed.
//!
//! That is known, not guessed by age: whatever changes a topic counts its version up; what all pages show (categories, badges,
//! names of tags, settings) has generations; and each change of a member's face is noted. A page whose state cannot be told
//! by these is not kept.

use crate::platform::web::kept_pages::KeptPages;

/// What a page was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The topic's own.
    pub version: i64,
    /// Everything that is not the topic's, as one number.
    pub around: u64,
    /// The faces of whoever is on it.
    pub faces: i64,
}

/// The pages of all topics.
pub type KeptTopics = KeptPages<State>;
