//! The best topics, without a look at every post: what a word adds to a score has a bound for each block of posts, and most
//! posts that have only frequent words stay below those that lead already (block-max WAND; Ding and Suel, 2011).

use std::cmp::Reverse;
use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher};

use super::collect::{Gate, Topics};
use super::query::Plain;
use super::slots::{Best, by_rank};

/// Topics that are kept in a list which is read from end to end for each that comes in.
pub const MOST: usize = 200;

/// The best topics that any of some words finds.
pub fn best(topics: &Topics, searcher: &Searcher, plain: &Plain) -> tantivy::Result<Vec<Best>> {
    let weight = plain.fitting().weight(EnableScoring::enabled_from_searcher(searcher))?;
    // Without anything that only makes a hit better all that fits is found.
    let finding = if plain.better.is_empty() { Vec::new() } else { weights(searcher, plain)? };
    let mut leaders = Leaders { limit: topics.limit(), all: Vec::new() };
    let mut segments: Vec<usize> = (0..searcher.segment_readers().len()).collect();
    // The largest first: whoever leads there keeps out most of the others.
    segments.sort_by_key(|segment| Reverse(searcher.segment_readers()[*segment].max_doc()));
    for place in segments {
        let segment = &searcher.segment_readers()[place];
        let gate = Gate::of(topics, segment, place)?;
        let mut finders: Vec<Box<dyn Scorer>> = finding.iter().map(|weight| weight.scorer(segment, 1.0)).collect::<tantivy::Result<_>>()?;
        let alive = segment.alive_bitset();
        let most = gate.most_weight();
        weight.for_each_pruning(leaders.threshold(most), segment, &mut |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc))
                && let Some(line) = gate.hit(doc)
                && (finding.is_empty() || finders.iter_mut().any(|finder| finds(finder.as_mut(), doc)))
            {
                let key = f64::from(score) * f64::from(line.weight());
                leaders.offer(Best { topic: line.topic, at: DocAddress::new(place as u32, doc), key });
            }
            leaders.threshold(most)
        })?;
    }
    Ok(leaders.ranked())
}

fn weights(searcher: &Searcher, plain: &Plain) -> tantivy::Result<Vec<Box<dyn Weight>>> {
    plain.finding.iter().map(|clause| clause.weight(EnableScoring::disabled_from_searcher(searcher))).collect()
}

/// Whether a clause finds a post; posts are asked for in order.
fn finds(finder: &mut dyn Scorer, doc: DocId) -> bool {
    finder.doc() == doc || finder.doc() < doc && finder.seek(doc) == doc
}

/// The best topics so far, in no order.
struct Leaders {
    limit: usize,
    all: Vec<Best>,
}

impl Leaders {
    fn offer(&mut self, one: Best) {
        if let Some(own) = self.all.iter_mut().find(|own| own.topic == one.topic) {
            if one.key > own.key {
                *own = one;
            }
        } else if self.all.len() < self.limit {
            self.all.push(one);
        } else if let Some(last) = self.all.iter_mut().max_by(|one, other| by_rank(one, other))
            && by_rank(&one, last).is_lt()
        {
            *last = one;
        }
    }

    /// What a post's score must be above to come in where the most that it is multiplied by is this. What is as good as the
    /// last may come in, too: then the newer topic does.
    fn threshold(&self, most: u16) -> Score {
        if self.all.len() < self.limit || most == 0 {
            return Score::MIN;
        }
        let least = self.all.iter().map(|one| one.key).fold(f64::INFINITY, f64::min);
        // A little less: the order of a sum decides about its last digits.
        (least / f64::from(most) * 0.999_99) as Score
    }

    fn ranked(mut self) -> Vec<Best> {
        self.all.sort_by(by_rank);
        self.all
    }
}
