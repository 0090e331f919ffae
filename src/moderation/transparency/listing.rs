//! Counts by month: of members' acts from their rows, of moderators' from the log.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use time::{Date, Month};

use crate::platform::db::{Connection, Result, Timestamp};

/// So many months, this one among them.
pub const MONTHS: usize = 12;

/// What happened in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Flags that members put.
    pub flags: i64,
    /// Cases that moderators decided.
    pub decisions: i64,
    /// Decisions that were undone, by whoever.
    pub undone: i64,
    /// Appeals of members.
    pub appeals: i64,
    /// Appeals after which the decision was undone.
    pub overturned: i64,
}

/// The beginning of each of the last months in UTC, the oldest first.
pub fn months(now: Timestamp) -> Vec<Timestamp> {
    let today = now.utc().date();
    let (mut year, mut month) = (today.year(), u8::from(today.month()));
    let mut found = Vec::with_capacity(MONTHS);
    for _ in 0..MONTHS {
        let first = Month::try_from(month).ok().and_then(|month| Date::from_calendar_date(year, month, 1).ok());
        found.extend(first.map(|first| Timestamp(first.midnight().assume_utc().unix_timestamp() * Timestamp::SECOND)));
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    found.reverse();
    found
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    month: i64,
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = BigInt)]
    times: i64,
}

/// The figures of each month that begins with one of these moments.
pub fn figures(conn: &mut Connection, months: &[Timestamp]) -> Result<Vec<Figures>> {
    let mut figures = vec![Figures::default(); months.len()];
    let Some(since) = months.first().copied() else { return Ok(figures) };
    // Numbers of our own: the same few texts for a month.
    let month_of = |column: &str| {
        let cases: String = months.iter().enumerate().rev().map(|(at, month)| format!("WHEN {column} >= {} THEN {at} ", month.0)).collect();
        format!("CAST(CASE {cases}ELSE 0 END AS BIGINT)")
    };
    let count = |conn: &mut Connection, what: &str, column: &str, table: &str, only: &str| -> Result<Vec<Count>> {
        let month = month_of(column);
        let query = format!("SELECT {month} AS month, {what} AS what, COUNT(*) AS times FROM {table} WHERE {column} >= $1{only} GROUP BY 1, 2");
        Ok(diesel::sql_query(query).bind::<BigInt, _>(since).load(conn)?)
    };
    let mut all = count(conn, "'flags'", "created_at", "flags", "")?;
    all.extend(count(conn, "'appeals'", "at", "appeals", "")?);
    all.extend(count(conn, "act", "at", "log", " AND subject_kind = 'case' AND act <> 'case.appeal'")?);
    all.extend(count(conn, "after", "at", "log", " AND subject_kind = 'case' AND act = 'case.appeal'")?);
    for one in all {
        let Some(month) = usize::try_from(one.month).ok().and_then(|month| figures.get_mut(month)) else { continue };
        match one.what.as_str() {
            "flags" => month.flags += one.times,
            "appeals" => month.appeals += one.times,
            "case.decide" => month.decisions += one.times,
            "case.undo" => month.undone += one.times,
            "overturned" => month.overturned += one.times,
            _ => {}
        }
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_with_this_month() {
        let months = months(Timestamp(1_795_269_960_000_000));
        assert_eq!(months.len(), MONTHS);
        assert_eq!((months[0].rfc3339(), months[11].rfc3339()), ("2025-12-01T00:00:00Z".to_owned(), "2026-11-01T00:00:00Z".to_owned()));
    }
}
