//! Who is told of a post: what a member said of all that it is part of, put together.

use super::{Reason, Reasons};
use crate::forum::follows::Level;

/// What a member chose about a post's topic, about what is around the topic, and about its author.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    /// About the topic.
    pub topic: Option<Level>,
    /// The most of what they chose about its categories, its tags and its author.
    pub around: Option<Level>,
    /// A category or a tag is muted.
    pub is_muted: bool,
    /// The author is muted.
    pub author_muted: bool,
}

impl Heard {
    /// Adds what was chosen about a category, a tag or the author.
    pub fn add(&mut self, level: Level, is_author: bool) {
        match level {
            Level::Muted if is_author => self.author_muted = true,
            Level::Muted => self.is_muted = true,
            Level::All => self.around = Some(Level::All),
            Level::First => self.around = self.around.or(Some(Level::First)),
            Level::None => {}
        }
    }
}

/// Why a member is told of a new post. `meant` are reasons that have nothing to do with following; what is muted is silent
/// whatever they are. What was chosen about the topic itself counts more than what was chosen about what is around it.
pub(super) fn reasons(heard: &Heard, meant: Reasons, opens_topic: bool) -> Reasons {
    let is_silent = match heard.topic {
        _ if heard.author_muted => true,
        Some(level) => level == Level::Muted,
        None => heard.is_muted,
    };
    if is_silent {
        return Reasons::default();
    }
    let follows = match (heard.topic, heard.around) {
        (Some(Level::All), _) => !opens_topic,
        (Some(_), _) => false,
        (None, around) => around == Some(Level::All) || opens_topic && around == Some(Level::First),
    };
    match (follows, opens_topic) {
        (false, _) => meant,
        (true, true) => meant.and(Reason::Topic),
        (true, false) => meant.and(Reason::Followed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(topic: Option<Level>, around: &[(Level, bool)], meant: Reasons, opens: bool) -> Option<Reason> {
        let mut heard = Heard { topic, ..Heard::default() };
        around.iter().for_each(|(level, is_author)| heard.add(*level, *is_author));
        reasons(&heard, meant, opens).strongest()
    }

    #[test]
    fn following_tells_of_what_was_chosen() {
        let nothing = Reasons::default();
        assert_eq!(told(None, &[], nothing, false), None);
        assert_eq!(told(Some(Level::All), &[], nothing, false), Some(Reason::Followed));
        assert_eq!(told(None, &[(Level::First, false)], nothing, true), Some(Reason::Topic));
        assert_eq!(told(None, &[(Level::First, false)], nothing, false), None);
        assert_eq!(told(None, &[(Level::First, false), (Level::All, true)], nothing, false), Some(Reason::Followed));
        assert_eq!(told(None, &[(Level::All, true), (Level::First, false)], nothing, false), Some(Reason::Followed));
        assert_eq!(told(Some(Level::None), &[(Level::All, false)], nothing, false), None, "the topic counts more");
    }

    #[test]
    fn what_is_muted_is_silent() {
        let meant = Reasons::one(Reason::Mention);
        assert_eq!(told(Some(Level::None), &[], meant, false), Some(Reason::Mention));
        assert_eq!(told(Some(Level::Muted), &[(Level::All, false)], meant, false), None);
        assert_eq!(told(None, &[(Level::Muted, false), (Level::All, false)], meant, false), None);
        assert_eq!(told(Some(Level::All), &[(Level::Muted, false)], meant, false), Some(Reason::Mention), "the topic counts more");
        assert_eq!(told(Some(Level::All), &[(Level::Muted, true)], meant, false), None, "a muted member is not heard");
    }
}
