//! Gathers topics instead of posts: the best post of each, how many there are, and how many there would be for each choice.
//! All of it in one walk over the posts that match.

use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::sync::{Arc, Mutex};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};
use time::{Date, Time};

use crate::forum::{PostId, TopicId};
use crate::search::engine::{Counts, Hit, Sort, Wanted};

/// What readers choose among and documents say by themselves; by staff is the fifth.
const FIELDS: [&str; 4] = ["status", "category", "tag", "lang"];
const TAG: usize = 2;
const BY_STAFF: u8 = 1 << FIELDS.len();

/// Collects topics.
pub struct Topics {
    rules: Arc<Rules>,
    gathered: Arc<Mutex<Option<Gathered>>>,
}

/// What decides whether a post counts.
struct Rules {
    keys: HashSet<String>,
    chosen: [Vec<String>; FIELDS.len()],
    by_staff: bool,
    from: i64,
    to: i64,
    except: u64,
    sort: Sort,
    limit: usize,
}

/// What all segments found so far.
#[derive(Default)]
struct Gathered {
    slots: Slots,
    topics: u64,
    counts: Counts,
}

/// What came out.
pub struct Collected {
    /// The best topics.
    pub hits: Vec<Hit>,
    /// How many topics there are.
    pub topics: u64,
    /// How many for each choice.
    pub counts: Counts,
}

impl Topics {
    /// A collector of what is wanted; `sort` may differ where there are no words that fit better or worse.
    pub fn wanted(wanted: &Wanted, sort: Sort) -> Self {
        let (limits, choices) = (&wanted.limits, &wanted.choices);
        let start = |day: Date| (day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp_nanos() / 1_000) as i64;
        let rules = Rules {
            keys: wanted.keys.iter().cloned().collect(),
            chosen: [
                choices.status.iter().map(|status| status.as_str().to_owned()).collect(),
                choices.categories.iter().map(ToString::to_string).collect(),
                choices.tags.iter().map(ToString::to_string).collect(),
                choices.lang.iter().cloned().collect(),
            ],
            by_staff: choices.by_staff,
            from: limits.after.map_or(i64::MIN, start),
            to: limits.before.map_or(i64::MAX, start),
            except: limits.except.map_or(u64::MAX, |topic| topic.0 as u64),
            sort,
            limit: wanted.limit,
        };
        Self { rules: Arc::new(rules), gathered: Arc::new(Mutex::new(Some(Gathered::default()))) }
    }
}

impl Collector for Topics {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = segment.fast_fields();
        let keys = Choice::open(columns.str("key")?, self.rules.keys.iter())?;
        let mut choices = Vec::with_capacity(FIELDS.len());
        for (field, chosen) in FIELDS.iter().zip(&self.rules.chosen) {
            choices.push(Choice::open(columns.str(field)?, chosen.iter())?);
        }
        let gathered = self.gathered.lock().ok().and_then(|mut gathered| gathered.take());
        Ok(Segment {
            topic: columns.u64("topic")?,
            post: columns.u64("post")?,
            created: columns.i64("created")?,
            votes: columns.i64("votes")?,
            weight: columns.u64("weight")?,
            staff: columns.u64("staff")?,
            keys,
            choices,
            rules: self.rules.clone(),
            gathered: gathered.unwrap_or_default(),
            back: self.gathered.clone(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.rules.sort == Sort::Relevance
    }

    fn merge_fruits(&self, _: Vec<()>) -> tantivy::Result<Collected> {
        let gathered = self.gathered.lock().ok().and_then(|mut gathered| gathered.take()).unwrap_or_default();
        Ok(Collected { hits: gathered.slots.best(self.rules.limit), topics: gathered.topics, counts: gathered.counts })
    }
}

/// A field with few words: which of them a post has, which of them pass, how many topics have each.
pub(super) struct Choice {
    column: Option<StrColumn>,
    passing: Vec<bool>,
    counted: Vec<u64>,
}

impl Choice {
    pub(super) fn open<'a>(column: Option<StrColumn>, passing: impl Iterator<Item = &'a String>) -> tantivy::Result<Self> {
        let words = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        let mut choice = Self { passing: vec![false; words], counted: vec![0; words], column };
        for word in passing {
            let place = choice.column.as_ref().map(|column| column.dictionary().term_ord(word.as_bytes())).transpose()?.flatten();
            if let Some(place) = place {
                choice.passing[place as usize] = true;
            }
        }
        Ok(choice)
    }

    fn of(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        self.column.iter().flat_map(move |column| column.ords().values_for_doc(doc)).map(|place| place as usize)
    }

    pub(super) fn passes_any(&self, doc: DocId) -> bool {
        self.of(doc).any(|place| self.passing[place])
    }

    fn count(&mut self, doc: DocId) {
        if let Some(column) = &self.column {
            for place in column.ords().values_for_doc(doc) {
                self.counted[place as usize] += 1;
            }
        }
    }

    fn add_to(&self, counts: &mut BTreeMap<String, u64>) {
        let Some(column) = &self.column else { return };
        for (place, &count) in self.counted.iter().enumerate().filter(|(_, count)| **count > 0) {
            let mut word = String::new();
            if column.ord_to_str(place as u64, &mut word).is_ok() {
                *counts.entry(word).or_default() += count;
            }
        }
    }
}

/// One segment of the index. Segments are walked one after the other; each hands on what those before it gathered.
pub struct Segment {
    topic: Column<u64>,
    post: Column<u64>,
    created: Column<i64>,
    votes: Column<i64>,
    weight: Column<u64>,
    staff: Column<u64>,
    keys: Choice,
    choices: Vec<Choice>,
    rules: Arc<Rules>,
    gathered: Gathered,
    back: Arc<Mutex<Option<Gathered>>>,
}

impl Segment {
    /// The choices that a topic's own facts do not meet, as bits.
    fn missed(&self, doc: DocId) -> u8 {
        let mut missed = 0;
        for (place, (choice, chosen)) in self.choices.iter().zip(&self.rules.chosen).enumerate() {
            let meets = match chosen.len() {
                0 => true,
                // All of the tags, any of the others.
                wanted if place == TAG => choice.of(doc).filter(|word| choice.passing[*word]).count() == wanted,
                _ => choice.passes_any(doc),
            };
            missed |= u8::from(!meets) << place;
        }
        missed
    }

