//! What topics gained in the last week, month and year: the order of the lists of top topics.
//!
//! A period's score counts what came in within it, weighed as in the hot order: helpful votes on the opening post,
//! twice the visible replies, five times "I have this too". Imported votes have no time and count in no period, only
//! in the list of all time, which is ordered by a topic's votes and always up to date. A topic that gained nothing
//! has no row. The figures are computed anew every ten minutes; pages say of when they are.

mod store;

use std::collections::BTreeMap;
use std::time::Duration;

use super::TopicId;
use crate::accounts::Acting;
use crate::platform::db::{Connection, Db, Durability, Error, Result, Timestamp, in_pieces};
use crate::platform::jobs::{Kind, Lane, Share};
use crate::text_enum;

text_enum! {
    /// A stretch of time that ends now.
    Period {
        /// Seven days.
        Week = "week",
        /// Thirty days.
        Month = "month",
        /// 365 days.
        Year = "year",
        /// Since the beginning.
        All = "all",
    }
}

/// The periods whose scores are computed; all time needs none.
const COMPUTED: [Period; 3] = [Period::Week, Period::Month, Period::Year];

/// How often the figures are computed anew.
pub const EVERY: Duration = Duration::from_secs(600);

/// The job.
pub static REFRESH: Kind = Kind { time_limit: Duration::from_secs(580), ..Kind::usual("forum.periods", Lane::Upkeep) };

/// Topics looked at together: a snapshot of a thousand posts, for a few milliseconds.
const BATCH: i64 = 100;

impl Period {
    /// When it began, at a moment.
    fn start(self, now: Timestamp) -> Timestamp {
        let days = match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
            Self::All => return Timestamp(i64::MIN),
        };
        now.plus(-days * 24 * Timestamp::HOUR)
    }
}

/// When the figures of a period were last computed; none before the first time.
pub fn refreshed_at(conn: &mut Connection, period: Period) -> Result<Option<Timestamp>> {
    store::refreshed_at(conn, period)
}

/// What a topic gained since the start of each of [`COMPUTED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gains {
    votes: [i64; 3],
    replies: [i64; 3],
    me_too: [i64; 3],
}

impl Gains {
    fn score(&self, place: usize) -> i64 {
        self.votes[place] + 2 * self.replies[place] + 5 * self.me_too[place]
    }
}

/// A row that differs from what it should be: a score, or none.
#[derive(Clone, Debug)]
struct Change {
    topic: TopicId,
    period: Period,
    lang: String,
    /// None or less than one: the row goes.
    score: i64,
}

/// Computes all figures anew, in small snapshots, and writes those that changed, in short transactions.
pub fn refresh(db: &Db, share: Share) -> anyhow::Result<()> {
    let now = db.now();
    let starts = COMPUTED.map(|period| period.start(now));
    let mut after = TopicId(i64::MIN);
    loop {
        let (last, changes) = share.step(|| db.read_blocking(move |conn| changes(conn, after, &starts)))?;
        in_pieces(db, Acting::System, changes, store::put)?;
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    db.write_blocking(Acting::System, Durability::Soon, move |tx, _| {
        COMPUTED.iter().try_for_each(|period| store::note_refreshed(tx, *period, now))?;
        Ok::<_, Error>(())
    })?;
    Ok(())
}

/// The next topics' rows that are not as they should be, and the last topic looked at.
fn changes(conn: &mut Connection, after: TopicId, starts: &[Timestamp; 3]) -> Result<(Option<TopicId>, Vec<Change>)> {
    let langs = store::topics(conn, after, BATCH)?;
    let (Some((first, _)), Some((last, _))) = (langs.first(), langs.last()) else { return Ok((None, Vec::new())) };
    let gains = store::gains(conn, *first, *last, starts)?;
    let mut stored = store::scores(conn, *first, *last)?;
    let mut changes = Vec::new();
    for (topic, lang) in &langs {
        let gains = gains.get(topic).copied().unwrap_or_default();
        for (place, period) in COMPUTED.into_iter().enumerate() {
            let (score, present) = (gains.score(place).max(0), stored.remove(&(*topic, period)));
            let is_right = match &present {
                Some((present, in_lang)) => *present == score && in_lang == lang,
                None => score == 0,
            };
            if !is_right {
                changes.push(Change { topic: *topic, period, lang: lang.clone(), score });
            }
        }
    }
    Ok((Some(*last), changes))
}

type Stored = BTreeMap<(TopicId, Period), (i64, String)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_where_their_names_say() {
        let now = Timestamp(1_795_269_960_000_000);
        assert_eq!(Period::Week.start(now).plus(7 * 24 * Timestamp::HOUR), now);
        assert!(Period::Year.start(now) < Period::Month.start(now));
        assert!(Period::All.start(now) < Timestamp(0));
    }

    #[test]
    fn a_score_weighs_as_the_hot_order_does() {
        let gains = Gains { votes: [3, 3, 3], replies: [0, 2, 2], me_too: [0, 0, 1] };
        assert_eq!([0, 1, 2].map(|place| gains.score(place)), [3, 7, 12]);
    }
}
