//! How the log writes that a topic is closed or pinned, and until when: read again when that is undone.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::platform::db::Timestamp;

/// Between the word and the moment.
const UNTIL: &str = " until ";

/// `closed`, or `closed until 2026-12-24T08:00:00Z`.
pub fn written(word: &str, until: Option<Timestamp>) -> String {
    until.map_or_else(|| word.to_owned(), |until| format!("{word}{UNTIL}{}", until.rfc3339()))
}

/// The word, and until when.
pub fn read(fact: &str) -> (&str, Option<Timestamp>) {
    let Some((word, until)) = fact.split_once(UNTIL) else { return (fact, None) };
    let moment = OffsetDateTime::parse(until, &Rfc3339).ok();
    (word, moment.map(|moment| Timestamp(moment.unix_timestamp() * Timestamp::SECOND)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let at = Timestamp(1_795_269_960_000_000);
        assert_eq!(written("closed", Some(at)), "closed until 2026-11-21T14:06:00Z");
        for (word, until) in [("closed", Some(at)), ("open", None), ("", None), ("pinned", Some(at))] {
            assert_eq!(read(&written(word, until)), (word, until));
        }
        assert_eq!(read("closed until doomsday"), ("closed", None));
    }
}
