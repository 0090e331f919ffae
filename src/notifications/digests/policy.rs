//! When digests are made, and for whom no longer.

use time::Weekday;

use super::Rhythm;
use crate::platform::db::Timestamp;
use crate::platform::i18n::Zone;

/// The hour at which people open their letter boxes.
const HOUR: i64 = 8;
/// The day of the weekly one: the working week begins.
const DAY: Weekday = Weekday::Monday;
/// Whoever was not here for so long is asked whether to go on.
pub(super) const SILENCE: i64 = 182 * Timestamp::DAY;

/// When a member's next digest is due, after a moment, by the clock on their wall.
pub fn next(rhythm: Rhythm, zone: &Zone, after: Timestamp) -> Timestamp {
    let local = zone.local(after);
    let midnight = after.0 - (i64::from(local.hour()) * 3_600 + i64::from(local.minute()) * 60 + i64::from(local.second())) * Timestamp::SECOND;
    let midnight = midnight - midnight.rem_euclid(Timestamp::SECOND);
    for day in 0..=8 {
        let about = Timestamp(midnight + day * Timestamp::DAY + HOUR * Timestamp::HOUR);
        // Where clocks were changed meanwhile, the day began an hour earlier or later.
        let at = about.plus((HOUR - i64::from(zone.local(about).hour())) * Timestamp::HOUR);
        let is_day = rhythm != Rhythm::Weekly || zone.local(at).weekday() == DAY;
        if is_day && at > after {
            return at;
        }
    }
    after.plus(7 * Timestamp::DAY)
}

/// Was a member silent for so long that they are asked?
pub(super) fn is_silent(seen_at: Timestamp, now: Timestamp) -> bool {
    seen_at.plus(SILENCE) <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 21 November 2026, 12:00 UTC: a Saturday.
    const NOON: Timestamp = Timestamp(1_795_262_400_000_000);

    #[test]
    fn the_next_one_is_at_eight_where_its_reader_lives() {
        let oslo = Zone::parse("Europe/Oslo").unwrap();
        assert_eq!(next(Rhythm::Daily, &oslo, NOON).rfc3339(), "2026-11-22T07:00:00Z");
        assert_eq!(next(Rhythm::Weekly, &oslo, NOON).rfc3339(), "2026-11-23T07:00:00Z");
        assert_eq!(next(Rhythm::Weekly, &Zone::default(), NOON).rfc3339(), "2026-11-23T08:00:00Z");
        assert_eq!(next(Rhythm::Daily, &Zone::parse("Asia/Taipei").unwrap(), NOON).rfc3339(), "2026-11-22T00:00:00Z");
        let due = next(Rhythm::Weekly, &oslo, NOON);
        assert_eq!(next(Rhythm::Weekly, &oslo, due).rfc3339(), "2026-11-30T07:00:00Z", "never the same one");
        assert_eq!(next(Rhythm::Daily, &oslo, due.plus(-1)), due);
    }

    #[test]
    fn changed_clocks_do_not_change_the_hour() {
        let oslo = Zone::parse("Europe/Oslo").unwrap();
        let before = Timestamp(NOON.0 - 28 * Timestamp::DAY);
        assert_eq!(before.rfc3339(), "2026-10-24T12:00:00Z");
        assert_eq!(next(Rhythm::Daily, &oslo, before).rfc3339(), "2026-10-25T07:00:00Z", "the first day of winter time");
        for day in 0..370 {
            let at = next(Rhythm::Daily, &oslo, Timestamp(NOON.0 + day * Timestamp::DAY));
            assert_eq!((oslo.local(at).hour(), oslo.local(at).minute()), (8, 0));
        }
    }
}
