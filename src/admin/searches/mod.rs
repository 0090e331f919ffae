//! What was searched for: how often, with which success, who is to find an answer, and where it was answered.

mod answer_search;
mod assign_search;
pub mod listing;
pub mod pages;

pub use answer_search::answer_search;
pub use assign_search::{Task, assign_search};

use crate::accounts::rights::Denied;
use crate::platform::db::{DomainError, Failure, Timestamp};

/// Why a search stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchError {
    /// Only admins look after searches.
    NotAllowed,
    /// There is no such search.
    NotFound,
    /// Nobody goes by this username.
    NoSuchMember,
    /// Somebody goes by it who is neither staff nor an admin.
    NotOurs,
    /// A day without somebody who is to keep it.
    Nobody,
    /// No day of the calendar.
    BadDay,
    /// There is no such topic that everybody there can see.
    NoSuchTopic,
}

impl DomainError for SearchError {}

impl From<Denied> for Failure<SearchError> {
    fn from(_: Denied) -> Self {
        Self::Refused(SearchError::NotAllowed)
    }
}

impl SearchError {
    /// The field to mend, and the key of the sentence that says how; none where there is nothing to mend.
    pub fn mistake(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::NotAllowed | Self::NotFound => None,
            Self::NoSuchMember => Some(("username", "admin-error-member-unknown")),
            Self::NotOurs => Some(("username", "search-error-not-ours")),
            Self::Nobody => Some(("username", "search-error-nobody")),
            Self::BadDay => Some(("due", "search-error-day")),
            Self::NoSuchTopic => Some(("address", "search-error-topic")),
        }
    }
}

/// A day as browsers send it, `2026-12-24`: its first moment in UTC.
fn day(typed: &str) -> Option<Timestamp> {
    let mut parts = typed.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || ![year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(Timestamp(date.midnight().assume_utc().unix_timestamp() * Timestamp::SECOND))
}

/// The same day as a form has it.
fn day_typed(at: Timestamp) -> String {
    at.rfc3339().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_browsers_send_them() {
        for typed in ["2026-12-24", "2028-02-29", "1970-01-01"] {
            assert_eq!(day(typed).map(day_typed).as_deref(), Some(typed));
        }
        assert_eq!(day("1970-01-02"), Some(Timestamp(Timestamp::DAY)));
        for typed in ["", "24.12.2026", "2026-02-29", "2026-13-01", "26-12-24", "2026-12", "2026-12-24T10:00", "+026-12-24", "2026-12-2x", "2026--1-1"] {
            assert_eq!(day(typed), None, "{typed:?}");
        }
    }
}
