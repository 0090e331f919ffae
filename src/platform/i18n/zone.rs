//! Time zones: which one a reader lives in, and what a moment is called there.
//!
//! The rules come with the program, so that every machine gives the same times; a release brings newer ones.

use jiff::tz::TimeZone;
use std::sync::OnceLock;

use crate::platform::db::Timestamp;

/// Names of the database that are no place of a reader: fixed offsets, former names of countries and of the format itself.
const NO_PLACES: &[&str] = &["Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico", "posix", "right"];

/// A reader's time zone; the default is that none was chosen, which shows UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone(Option<TimeZone>);

impl Zone {
    /// The zone of a name of the IANA database, such as `Europe/Oslo`; none for others.
    pub fn parse(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(|zone| Self(Some(zone)))
    }

    /// The zone of a stored name. Nothing, and what a newer release no longer knows, is no zone.
    pub fn stored(name: &str) -> Self {
        if name.is_empty() { Self::default() } else { Self::parse(name).unwrap_or_default() }
    }

    /// Its name in the IANA database; empty when none was chosen.
    pub fn name(&self) -> &str {
        self.0.as_ref().and_then(TimeZone::iana_name).unwrap_or("")
    }

    /// What the clock on the wall shows at a moment.
    pub fn local(&self, at: Timestamp) -> time::OffsetDateTime {
        let moment = self.0.as_ref().zip(jiff::Timestamp::from_microsecond(at.0).ok());
        let seconds = moment.map_or(0, |(zone, moment)| i64::from(zone.to_offset(moment).seconds()));
        at.plus(seconds * Timestamp::SECOND).utc()
    }

    /// Every zone that a person may choose, by name.
    pub fn names() -> &'static [String] {
        static NAMES: OnceLock<Vec<String>> = OnceLock::new();
        NAMES.get_or_init(|| {
            let all = jiff::tz::db().available().map(|name| name.to_string());
            let is_place = |name: &String| name.split_once('/').is_some_and(|(region, _)| !NO_PLACES.contains(&region));
            let mut names: Vec<String> = all.filter(is_place).collect();
            names.sort_unstable();
            names
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_795_262_400_000_000);

    #[test]
    fn clocks_show_what_they_show_there() {
        assert_eq!(NOON.rfc3339(), "2026-11-21T12:00:00Z");
        let hour = |name: &str, at: Timestamp| {
            let local = Zone::parse(name).unwrap().local(at);
            (local.day(), local.hour(), local.minute())
        };
        assert_eq!(hour("Europe/Oslo", NOON), (21, 13, 0));
        assert_eq!(hour("Europe/Oslo", NOON.plus(-150 * Timestamp::DAY)), (24, 14, 0), "summer time");
        assert_eq!(hour("Asia/Taipei", NOON), (21, 20, 0));
        assert_eq!(hour("Asia/Kathmandu", NOON), (21, 17, 45));
        assert_eq!(hour("Pacific/Auckland", NOON), (22, 1, 0));
        assert_eq!(hour("America/Los_Angeles", NOON), (21, 4, 0));
        assert_eq!(Zone::default().local(NOON), NOON.utc());
    }

    #[test]
    fn names_are_those_of_the_database() {
        assert!(Zone::parse("Europe/Nowhere").is_none());
        assert!(Zone::parse("").is_none());
        assert!(Zone::parse("../../etc/passwd").is_none());
        assert_eq!(Zone::stored("Europe/Oslo").name(), "Europe/Oslo");
        assert_eq!(Zone::stored("Europe/Nowhere").name(), "");
        let names = Zone::names();
        assert!(names.len() > 400, "{}", names.len());
        for wanted in ["Europe/Oslo", "Asia/Taipei", "America/Argentina/Buenos_Aires", "Africa/Lagos"] {
            assert!(names.iter().any(|name| name == wanted), "{wanted}");
        }
        assert!(names.iter().all(|name| Zone::parse(name).is_some()));
        assert!(!names.iter().any(|name| name.starts_with("Etc/")));
    }
}
