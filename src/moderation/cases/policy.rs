//! How urgent a case is. Pure.

use super::Why;

/// Flags from this weight on, in hundredths, are as urgent as it gets: they hid something, or nearly.
const MUCH: i64 = 600;

/// 3 is looked at first. Whoever is silenced or hidden without a moderator, or appeals, waits for a person; what is only held
/// waits for others to see it; a first post can wait.
pub fn urgency(why: Why, weight: i64, is_hidden: bool) -> i64 {
    match why {
        Why::Appeal | Why::Suspect => 3,
        Why::Flags | Why::Amended if is_hidden || weight >= MUCH => 3,
        Why::Flags | Why::Amended | Why::Held => 2,
        Why::First => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_suffers_from_comes_first() {
        assert_eq!(urgency(Why::Flags, 100, false), 2);
        assert_eq!(urgency(Why::Flags, 100, true), 3);
        assert_eq!(urgency(Why::Flags, 600, false), 3);
        assert_eq!(urgency(Why::First, 0, false), 1);
        assert_eq!((urgency(Why::Appeal, 0, false), urgency(Why::Held, 0, true)), (3, 2));
    }
}
