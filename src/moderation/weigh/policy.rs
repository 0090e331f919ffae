//! What follows from open flags by itself. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::accounts::MemberId;
use crate::moderation::flags::FlagReason;
use crate::moderation::flags::store::FlagRow;
use crate::moderation::thresholds::{Threshold, Thresholds};

/// Some flags, put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// What they weigh, in hundredths. Who flagged several things counts once, with the heaviest.
    pub weight: i64,
    /// By how many members.
    pub flaggers: i64,
}

/// Puts flags together.
pub fn weighed(flags: &[FlagRow]) -> Weighed {
    let mut heaviest: BTreeMap<MemberId, i64> = BTreeMap::new();
    for flag in flags {
        let weight = heaviest.entry(flag.member).or_default();
        *weight = flag.weight.max(*weight);
    }
    Weighed { weight: heaviest.values().sum(), flaggers: heaviest.len() as i64 }
}

/// Do the flags of a post hide it?
pub fn hides(flags: Weighed, thresholds: &Thresholds) -> bool {
    flags.weight >= thresholds.get(Threshold::HideAt)
}

/// Do the flags of a topic's posts close it for a while?
pub fn closes(flags: Weighed, thresholds: &Thresholds) -> bool {
    flags.weight >= thresholds.get(Threshold::CloseAt) && flags.flaggers >= thresholds.get(Threshold::CloseFlaggers)
}

/// Do the flags of all that a new member wrote silence them?
pub fn silences(flags: Weighed, thresholds: &Thresholds) -> bool {
    flags.weight >= thresholds.get(Threshold::SilenceAt) && flags.flaggers >= thresholds.get(Threshold::SilenceFlaggers)
}

/// The reason that most flags give; of several the one that comes first in the list.
pub fn main_reason(flags: &[FlagRow]) -> FlagReason {
    let given: BTreeSet<FlagReason> = flags.iter().map(|flag| flag.reason).collect();
    let weight = |reason: FlagReason| flags.iter().filter(|flag| flag.reason == reason).map(|flag| flag.weight).sum::<i64>();
    given.into_iter().rev().max_by_key(|reason| weight(*reason)).unwrap_or(FlagReason::Other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::FlagId;
    use crate::moderation::flags::{FlagState, What};
    use crate::platform::db::Timestamp;

    fn flag(member: i64, weight: i64, reason: FlagReason) -> FlagRow {
        FlagRow {
            id: FlagId(1),
            member: MemberId(member),
            what: What::Post,
            post: None,
            profile: None,
            author: MemberId(9),
            reason,
            message: String::new(),
            weight,
            state: FlagState::Open,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn nobody_counts_twice() {
        let flags = [flag(1, 300, FlagReason::Spam), flag(1, 100, FlagReason::Rude), flag(2, 200, FlagReason::Rude)];
        assert_eq!(weighed(&flags), Weighed { weight: 500, flaggers: 2 });
        assert_eq!(main_reason(&flags), FlagReason::Spam, "three hundred each: the first in the list");
        assert_eq!(weighed(&[]), Weighed::default());
    }

    #[test]
    fn a_topic_closes_by_weight_and_by_many() {
        let usual = Thresholds::default();
        assert!(hides(Weighed { weight: 830, flaggers: 1 }, &usual) && !hides(Weighed { weight: 829, flaggers: 50 }, &usual));
        assert!(closes(Weighed { weight: 3_100, flaggers: 5 }, &usual) && !closes(Weighed { weight: 9_000, flaggers: 4 }, &usual));
        assert!(silences(Weighed { weight: 250, flaggers: 3 }, &usual) && !silences(Weighed { weight: 900, flaggers: 2 }, &usual));
    }
}
