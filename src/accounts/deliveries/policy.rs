//! How far an address is trusted to take mail. It begins with a few points; what comes back takes some away, and a month
//! without anything coming back forgives all.

use crate::platform::db::Timestamp;

/// An address of which nothing is known.
pub const WHOLE: i64 = 4;
/// Forgiven after so long.
pub const FORGIVEN_AFTER: i64 = 30 * Timestamp::DAY;

/// What went wrong with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such letter box.
    NoSuchBox,
    /// It did not take this mail: full, unwanted, away for too long.
    NotTaken,
}

impl Fault {
    fn points(self) -> i64 {
        match self {
            Self::NoSuchBox => 2,
            Self::NotTaken => 1,
        }
    }
}

/// The score after one more fault; `before` is what is known, with when it was noted.
pub fn after(before: Option<(i64, Timestamp)>, now: Timestamp, fault: Fault) -> i64 {
    let score = before.filter(|(_, at)| at.plus(FORGIVEN_AFTER) > now).map_or(WHOLE, |(score, _)| score);
    (score - fault.points()).max(0)
}

/// Does nothing but what was asked for go there any more?
pub fn is_dead(score: i64) -> bool {
    score <= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_dies_of_what_comes_back_within_a_month() {
        let day = |day: i64| Timestamp(day * Timestamp::DAY);
        let first = after(None, day(0), Fault::NoSuchBox);
        assert!(!is_dead(first), "once may be a mistake");
        assert!(is_dead(after(Some((first, day(0))), day(29), Fault::NoSuchBox)));
        assert_eq!(after(Some((first, day(0))), day(30), Fault::NoSuchBox), first, "a month forgives");
        let mut score = WHOLE;
        for _ in 0..3 {
            score = after(Some((score, day(0))), day(1), Fault::NotTaken);
            assert!(!is_dead(score), "a full box is emptied");
        }
        score = after(Some((score, day(0))), day(1), Fault::NotTaken);
        assert!(is_dead(score));
        assert_eq!(after(Some((score, day(0))), day(1), Fault::NoSuchBox), 0, "no less than nothing");
    }
}
