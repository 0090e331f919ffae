//! What a walk over a million matching posts asks of each of them, in memory: reading it from the index's columns took
//! longer than finding the posts. 8 bytes a post and 20 a topic, read once for each segment, which never changes.
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
/// In place of a key: the post has none, several, or one that is too large to stand in its line.
const ELSEWHERE: u16 = u16::MAX;
/// Set where the company's people wrote: weights end below 2,000.
const BY_STAFF: u16 = 1 << 15;

/// A post.
#[derive(Clone, Copy)]
pub struct Line {
    /// Its topic.
    pub topic: u32,
    /// The only key that opens it.
    key: u16,
    /// Its weight, and whether it is `BY_STAFF`.
    weight: u16,
}

impl Line {
    /// What a score is multiplied by, in thousandths.
    #[inline]
    pub fn weight(&self) -> u16 {
        self.weight & !BY_STAFF
    }

    /// By the company's people.
    #[inline]
    pub fn by_staff(&self) -> bool {
        self.weight & BY_STAFF != 0
    }
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
    /// The keys of posts in whose line none stands.
    keys: HashMap<DocId, Box<[u32]>>,
    /// The posts' numbers. Opening a column again takes as long as reading thousands of its numbers.
    pub post: Column<u64>,
    /// What tells whether a post stands here as the database has it.
    pub fingerprint: Column<u64>,
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
        let (mut lines, mut topics, mut keys) = (Vec::with_capacity(segment.max_doc() as usize), TopicLines::default(), HashMap::new());
        for doc in 0..segment.max_doc() {
            let (topic, key) = (small(&topic, doc)?, key_of(words.key.as_ref(), doc, &mut keys));
            let by_staff = if staff.first(doc) == Some(1) { BY_STAFF } else { 0 };
            lines.push(Line { topic, key, weight: small::<u16>(&weight, doc)?.min(BY_STAFF - 1) | by_staff });
            topics.add(topic, doc, &words);
        }
        let most_weight = lines.iter().map(Line::weight).max().unwrap_or_default();
        Ok(Self { lines, most_weight, topics, keys, post: columns.u64("post")?, fingerprint: columns.u64("fingerprint")?, words })
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
    pub fn opens(&self, doc: DocId, line: &Line, held: &[bool]) -> bool {
        if line.key == ELSEWHERE { self.keys[&doc].iter().any(|key| held[*key as usize]) } else { held[line.key as usize] }
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

/// The key for a post's line; where none can stand there all of them are put among `elsewhere`.
fn key_of(column: Option<&StrColumn>, doc: DocId, elsewhere: &mut HashMap<DocId, Box<[u32]>>) -> u16 {
    let keys: Box<[u32]> = column.into_iter().flat_map(|column| column.ords().values_for_doc(doc)).map(|key| key as u32).collect();
    let only = match *keys {
        [only] => u16::try_from(only).unwrap_or(ELSEWHERE),
        _ => ELSEWHERE,
    };
    if only == ELSEWHERE {
        elsewhere.insert(doc, keys);
    }
    only
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
