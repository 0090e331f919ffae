//! Gathers topics instead of posts: the best post of each, how many there are, and how many there would be for each choice.
//! All of it in one walk over the posts that match, which large indexes share among some threads.

use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::thread::available_parallelism;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Executor, Searcher, TERMINATED};
use time::{Date, Time};

use super::choices::Choices;
use super::sieve::Held;
use super::slots::{Best, HIT, SEEN, STAFF, Slot, Slots};
use crate::search::engine::{self, Counts, Sort, Wanted};

/// Threads that walk for one who searches, at most: more would take them from others who search.
const WALKERS: usize = 4;
/// Posts that one thread walks over before another helps: what is shared out takes some tens of microseconds more.
const WALK: u32 = 50_000;

/// Collects topics.
pub struct Topics {
    choices: engine::Choices,
    /// When posts were written, in microseconds.
    days: Range<i64>,
    except: Option<u32>,
    sort: Sort,
    limit: usize,
    /// What the viewer may see of each segment.
    held: Arc<[Held]>,
}

/// What came out.
pub struct Collected {
    /// The best topics.
    pub best: Vec<Best>,
    /// How many topics there are.
    pub topics: u64,
    /// How many for each choice.
    pub counts: Counts,
}

/// Posts of a segment that stand beside each other.
struct Stretch {
    segment: usize,
    docs: Range<DocId>,
}

impl Topics {
    /// A collector of what is wanted, among what the viewer may see of each segment; `sort` may differ where there are no
    /// words that fit better or worse.
    pub fn wanted(wanted: &Wanted, sort: Sort, held: Arc<[Held]>) -> Self {
        let limits = &wanted.limits;
        let start = |day: Date| (day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp_nanos() / 1_000) as i64;
        Self {
            choices: wanted.choices.clone(),
            days: limits.after.map_or(i64::MIN, start)..limits.before.map_or(i64::MAX, start),
            except: limits.except.and_then(|topic| topic.0.try_into().ok()),
            sort,
            limit: wanted.limit,
            held,
        }
    }

    /// Walks over all posts that match a query.
    pub fn gather(&self, searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Collected> {
        let choices = self.held.iter().map(|held| Choices::open(&held.facts().words, &self.choices));
        let mut choices: Vec<Choices> = choices.collect::<tantivy::Result<_>>()?;
        let weight = query.weight(match self.sort {
            Sort::Relevance => EnableScoring::enabled_from_searcher(searcher),
            Sort::Newest | Sort::Votes => EnableScoring::disabled_from_searcher(searcher),
        })?;
        let stretches = stretches(searcher.segment_readers().iter().map(|segment| segment.max_doc()).collect());
        let executor = if stretches.len() > 1 { walkers() } else { &Executor::SingleThread };
        let found = executor.map(|stretch| self.walk(searcher, weight.as_ref(), &choices, stretch), stretches.into_iter())?;
        let slots = found.into_iter().reduce(Slots::join).unwrap_or_default();
        let (topics, counts) = self.count(&slots, &mut choices);
        Ok(Collected { best: slots.best(self.limit), topics, counts })
    }

    fn walk(&self, searcher: &Searcher, weight: &dyn Weight, choices: &[Choices], stretch: Stretch) -> tantivy::Result<Slots> {
        let segment = searcher.segment_reader(stretch.segment as u32);
        let (alive, mut scorer) = (segment.alive_bitset(), weight.scorer(segment, 1.0)?);
        let mut walker = Walker {
            topics: self,
            segment: stretch.segment as u16,
            held: &self.held[stretch.segment],
            choices: &choices[stretch.segment],
            order: match self.sort {
                Sort::Relevance => None,
                Sort::Newest => Some(segment.fast_fields().i64("created")?),
                Sort::Votes => Some(segment.fast_fields().i64("votes")?),
            },
            // Opening a column takes as long as looking at some hundred posts.
            created: (self.days != (i64::MIN..i64::MAX)).then(|| segment.fast_fields().i64("created")).transpose()?,
            slots: Slots::default(),
        };
        let mut doc = if scorer.doc() < stretch.docs.start { scorer.seek(stretch.docs.start) } else { scorer.doc() };
        while doc < stretch.docs.end && doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                walker.take(doc, scorer.as_mut());
            }
            doc = scorer.advance();
        }
        Ok(walker.slots)
    }

    /// How many topics there are, and how many for each choice that alone decides about them.
    fn count(&self, slots: &Slots, choices: &mut [Choices]) -> (u64, Counts) {
        let (mut topics, mut counts) = (0, Counts::default());
        slots.each_with(SEEN, |topic, slot| {
            topics += u64::from(slot.has(HIT));
            counts.by_staff += u64::from(slot.missed == 0 && slot.has(STAFF));
            if !self.choices.by_staff || slot.has(STAFF) {
                let facts = self.held[slot.segment as usize].facts();
                let line = facts.topic_of(topic, slot.doc);
                choices[slot.segment as usize].count(slot.missed, &line, facts.tags_of(&line));
            }
        });
        choices.iter().for_each(|choices| choices.add_to(&mut counts));
        (topics, counts)
    }
}