    fn is_in_time(&self, doc: DocId) -> bool {
        let rules = &self.rules;
        if rules.from == i64::MIN && rules.to == i64::MAX {
            return true;
        }
        self.created.first(doc).is_some_and(|at| rules.from <= at && at < rules.to)
    }

    fn key_of(&self, doc: DocId, score: Score) -> f64 {
        match self.rules.sort {
            Sort::Relevance => f64::from(score) * self.weight.first(doc).unwrap_or(1_000) as f64,
            Sort::Newest => self.created.first(doc).unwrap_or_default() as f64,
            Sort::Votes => self.votes.first(doc).unwrap_or_default() as f64,
        }
    }

    /// Counts a topic once for each choice that alone decides about it.
    fn count(&mut self, doc: DocId, missed: u8, counted: u8) -> u8 {
        let mut now = 0;
        for (place, choice) in self.choices.iter_mut().enumerate() {
            let bit = 1 << place;
            if missed & !bit == 0 && counted & bit == 0 {
                choice.count(doc);
                now |= bit;
            }
        }
        now
    }
}

impl SegmentCollector for Segment {
    type Fruit = ();

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(topic) = self.topic.first(doc) else { return };
        if topic == self.rules.except || !self.keys.passes_any(doc) || !self.is_in_time(doc) {
            return;
        }
        let by_staff = self.staff.first(doc) == Some(1);
        let slot = *self.gathered.slots.at(topic);
        let own = if slot.is_seen { slot.missed } else { self.missed(doc) };
        let missed = own | if self.rules.by_staff && !by_staff { BY_STAFF } else { 0 };
        let mut counted = slot.counted;
        if missed.count_ones() <= 1 {
            counted |= self.count(doc, missed, counted);
        }
        if own == 0 && by_staff && counted & BY_STAFF == 0 {
            counted |= BY_STAFF;
            self.gathered.counts.by_staff += 1;
        }
        let mut slot = Slot { is_seen: true, missed: own, counted, ..slot };
        if missed == 0 {
            let key = self.key_of(doc, score);
            self.gathered.topics += u64::from(slot.post == 0);
            if slot.post == 0 || key > slot.key {
                (slot.key, slot.post) = (key, self.post.first(doc).unwrap_or_default());
            }
        }
        *self.gathered.slots.at(topic) = slot;
    }

    fn harvest(mut self) {
        let counts = &mut self.gathered.counts;
        for (choice, all) in self.choices.iter().zip([&mut counts.status, &mut counts.categories, &mut counts.tags, &mut counts.langs]) {
            choice.add_to(all);
        }
        if let Ok(mut back) = self.back.lock() {
            *back = Some(std::mem::take(&mut self.gathered));
        }
    }
}

/// What is known of a topic. No post has number 0.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: f64,
    post: u64,
    is_seen: bool,
    missed: u8,
    counted: u8,
}

/// Topics on a shelf.
const SHELF: usize = 256;

/// Slots by the topic's number, on shelves that are made when something is put there: numbers may have wide gaps.
#[derive(Default)]
struct Slots(Vec<Option<Box<[Slot; SHELF]>>>);

impl Slots {
    fn at(&mut self, topic: u64) -> &mut Slot {
        let (shelf, place) = (topic as usize / SHELF, topic as usize % SHELF);
        if shelf >= self.0.len() {
            self.0.resize_with(shelf + 1, || None);
        }
        &mut self.0[shelf].get_or_insert_with(|| Box::new([Slot::default(); SHELF]))[place]
    }

    /// The best topics, best first; of those that are as good the newest.
    fn best(&self, limit: usize) -> Vec<Hit> {
        let mut best: BinaryHeap<std::cmp::Reverse<Ranked>> = BinaryHeap::with_capacity(limit + 1);
        for (shelf, slots) in self.0.iter().enumerate() {
            for (place, slot) in slots.iter().flat_map(|slots| slots.iter().enumerate()).filter(|(_, slot)| slot.post != 0) {
                let ranked = Ranked { key: slot.key, topic: (shelf * SHELF + place) as i64, post: slot.post as i64 };
                if best.len() < limit || best.peek().is_some_and(|least| ranked > least.0) {
                    best.push(std::cmp::Reverse(ranked));
                    if best.len() > limit {
                        best.pop();
                    }
                }
            }
        }
        let ranked = best.into_sorted_vec();
        ranked.into_iter().map(|one| Hit { topic: TopicId(one.0.topic), post: PostId(one.0.post), score: one.0.key as f32 }).collect()
    }
}

struct Ranked {
    key: f64,
    topic: i64,
    post: i64,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.total_cmp(&other.key).then(self.topic.cmp(&other.topic))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}
