//! Searches counted in memory until they are written down: no page that reads waits for a write.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use super::{key, shown, store};
use crate::accounts::Acting;
use crate::platform::db::{Db, Durability, Result};

/// Different searches held between two flushes: a thousand people a second could not type so many. What comes beyond is a
/// machine's, and is dropped.
const HELD: usize = 10_000;
/// Written in one transaction, which takes milliseconds.
const TOGETHER: usize = 100;

/// How often one search was made since the last flush.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// See [`key`].
    pub key: String,
    /// As somebody typed it.
    pub query: String,
    /// The tag of the language of the page.
    pub lang: String,
    /// Made so often.
    pub times: i64,
    /// Of those, without result.
    pub empty: i64,
    /// So often a result was opened.
    pub clicks: i64,
}

/// Searches since the last flush; what is beyond its room is dropped and counted.
#[derive(Default)]
pub struct QueryLog(Mutex<Held>);

#[derive(Default)]
struct Held {
    counted: HashMap<String, Counted>,
    dropped: u64,
}

impl QueryLog {
    /// Counts a search that somebody made, with how many hits it had. Not for what is asked while somebody still types:
    /// beginnings of words are no searches.
    pub fn note(&self, query: &str, lang: &str, hits: u64) {
        self.count(query, lang, |counted| {
            counted.times += 1;
            counted.empty += i64::from(hits == 0);
        });
    }

    /// Counts that a result of a search was opened.
    pub fn clicked(&self, query: &str, lang: &str) {
        self.count(query, lang, |counted| counted.clicks += 1);
    }

    /// How many were dropped since the start because there was no room for them.
    pub fn dropped(&self) -> u64 {
        self.held().dropped
    }

    /// Writes what gathered since the last time, in transactions that are short; what cannot be written now is tried again.
    pub fn flush(&self, db: &Db) -> Result<()> {
        let mut left = self.drain();
        while !left.is_empty() {
            let some = left.split_off(left.len().saturating_sub(TOGETHER));
            let rows = some.clone();
            let written = db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::note(tx, &rows));
            if written.is_err() {
                self.take_back(some);
                self.take_back(left);
                return written;
            }
        }
        Ok(())
    }

    /// Takes what is to be written, in the order of the keys: two processes that write at once lock rows in one order.
    fn drain(&self) -> Vec<Counted> {
        let mut drained: Vec<Counted> = self.held().counted.drain().map(|(_, counted)| counted).collect();
        drained.sort_by(|a, b| b.key.cmp(&a.key));
        drained
    }

    fn take_back(&self, rows: Vec<Counted>) {
        let mut held = self.held();
        for row in rows {
            held.add(
                row.key.clone(),
                |counted| {
                    counted.times += row.times;
                    counted.empty += row.empty;
                    counted.clicks += row.clicks;
                },
                (&row.query, &row.lang),
            );
        }
    }

    fn count(&self, query: &str, lang: &str, add: impl FnOnce(&mut Counted)) {
        if let Some(key) = key(query, lang) {
            self.held().add(key, add, (&shown(query), lang));
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

impl Held {
    fn add(&mut self, key: String, add: impl FnOnce(&mut Counted), (query, lang): (&str, &str)) {
        if self.counted.len() >= HELD && !self.counted.contains_key(&key) {
            self.dropped += 1;
            return;
        }
        let new = || Counted { key: key.clone(), query: query.to_owned(), lang: lang.to_owned(), times: 0, empty: 0, clicks: 0 };
        add(self.counted.entry(key.clone()).or_insert_with(new));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_search_is_counted_once_however_it_is_spelled() {
        let log = QueryLog::default();
        log.note("Late  payout", "en", 3);
        log.note("late payout", "en", 0);
        log.clicked("LATE PAYOUT", "en");
        log.note("late payout", "nb", 0);
        log.note("ann@example.com", "en", 0);
        let mut counted = log.drain();
        counted.sort_by(|a, b| a.key.cmp(&b.key));
        let row = |key: &str, query: &str, lang: &str, times, empty, clicks| Counted {
            key: key.into(),
            query: query.into(),
            lang: lang.into(),
            times,
            empty,
            clicks,
        };
        assert_eq!(counted, [row("en late payout", "Late payout", "en", 2, 1, 1), row("nb late payout", "late payout", "nb", 1, 1, 0)]);
        assert!(log.drain().is_empty());
    }

    #[test]
    fn memory_is_bounded_and_what_is_dropped_is_counted() {
        let log = QueryLog::default();
        (0..HELD + 7).for_each(|number| log.note(&format!("search {number}"), "en", 1));
        log.note("search 0", "en", 1);
        assert_eq!(log.dropped(), 7);
        let counted = log.drain();
        assert_eq!(counted.len(), HELD);
        assert_eq!(counted.iter().find(|row| row.query == "search 0").unwrap().times, 2, "what is there goes on being counted");
        log.take_back(counted);
        assert_eq!((log.dropped(), log.drain().len()), (7, HELD));
    }
}
