//! What readers choose among: which topics meet what was chosen, and how many there would be for each choice.

use std::collections::BTreeMap;
use tantivy::columnar::StrColumn;

use super::facts::{NONE, TopicLine, Words};
use crate::search::engine::{self, Counts};

const STATUS: u8 = 1;
const CATEGORY: u8 = 1 << 1;
const TAG: u8 = 1 << 2;
const LANG: u8 = 1 << 3;

/// What is chosen among by the topic's own facts, in one segment.
#[derive(Clone)]
pub struct Choices {
    status: Choice,
    category: Choice,
    tag: Choice,
    lang: Choice,
}

impl Choices {
    /// What was chosen, in the words of a segment.
    pub fn open(words: &Words, chosen: &engine::Choices) -> tantivy::Result<Self> {
        let status = chosen.status.iter().map(|status| status.as_str().to_owned());
        Ok(Self {
            status: Choice::open(words.status.clone(), status)?,
            category: Choice::open(words.category.clone(), chosen.categories.iter().map(ToString::to_string))?,
            tag: Choice::open(words.tag.clone(), chosen.tags.iter().map(ToString::to_string))?,
            lang: Choice::open(words.lang.clone(), chosen.lang.iter().cloned())?,
        })
    }

    /// Nothing was chosen: every topic meets it.
    pub fn are_open(&self) -> bool {
        [&self.status, &self.category, &self.tag, &self.lang].iter().all(|choice| choice.wanted == 0)
    }

    /// The choices that a topic does not meet, as bits: all of the tags, any of the others.
    pub fn missed(&self, topic: &TopicLine, tags: &[u32]) -> u8 {
        let bit = |bit: u8, meets: bool| if meets { 0 } else { bit };
        bit(STATUS, self.status.meets(topic.status))
            | bit(CATEGORY, self.category.meets(topic.category))
            | bit(TAG, self.tag.meets_all(tags))
            | bit(LANG, self.lang.meets(topic.lang))
    }

    /// Counts a topic once for each choice that alone decides about it.
    pub fn count(&mut self, missed: u8, topic: &TopicLine, tags: &[u32]) {
        let decides = |bit: u8| missed & !bit == 0;
        for (bit, choice, place) in
            [(STATUS, &mut self.status, topic.status), (CATEGORY, &mut self.category, topic.category), (LANG, &mut self.lang, topic.lang)]
        {
            if decides(bit) {
                choice.count(place);
            }
        }
        if decides(TAG) {
            tags.iter().for_each(|tag| self.tag.count(*tag));
        }
    }

    /// Adds what was counted.
    pub fn add_to(&self, counts: &mut Counts) {
        self.status.add_to(&mut counts.status);
        self.category.add_to(&mut counts.categories);
        self.tag.add_to(&mut counts.tags);
        self.lang.add_to(&mut counts.langs);
    }
}

/// A field with few words: which of them were chosen, and how many topics have each.
#[derive(Clone)]
struct Choice {
    column: Option<StrColumn>,
    /// How many were chosen, known here or not.
    wanted: usize,
    chosen: Vec<bool>,
    counted: Vec<u64>,
}

impl Choice {
    fn open(column: Option<StrColumn>, chosen: impl Iterator<Item = String>) -> tantivy::Result<Self> {
        let words = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        let mut choice = Self { wanted: 0, chosen: vec![false; words], counted: vec![0; words], column };
        for word in chosen {
            choice.wanted += 1;
            let place = choice.column.as_ref().map(|column| column.dictionary().term_ord(word.as_bytes())).transpose()?.flatten();
            if let Some(place) = place {
                choice.chosen[place as usize] = true;
            }
        }
        Ok(choice)
    }

    /// The only word of a post is one of those that were chosen.
    fn meets(&self, place: u32) -> bool {
        self.wanted == 0 || place != NONE && self.chosen[place as usize]
    }

    /// Everything that was chosen is among the words of a post.
    fn meets_all(&self, places: &[u32]) -> bool {
        self.wanted == 0 || places.iter().filter(|place| self.chosen[**place as usize]).count() == self.wanted
    }

    fn count(&mut self, place: u32) {
        if place != NONE {
            self.counted[place as usize] += 1;
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
