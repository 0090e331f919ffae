//! Gathers topics instead of posts: the best post of each, how many there are, and how many there would be for each choice.
//! Large indexes are shared among some threads.

use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::thread::available_parallelism;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Executor, Searcher, SegmentReader, TERMINATED};
use time::{Date, Time};

use super::choices::Choices;
use super::facts::Line;
use super::lead;
use super::query::{Built, Plain};
use super::sieve::Held;
use super::slots::{Best, HIT, SEEN, STAFF, Slot, Slots};
use crate::search::engine::{Counts, Sort, Wanted};

/// Threads that walk for one who searches, at most: more would take them from others who search.
const WALKERS: usize = 4;
/// Posts that one thread walks over before another helps: what is shared out takes some tens of microseconds more.
const WALK: u32 = 50_000;
/// Stretches for each thread: whoever has done with theirs takes another, while one looks for what fits best.
const SHARES: usize = 4;

/// Collects topics.
pub struct Topics {
    by_staff: bool,
    /// When posts were written, in microseconds.
    days: Range<i64>,
    except: Option<u32>,
    sort: Sort,
    limit: usize,
    /// What the viewer may see of each segment.
    held: Arc<[Held]>,
    /// What was chosen, in the words of each segment.
    choices: Vec<Choices>,
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

/// What one thread does of a search.
enum Task {
    Lead,
    Walk(Stretch),
}

/// What came of it.
enum Done {
    Led(Vec<Best>),
    Walked(Slots),
}

impl Topics {
    /// A collector of what is wanted, among what the viewer may see of each segment; `sort` may differ where there are no
    /// words that fit better or worse.
    pub fn wanted(wanted: &Wanted, sort: Sort, held: Arc<[Held]>) -> tantivy::Result<Self> {
        let limits = &wanted.limits;
        let start = |day: Date| (day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp_nanos() / 1_000) as i64;
        let choices = held.iter().map(|held| Choices::open(&held.facts().words, &wanted.choices)).collect::<tantivy::Result<_>>()?;
        Ok(Self {
            by_staff: wanted.choices.by_staff,
            days: limits.after.map_or(i64::MIN, start)..limits.before.map_or(i64::MAX, start),
            except: limits.except.and_then(|topic| topic.0.try_into().ok()),
            sort,
            limit: wanted.limit,
            held,
            choices,
        })
    }

    /// How many of the best are wanted.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Gathers what a query finds.
    pub fn gather(&self, searcher: &Searcher, built: &Built) -> tantivy::Result<Collected> {
        let plain = built.plain.as_ref().filter(|_| self.sort == Sort::Relevance && self.limit <= lead::MOST);
        let Some(plain) = plain else { return self.gather_all(searcher, built.query.as_ref()) };
        let collected = self.gather_apart(searcher, plain)?;
        #[cfg(debug_assertions)]
        self.compare(&collected, &self.gather_all(searcher, built.query.as_ref())?);
        Ok(collected)
    }

    /// What fits best and how many there are, each by itself: neither has to look at what the other does.
    fn gather_apart(&self, searcher: &Searcher, plain: &Plain) -> tantivy::Result<Collected> {
        let found = plain.found().weight(EnableScoring::disabled_from_searcher(searcher))?;
        let stretches = stretches(searcher);
        let executor = executor(stretches.len());
        let tasks = std::iter::once(Task::Lead).chain(stretches.into_iter().map(Task::Walk));
        let work = |task| match task {
            Task::Lead => lead::best(self, searcher, plain).map(Done::Led),
            Task::Walk(stretch) => self.walk(searcher, found.as_ref(), None, stretch).map(Done::Walked),
        };
        let (mut best, mut slots) = (Vec::new(), Slots::default());
        for done in executor.map(work, tasks)? {
            match done {
                Done::Led(led) => best = led,
                Done::Walked(walked) => slots = slots.join(walked),
            }
        }
        let (topics, counts) = self.count(&slots);
        Ok(Collected { best, topics, counts })
    }