/// Walks over a stretch.
struct Walker<'a> {
    topics: &'a Topics,
    segment: u16,
    held: &'a Held,
    choices: &'a Choices,
    /// What there is the most of where the best comes first; none where what fits does.
    order: Option<Column<i64>>,
    /// When posts were written, where only those of some days are wanted.
    created: Option<Column<i64>>,
    slots: Slots,
}

impl Walker<'_> {
    #[inline]
    fn take(&mut self, doc: DocId, scorer: &mut dyn Scorer) {
        let Some(line) = self.held.seen(doc) else { return };
        if self.topics.except == Some(line.topic) || !self.is_in_time(doc) {
            return;
        }
        let slot = self.slots.at(line.topic);
        if !slot.has(SEEN) {
            let facts = self.held.facts();
            let topic = facts.topic_of(line.topic, doc);
            let missed = self.choices.missed(&topic, facts.tags_of(&topic));
            *slot = Slot { key: 0.0, doc, segment: self.segment, missed, marks: SEEN };
        }
        if line.by_staff {
            slot.marks |= STAFF;
        }
        if slot.missed != 0 || self.topics.choices.by_staff && !line.by_staff {
            return;
        }
        let key = match &self.order {
            None => f64::from(scorer.score()) * f64::from(line.weight),
            Some(column) => column.first(doc).unwrap_or_default() as f64,
        };
        if !slot.has(HIT) || key > slot.key {
            *slot = Slot { key, doc, marks: slot.marks | HIT, ..*slot };
        }
    }

    fn is_in_time(&self, doc: DocId) -> bool {
        let Some(created) = &self.created else { return true };
        created.first(doc).is_some_and(|at| self.topics.days.contains(&at))
    }
}

/// Parts of all segments, of about the same size for each thread.
fn stretches(segments: Vec<DocId>) -> Vec<Stretch> {
    let posts: u32 = segments.iter().sum();
    let most = posts.div_ceil(threads() as u32).max(WALK);
    let parts = segments.into_iter().enumerate().flat_map(|(segment, end)| {
        let long = end.div_ceil(end.div_ceil(most).max(1)).max(1);
        (0..end).step_by(long as usize).map(move |start| Stretch { segment, docs: start..(start + long).min(end) })
    });
    parts.collect()
}

fn threads() -> usize {
    available_parallelism().map_or(1, usize::from).min(WALKERS)
}

/// The threads, which wait for those who search: made when a large index is searched for the first time.
fn walkers() -> &'static Executor {
    static ALL: OnceLock<Executor> = OnceLock::new();
    ALL.get_or_init(|| Executor::multi_thread(threads(), "search-").unwrap_or(Executor::SingleThread))
}
