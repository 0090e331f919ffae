//! What a walk over a million matching posts asks of each of them, in memory: reading it from the index's columns took
//! longer than finding the posts. 12 bytes a post and 20 a topic, read once for each segment, which never changes.
//! What is asked of every post stands together and apart from what is asked once for each topic: the less there is to walk
//! over, the more of it is in the processor's cache.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use super::by_number::ByNumber;

/// A post has no word in a field.
pub const NONE: u32 = u32::MAX;
/// From here on `Line::keys` is not a key but a place among the sets.
const SETS: u32 = 1 << 31;

/// A post.
#[derive(Clone, Copy)]
pub struct Line {
    /// Its topic.
    pub topic: u32,
    /// The only key that opens it, or where all of its keys stand.
    keys: u32,
    /// What a score is multiplied by, in thousandths.
    pub weight: u16,
    /// By the company's people.
    pub by_staff: bool,
}

/// A post's topic. Words are the places that they have in their field's dictionary in this segment.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct TopicLine {
    /// Where it stands.
    pub status: u32,
    /// Its category.
    pub category: u32,
    /// Its language.
    pub lang: u32,
    /// Where its tags begin among all that stand here, and how many there are.
    tags: (u32, u32),
}

/// The posts of a segment.
pub struct Facts {
    lines: Vec<Line>,
    /// The most that a score is multiplied by, in thousandths.
    pub most_weight: u16,
    topics: TopicLines,
    /// The keys of posts that have none or several.
    sets: Vec<Vec<u32>>,
    /// The posts' numbers.
    pub post: Column<u64>,
    /// The words of the fields. They are opened here, since that takes as long as looking at hundreds of posts.
    pub words: Words,
}

/// Fields with few words; none where no post has any.
pub struct Words {
    /// Who sees it.
    pub key: Option<StrColumn>,
    /// Where the topic stands.
    pub status: Option<StrColumn>,
    /// The topic's category.
    pub category: Option<StrColumn>,
    /// The topic's tags.
    pub tag: Option<StrColumn>,
    /// The topic's language.
    pub lang: Option<StrColumn>,
}

impl Facts {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let words = Words {
            key: columns.str("key")?,
            status: columns.str("status")?,
            category: columns.str("category")?,
            tag: columns.str("tag")?,
            lang: columns.str("lang")?,
        };
        let (topic, weight, staff) = (columns.u64("topic")?, columns.u64("weight")?, columns.u64("staff")?);
        let (mut lines, mut topics, mut sets) = (Vec::with_capacity(segment.max_doc() as usize), TopicLines::default(), Vec::new());
        for doc in 0..segment.max_doc() {
            let (topic, keys) = (small(&topic, doc)?, keys_of(words.key.as_ref(), doc, &mut sets));
            lines.push(Line { topic, keys, weight: small(&weight, doc)?, by_staff: staff.first(doc) == Some(1) });
            topics.add(topic, doc, &words);
        }
        let most_weight = lines.iter().map(|line| line.weight).max().unwrap_or_default();
        Ok(Self { lines, most_weight, topics, sets, post: columns.u64("post")?, words })
    }

    /// What is known of a post.
    #[inline]
    pub fn of(&self, doc: DocId) -> &Line {
        &self.lines[doc as usize]
    }

    /// What is known of its topic, by the post.
    pub fn topic_of(&self, topic: u32, doc: DocId) -> TopicLine {
        self.topics.of(topic, doc)
    }

    /// The tags of a topic.
    pub fn tags_of(&self, topic: &TopicLine) -> &[u32] {
        self.topics.tags_of(topic)
    }

    /// Whether one of a post's keys is among those that are held.
    #[inline]
    pub fn opens(&self, line: &Line, held: &[bool]) -> bool {
        let is_held = |key: u32| held[key as usize];
        if line.keys < SETS { is_held(line.keys) } else { self.sets[(line.keys - SETS) as usize].iter().any(|key| is_held(*key)) }
    }
}

/// The topics of a segment. All posts of a topic say the same of it, but while the index is being brought in line.
#[derive(Default)]
struct TopicLines {
    /// What the first post says. There are many small segments, with a topic here and there.
    lines: ByNumber<Option<TopicLine>, 16>,
    /// What posts say that say something else.
    others: HashMap<DocId, TopicLine>,
    tags: Vec<u32>,
}

impl TopicLines {
    fn add(&mut self, topic: u32, doc: DocId, words: &Words) {
        let [status, category, lang] = [&words.status, &words.category, &words.lang].map(|column| word(column.as_ref(), doc));
        let begin = self.tags.len();
        self.tags.extend(words.tag.iter().flat_map(|column| column.ords().values_for_doc(doc)).map(|tag| tag as u32));
        let line = TopicLine { status, category, lang, tags: (begin as u32, (self.tags.len() - begin) as u32) };
        let Some(first) = *self.lines.at(topic) else {
            *self.lines.at(topic) = Some(line);
            return;
        };
        let says_the_same = TopicLine { tags: first.tags, ..line } == first && self.tags_of(&first) == self.tags_of(&line);
        if says_the_same {
            self.tags.truncate(begin);
        } else {
            self.others.insert(doc, line);
        }
    }

    fn of(&self, topic: u32, doc: DocId) -> TopicLine {
        let other = if self.others.is_empty() { None } else { self.others.get(&doc) };
        other.or_else(|| self.lines.get(topic)?.as_ref()).copied().unwrap_or_default()
    }

    fn tags_of(&self, topic: &TopicLine) -> &[u32] {
        let (begin, count) = (topic.tags.0 as usize, topic.tags.1 as usize);
        &self.tags[begin..begin + count]
    }
}

/// The only key of a post, or where all of them are put.
fn keys_of(column: Option<&StrColumn>, doc: DocId, sets: &mut Vec<Vec<u32>>) -> u32 {
    let keys: Vec<u32> = column.into_iter().flat_map(|column| column.ords().values_for_doc(doc)).map(|key| key as u32).collect();
    if let [only] = keys.as_slice() {
        return *only;
    }
    sets.push(keys);
    SETS + (sets.len() - 1) as u32
}

fn word(column: Option<&StrColumn>, doc: DocId) -> u32 {
    column.and_then(|column| column.ords().first(doc)).map_or(NONE, |place| place as u32)
}

fn small<T: TryFrom<u64>>(column: &Column<u64>, doc: DocId) -> tantivy::Result<T> {
    let number = column.first(doc).unwrap_or_default();
    T::try_from(number).map_err(|_| TantivyError::InvalidArgument(format!("{number} is larger than the index takes")))
}

/// The facts of all segments that are searched.
#[derive(Default)]
pub struct AllFacts(Mutex<HashMap<SegmentId, Arc<Facts>>>);

impl AllFacts {
    /// Those of each segment, in order. What is new is read; segments that are gone are forgotten.
    pub fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Facts>>> {
        let segments = searcher.segment_readers();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.len();
        for segment in segments {
            if let Entry::Vacant(place) = kept.entry(segment.segment_id()) {
                place.insert(Arc::new(Facts::read(segment)?));
            }
        }
        if kept.len() > known {
            kept.retain(|id, _| segments.iter().any(|segment| segment.segment_id() == *id));
        }
        Ok(segments.iter().map(|segment| kept[&segment.segment_id()].clone()).collect())
    }
}