    /// All of it in one walk over all posts that match a query.
    fn gather_all(&self, searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Collected> {
        let weight = query.weight(match self.sort {
            Sort::Relevance => EnableScoring::enabled_from_searcher(searcher),
            Sort::Newest | Sort::Votes => EnableScoring::disabled_from_searcher(searcher),
        })?;
        let stretches = stretches(searcher);
        let work = |stretch| self.walk(searcher, weight.as_ref(), Some(self.sort), stretch);
        let found = executor(stretches.len()).map(work, stretches.into_iter())?;
        let slots = found.into_iter().reduce(Slots::join).unwrap_or_default();
        let (topics, counts) = self.count(&slots);
        Ok(Collected { best: slots.best(self.limit), topics, counts })
    }

    /// Both ways must find the same. Sums differ in their last digits, so topics that fit as well may change places.
    #[cfg(debug_assertions)]
    fn compare(&self, apart: &Collected, together: &Collected) {
        assert_eq!((apart.topics, &apart.counts), (together.topics, &together.counts));
        assert_eq!(apart.best.len(), together.best.len());
        for (one, other) in apart.best.iter().zip(&together.best) {
            assert!((one.key - other.key).abs() <= other.key.abs() * 1e-4, "{one:?} stands where {other:?} does");
        }
    }

    /// Walks over a stretch, for the best post of each topic by a sorting, or without one only to count them.
    fn walk(&self, searcher: &Searcher, weight: &dyn Weight, sort: Option<Sort>, stretch: Stretch) -> tantivy::Result<Slots> {
        let segment = searcher.segment_reader(stretch.segment as u32);
        let (alive, mut scorer) = (segment.alive_bitset(), weight.scorer(segment, 1.0)?);
        let mut walker = Walker {
            segment: stretch.segment as u16,
            gate: Gate::of(self, segment, stretch.segment)?,
            rank: Rank::by(sort, segment)?,
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
    fn count(&self, slots: &Slots) -> (u64, Counts) {
        let (mut topics, mut counts) = (0, Counts::default());
        let mut choices = self.choices.clone();
        slots.each_with(SEEN, |topic, slot| {
            topics += u64::from(slot.has(HIT));
            counts.by_staff += u64::from(slot.missed == 0 && slot.has(STAFF));
            if !self.by_staff || slot.has(STAFF) {
                let facts = self.held[slot.segment as usize].facts();
                let line = facts.topic_of(topic, slot.doc);
                choices[slot.segment as usize].count(slot.missed, &line, facts.tags_of(&line));
            }
        });
        choices.iter().for_each(|choices| choices.add_to(&mut counts));
        (topics, counts)
    }
}

/// Which posts of a segment come in.
pub struct Gate<'a> {
    topics: &'a Topics,
    held: &'a Held,
    choices: &'a Choices,
    /// When posts were written, where only those of some days are wanted.
    created: Option<Column<i64>>,
}

impl<'a> Gate<'a> {
    /// That of a segment.
    pub fn of(topics: &'a Topics, segment: &SegmentReader, place: usize) -> tantivy::Result<Self> {
        // Opening a column takes as long as looking at some hundred posts.
        let is_limited = topics.days != (i64::MIN..i64::MAX);
        let created = is_limited.then(|| segment.fast_fields().i64("created")).transpose()?;
        Ok(Self { topics, held: &topics.held[place], choices: &topics.choices[place], created })
    }

    /// The most that a score is multiplied by here, in thousandths.
    pub fn most_weight(&self) -> u16 {
        self.held.facts().most_weight
    }

    /// What is known of a post that may come in, if its topic meets what was chosen.
    #[inline]
    fn line(&self, doc: DocId) -> Option<&'a Line> {
        let line = self.held.seen(doc)?;
        (self.topics.except != Some(line.topic) && self.is_in_time(doc)).then_some(line)
    }

    /// The same of one that is a hit.
    pub fn hit(&self, doc: DocId) -> Option<&'a Line> {
        self.line(doc).filter(|line| self.missed(line, doc) == 0 && (!self.topics.by_staff || line.by_staff()))
    }

