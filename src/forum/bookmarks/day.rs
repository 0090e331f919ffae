//! A day on which to be reminded: in the morning, where its member lives.

use time::{Date, Month, Time};

use crate::platform::db::Timestamp;
use crate::platform::i18n::Zone;

/// Reminders come at this hour.
const HOUR: i64 = 8;

/// The moment of a day as forms write it: `2026-12-24`. None for what is no day.
pub fn parse(zone: &Zone, typed: &str) -> Option<Timestamp> {
    let mut parts = typed.splitn(3, '-');
    let mut number = |digits: usize| parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?.parse::<u16>().ok();
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let date = Date::from_calendar_date(i32::from(year), Month::try_from(u8::try_from(month).ok()?).ok()?, u8::try_from(day).ok()?).ok()?;
    let clock = Timestamp(date.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp() * Timestamp::SECOND).plus(HOUR * Timestamp::HOUR);
    // What the clock there shows at that moment of UTC says how far apart the two are.
    let there = zone.local(clock).unix_timestamp() * Timestamp::SECOND;
    Some(clock.plus(clock.0 - there))
}

/// The day of a moment, as forms write it.
pub fn written(zone: &Zone, at: Timestamp) -> String {
    let there = zone.local(at);
    format!("{:04}-{:02}-{:02}", there.year(), u8::from(there.month()), there.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_its_member_lives() {
        let moment = |zone: &str, day: &str| parse(&Zone::stored(zone), day).map(Timestamp::rfc3339);
        assert_eq!(moment("", "2026-12-24").as_deref(), Some("2026-12-24T08:00:00Z"));
        assert_eq!(moment("Europe/Oslo", "2026-12-24").as_deref(), Some("2026-12-24T07:00:00Z"));
        assert_eq!(moment("Asia/Taipei", "2026-12-24").as_deref(), Some("2026-12-24T00:00:00Z"));
        assert_eq!(moment("Pacific/Auckland", "2026-12-24").as_deref(), Some("2026-12-23T19:00:00Z"));
        for wrong in ["", "2026-02-30", "2026-13-01", "24.12.2026", "2026-1-1", "-026-01-01"] {
            assert_eq!(moment("", wrong), None, "{wrong}");
        }
        let oslo = Zone::stored("Europe/Oslo");
        assert_eq!(written(&oslo, parse(&oslo, "2026-07-01").unwrap()), "2026-07-01");
    }
}
