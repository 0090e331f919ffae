//! Gathers topics instead of posts: the best post of each, how many there are, and how many there would be for each choice.
//! All of it in one walk over the posts that match.

use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};
use time::{Date, Time};

use super::facts::{Line, NONE, TopicLine};
use super::sieve::Held;
use crate::search::engine::{Counts, Sort, Wanted};

// What readers choose among. All but the last are the same for all posts of a topic.
const STATUS: u8 = 1;
const CATEGORY: u8 = 1 << 1;
const TAG: u8 = 1 << 2;
const LANG: u8 = 1 << 3;
const OF_TOPIC: u8 = STATUS | CATEGORY | TAG | LANG;
const BY_STAFF: u8 = 1 << 4;

/// Collects topics.
pub struct Topics {
    rules: Rules,
    held: Arc<[Held]>,
    gathered: Arc<Mutex<Option<Gathered>>>,
}

/// What decides whether a post counts.
struct Rules {
    status: Vec<String>,
    category: Vec<String>,
    tag: Vec<String>,
    lang: Vec<String>,
    by_staff: bool,
    from: i64,
    to: i64,
    except: Option<u32>,
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
    pub best: Vec<Best>,
    /// How many topics there are.
    pub topics: u64,
    /// How many for each choice.
    pub counts: Counts,
}

/// A topic by its best post.
pub struct Best {
    /// Its number.
    pub topic: u32,
    /// Where the post stands.
    pub at: DocAddress,
    /// How well it fits.
    pub key: f64,
}

impl Topics {
    /// A collector of what is wanted, among what the viewer may see of each segment; `sort` may differ where there are no
    /// words that fit better or worse.
    pub fn wanted(wanted: &Wanted, sort: Sort, held: Arc<[Held]>) -> Self {
        let (limits, choices) = (&wanted.limits, &wanted.choices);
        let start = |day: Date| (day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp_nanos() / 1_000) as i64;
        let rules = Rules {
            status: choices.status.iter().map(|status| status.as_str().to_owned()).collect(),
            category: choices.categories.iter().map(ToString::to_string).collect(),
            tag: choices.tags.iter().map(ToString::to_string).collect(),
            lang: choices.lang.iter().cloned().collect(),
            by_staff: choices.by_staff,
            from: limits.after.map_or(i64::MIN, start),
            to: limits.before.map_or(i64::MAX, start),
            except: limits.except.and_then(|topic| topic.0.try_into().ok()),
            sort,
            limit: wanted.limit,
        };
        Self { rules, held, gathered: Arc::new(Mutex::new(Some(Gathered::default()))) }
    }
}