    /// The choices that a post's topic does not meet, as bits.
    fn missed(&self, line: &Line, doc: DocId) -> u8 {
        if self.choices.are_open() {
            return 0;
        }
        let facts = self.held.facts();
        let topic = facts.topic_of(line.topic, doc);
        self.choices.missed(&topic, facts.tags_of(&topic))
    }

    fn is_in_time(&self, doc: DocId) -> bool {
        let Some(created) = &self.created else { return true };
        created.first(doc).is_some_and(|at| self.topics.days.contains(&at))
    }
}

/// What the posts of a topic are compared by.
enum Rank {
    /// How well they fit.
    Fit,
    /// What there is the most of in a column.
    Column(Column<i64>),
    /// Nothing: they are only counted.
    None,
}

impl Rank {
    fn by(sort: Option<Sort>, segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(match sort {
            Some(Sort::Relevance) => Self::Fit,
            Some(Sort::Newest) => Self::Column(segment.fast_fields().i64("created")?),
            Some(Sort::Votes) => Self::Column(segment.fast_fields().i64("votes")?),
            None => Self::None,
        })
    }

    #[inline]
    fn of(&self, doc: DocId, line: &Line, scorer: &mut dyn Scorer) -> f64 {
        match self {
            Self::Fit => f64::from(scorer.score()) * f64::from(line.weight()),
            Self::Column(column) => column.first(doc).unwrap_or_default() as f64,
            Self::None => 0.0,
        }
    }
}

/// Walks over a stretch.
struct Walker<'a> {
    segment: u16,
    gate: Gate<'a>,
    rank: Rank,
    slots: Slots,
}

impl Walker<'_> {
    #[inline]
    fn take(&mut self, doc: DocId, scorer: &mut dyn Scorer) {
        let Some(line) = self.gate.line(doc) else { return };
        let slot = self.slots.at(line.topic);
        if !slot.has(SEEN) {
            *slot = Slot { key: 0.0, doc, segment: self.segment, missed: self.gate.missed(line, doc), marks: SEEN };
        }
        if line.by_staff() {
            slot.marks |= STAFF;
        }
        if slot.missed != 0 || self.gate.topics.by_staff && !line.by_staff() {
            return;
        }
        let key = self.rank.of(doc, line, scorer);
        if !slot.has(HIT) || key > slot.key {
            *slot = Slot { key, doc, marks: slot.marks | HIT, ..*slot };
        }
    }
}

/// Parts of all segments, of about the same size.
fn stretches(searcher: &Searcher) -> Vec<Stretch> {
    let segments: Vec<DocId> = searcher.segment_readers().iter().map(SegmentReader::max_doc).collect();
    let posts: u32 = segments.iter().sum();
    let most = posts.div_ceil((SHARES * threads()) as u32).max(WALK);
    let parts = segments.into_iter().enumerate().flat_map(|(segment, end)| {
        let long = end.div_ceil(end.div_ceil(most).max(1)).max(1);
        (0..end).step_by(long as usize).map(move |start| Stretch { segment, docs: start..(start + long).min(end) })
    });
    parts.collect()
}

fn threads() -> usize {
    available_parallelism().map_or(1, usize::from).min(WALKERS)
}

/// Who does what was cut into so many stretches.
fn executor(stretches: usize) -> &'static Executor {
    if stretches > 1 { walkers() } else { &Executor::SingleThread }
}

/// The threads, which wait for those who search: made when a large index is searched for the first time.
fn walkers() -> &'static Executor {
    static ALL: OnceLock<Executor> = OnceLock::new();
    ALL.get_or_init(|| Executor::multi_thread(threads(), "search-").unwrap_or(Executor::SingleThread))
}
