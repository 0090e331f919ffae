//! Topics that were found, each with the post that stands for it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use tantivy::{DocAddress, DocId};

use super::by_number::ByNumber;

/// A topic by its best post.
#[derive(Clone, Copy, Debug)]
pub struct Best {
    /// Its number.
    pub topic: u32,
    /// Where the post stands.
    pub at: DocAddress,
    /// How well it fits.
    pub key: f64,
}

/// What is known of a topic, in 16 bytes: every post that matches asks for one.
#[derive(Clone, Copy, Default)]
pub struct Slot {
    /// How well its best post fits, where it is a hit.
    pub key: f64,
    /// Its best post, or any where none is a hit.
    pub doc: DocId,
    /// Where the post stands.
    pub segment: u16,
    /// The choices it does not meet, as bits.
    pub missed: u8,
    /// What is known of it: [`SEEN`], [`HIT`], [`STAFF`].
    pub marks: u8,
}

/// One of its posts matches.
pub const SEEN: u8 = 1;
/// One of its posts is a hit.
pub const HIT: u8 = 1 << 1;
/// One of the posts that match is by the company's people.
pub const STAFF: u8 = 1 << 2;

impl Slot {
    /// Is this known of it?
    #[inline]
    pub fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    /// Takes in what is known of the same topic from elsewhere; of posts that fit as well the first stays.
    fn join(&mut self, other: &Slot) {
        if !other.has(SEEN) {
            return;
        }
        let stays = self.has(SEEN) && (!other.has(HIT) || self.has(HIT) && self.key >= other.key);
        let marks = self.marks | other.marks;
        *self = Slot { marks, ..if stays { *self } else { *other } };
    }
}

/// Slots by the topic's number.
#[derive(Default)]
pub struct Slots(ByNumber<Slot, 256>);

impl Slots {
    /// That of a topic.
    #[inline]
    pub fn at(&mut self, topic: u32) -> &mut Slot {
        self.0.at(topic)
    }

    /// Takes in what was found elsewhere.
    pub fn join(mut self, other: Slots) -> Slots {
        self.0.join(other.0, Slot::join);
        self
    }

    /// Each topic that has this mark, by its number.
    pub fn each_with(&self, mark: u8, mut with: impl FnMut(u32, &Slot)) {
        self.0.each(|topic, slot| {
            if slot.has(mark) {
                with(topic, slot);
            }
        });
    }

    /// The best topics, best first.
    pub fn best(&self, limit: usize) -> Vec<Best> {
        let mut best: BinaryHeap<Ranked> = BinaryHeap::with_capacity(limit + 1);
        self.each_with(HIT, |topic, slot| {
            let ranked = Ranked(Best { topic, at: DocAddress::new(slot.segment.into(), slot.doc), key: slot.key });
            if best.len() < limit || best.peek().is_some_and(|last| ranked < *last) {
                best.push(ranked);
                if best.len() > limit {
                    best.pop();
                }
            }
        });
        best.into_sorted_vec().into_iter().map(|one| one.0).collect()
    }
}

/// Which comes first: what fits better; of topics that fit as well the newest.
pub fn by_rank(one: &Best, other: &Best) -> Ordering {
    other.key.total_cmp(&one.key).then(other.topic.cmp(&one.topic))
}

struct Ranked(Best);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        by_rank(&self.0, &other.0)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(topic: u32, key: f64, doc: DocId, marks: u8) -> Slots {
        let mut slots = Slots::default();
        *slots.at(topic) = Slot { key, doc, marks: marks | SEEN, ..Slot::default() };
        slots
    }

    fn best(slots: &Slots) -> Vec<(u32, DocId)> {
        slots.best(10).into_iter().map(|best| (best.topic, best.at.doc_id)).collect()
    }

    #[test]
    fn the_best_post_of_a_topic_stands_for_it_wherever_it_was_found() {
        let both = found(700, 1.0, 1, HIT).join(found(700, 2.0, 2, HIT)).join(found(3, 5.0, 3, HIT));
        assert_eq!(best(&both), [(3, 3), (700, 2)]);
        assert_eq!(best(&found(7, 2.0, 1, HIT).join(found(7, 2.0, 2, HIT))), [(7, 1)], "of two as good the first");
    }

    #[test]
    fn what_is_no_hit_never_takes_the_place_of_one() {
        for slots in [found(7, 1.0, 1, HIT).join(found(7, 9.0, 2, STAFF)), found(7, 9.0, 2, STAFF).join(found(7, 1.0, 1, HIT))] {
            assert_eq!(best(&slots), [(7, 1)]);
            assert!(slots.0.get(7).is_some_and(|slot| slot.has(STAFF)), "and what it was known for stays known");
        }
    }
}