impl Collector for Topics {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let (columns, rules) = (segment.fast_fields(), &self.rules);
        let words = &self.held[ordinal as usize].facts().words;
        let choices = Choices {
            status: Choice::open(words.status.clone(), &rules.status)?,
            category: Choice::open(words.category.clone(), &rules.category)?,
            tag: Choice::open(words.tag.clone(), &rules.tag)?,
            lang: Choice::open(words.lang.clone(), &rules.lang)?,
        };
        let gathered = self.gathered.lock().ok().and_then(|mut gathered| gathered.take());
        Ok(Segment {
            ordinal,
            held: self.held.clone(),
            order: match rules.sort {
                Sort::Relevance => Order::Fitting,
                Sort::Newest => Order::By(columns.i64("created")?),
                Sort::Votes => Order::By(columns.i64("votes")?),
            },
            // Opening a column takes as long as looking at some hundred posts.
            created: (rules.from, rules.to).ne(&(i64::MIN, i64::MAX)).then(|| columns.i64("created")).transpose()?,
            choices,
            except: rules.except,
            by_staff: rules.by_staff,
            days: rules.from..rules.to,
            gathered: gathered.unwrap_or_default(),
            back: self.gathered.clone(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.rules.sort == Sort::Relevance
    }

    fn merge_fruits(&self, _: Vec<()>) -> tantivy::Result<Collected> {
        let gathered = self.gathered.lock().ok().and_then(|mut gathered| gathered.take()).unwrap_or_default();
        Ok(Collected { best: gathered.slots.best(self.rules.limit), topics: gathered.topics, counts: gathered.counts })
    }
}

/// A field with few words: which of them were chosen, and how many topics have each.
struct Choice {
    column: Option<StrColumn>,
    /// How many were chosen, known here or not.
    wanted: usize,
    chosen: Vec<bool>,
    counted: Vec<u64>,
}

impl Choice {
    fn open(column: Option<StrColumn>, chosen: &[String]) -> tantivy::Result<Self> {
        let words = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        let mut choice = Self { wanted: chosen.len(), chosen: vec![false; words], counted: vec![0; words], column };
        for word in chosen {
            let place = choice.column.as_ref().map(|column| column.dictionary().term_ord(word.as_bytes())).transpose()?.flatten();
            if let Some(place) = place {
                choice.chosen[place as usize] = true;
            }
        }
        Ok(choice)
    }

    fn of(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        self.column.iter().flat_map(move |column| column.ords().values_for_doc(doc)).map(|place| place as usize)
    }

    /// The only word of a post is one of those that were chosen.
    fn meets(&self, place: u32) -> bool {
        self.wanted == 0 || place != NONE && self.chosen[place as usize]
    }

    /// Everything that was chosen is among the words of a post.
    fn meets_all(&self, doc: DocId) -> bool {
        self.wanted == 0 || self.of(doc).filter(|place| self.chosen[*place]).count() == self.wanted
    }

    fn count(&mut self, place: u32) {
        if place != NONE {
            self.counted[place as usize] += 1;
        }
    }

    fn count_all(&mut self, doc: DocId) {
        if let Some(column) = &self.column {
            column.ords().values_for_doc(doc).for_each(|place| self.counted[place as usize] += 1);
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

/// What is chosen among by the topic's own facts.
struct Choices {
    status: Choice,
    category: Choice,
    tag: Choice,
    lang: Choice,
}

impl Choices {
    /// The choices that a topic does not meet, as bits: all of the tags, any of the others.
    fn missed(&self, doc: DocId, topic: &TopicLine) -> u8 {
        let bit = |bit: u8, meets: bool| if meets { 0 } else { bit };
        bit(STATUS, self.status.meets(topic.status))
            | bit(CATEGORY, self.category.meets(topic.category))
            | bit(TAG, self.tag.meets_all(doc))
            | bit(LANG, self.lang.meets(topic.lang))
    }

    /// Counts a topic once for each choice that alone decides about it; gives the choices it is counted for now.
    fn count(&mut self, doc: DocId, topic: &TopicLine, missed: u8, counted: u8) -> u8 {
        let is_due = |bit: u8| missed & !bit == 0 && counted & bit == 0;
        let mut now = counted;
        for (bit, choice, place) in
            [(STATUS, &mut self.status, topic.status), (CATEGORY, &mut self.category, topic.category), (LANG, &mut self.lang, topic.lang)]
        {
            if is_due(bit) {
                choice.count(place);
                now |= bit;
            }
        }
        if is_due(TAG) {
            self.tag.count_all(doc);
            now |= TAG;
        }
        now
    }
}

/// What comes first: what fits best, or what has the most of something.
enum Order {
    Fitting,
    By(Column<i64>),
}

impl Order {
    fn key_of(&self, doc: DocId, line: &Line, score: Score) -> f64 {
        match self {
            Self::Fitting => f64::from(score) * f64::from(line.weight),
            Self::By(column) => column.first(doc).unwrap_or_default() as f64,
        }
    }
}

/// One segment of the index. Segments are walked one after the other; each hands on what those before it gathered.
pub struct Segment {
    ordinal: SegmentOrdinal,
    held: Arc<[Held]>,
    order: Order,
    /// When posts were written, where only those of some days are wanted.
    created: Option<Column<i64>>,
    choices: Choices,
    except: Option<u32>,
    by_staff: bool,
    /// In microseconds.
    days: Range<i64>,
    gathered: Gathered,
    back: Arc<Mutex<Option<Gathered>>>,
}

impl Segment {
    fn is_in_time(&self, doc: DocId) -> bool {
        let Some(created) = &self.created else { return true };
        created.first(doc).is_some_and(|at| self.days.contains(&at))
    }
}

impl SegmentCollector for Segment {
    type Fruit = ();

    fn collect(&mut self, doc: DocId, score: Score) {
        let held = &self.held[self.ordinal as usize];
        let Some(line) = held.seen(doc) else { return };
        if self.except == Some(line.topic) || !self.is_in_time(doc) {
            return;
        }
        let Gathered { slots, topics, counts } = &mut self.gathered;
        let slot = slots.at(line.topic);
        if slot.missed & SEEN == 0 {
            slot.missed = SEEN | self.choices.missed(doc, held.facts().topic_of(doc));
        }
        let own = slot.missed & OF_TOPIC;
        let missed = own | if self.by_staff && !line.by_staff { BY_STAFF } else { 0 };
        if missed.count_ones() <= 1 && slot.counted & OF_TOPIC != OF_TOPIC {
            slot.counted = self.choices.count(doc, held.facts().topic_of(doc), missed, slot.counted);
        }
        if own == 0 && line.by_staff && slot.counted & BY_STAFF == 0 {
            slot.counted |= BY_STAFF;
            counts.by_staff += 1;
        }
        if missed == 0 {
            let key = self.order.key_of(doc, line, score);
            let is_first = slot.counted & HIT == 0;
            *topics += u64::from(is_first);
            if is_first || key > slot.key {
                *slot = Slot { key, segment: self.ordinal as u16, doc, missed: slot.missed, counted: slot.counted | HIT };
            }
        }
    }

    fn harvest(mut self) {
        let (counts, choices) = (&mut self.gathered.counts, &self.choices);
        choices.status.add_to(&mut counts.status);
        choices.category.add_to(&mut counts.categories);
        choices.tag.add_to(&mut counts.tags);
        choices.lang.add_to(&mut counts.langs);
        if let Ok(mut back) = self.back.lock() {
            *back = Some(std::mem::take(&mut self.gathered));
        }
    }
}

/// What is known of a topic, in 16 bytes: every post that matches asks for one.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: f64,
    doc: DocId,
    segment: u16,
    /// The choices it does not meet, with [`SEEN`].
    missed: u8,
    /// The choices it was counted for, with [`HIT`].
    counted: u8,
}

/// Beside what a topic misses: that is known.
const SEEN: u8 = 1 << 7;
/// Beside what a topic is counted for: one of its posts is a hit.
const HIT: u8 = 1 << 7;

/// Topics on a shelf.
const SHELF: usize = 256;

/// Slots by the topic's number, on shelves that are made when something is put there: numbers may have wide gaps.
#[derive(Default)]
struct Slots(Vec<Option<Box<[Slot; SHELF]>>>);

impl Slots {
    #[inline]
    fn at(&mut self, topic: u32) -> &mut Slot {
        let (shelf, place) = (topic as usize / SHELF, topic as usize % SHELF);
        if shelf >= self.0.len() {
            self.0.resize_with(shelf + 1, || None);
        }
        &mut self.0[shelf].get_or_insert_with(|| Box::new([Slot::default(); SHELF]))[place]
    }

    /// The best topics, best first; of those that are as good the newest.
    fn best(&self, limit: usize) -> Vec<Best> {
        let mut best: BinaryHeap<std::cmp::Reverse<Ranked>> = BinaryHeap::with_capacity(limit + 1);
        for (shelf, slots) in self.0.iter().enumerate() {
            for (place, slot) in slots.iter().flat_map(|slots| slots.iter().enumerate()).filter(|(_, slot)| slot.counted & HIT != 0) {
                let ranked = Ranked(Best { topic: (shelf * SHELF + place) as u32, at: DocAddress::new(slot.segment.into(), slot.doc), key: slot.key });
                if best.len() < limit || best.peek().is_some_and(|least| ranked > least.0) {
                    best.push(std::cmp::Reverse(ranked));
                    if best.len() > limit {
                        best.pop();
                    }
                }
            }
        }
        best.into_sorted_vec().into_iter().map(|one| one.0.0).collect()
    }
}

struct Ranked(Best);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.key.total_cmp(&other.0.key).then(self.0.topic.cmp(&other.0.topic))
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
