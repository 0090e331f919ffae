//! Which of the posts that the server found fit best: BM25 with the weights of the embedded engine.

use std::collections::HashMap;

use super::ask::Candidate;
use super::query::Known;
use super::terms::{Clause, Field, GOES_ON, Group, Question};
use crate::forum::{PostId, TopicId};
use crate::search::engine::{Hit, Sort};

/// How soon more of the same word stops to matter, and how much longer texts are held back: the usual ones.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// The best topics by their best post.
pub fn best(posts: Vec<Candidate>, question: &Question, known: &Known, sort: Sort, limit: usize) -> Vec<Hit> {
    let scores = match sort {
        Sort::Relevance => Look::at(&posts, question, known).scores(question),
        Sort::Newest => posts.iter().map(|post| post.created as f64).collect(),
        Sort::Votes => posts.iter().map(|post| post.votes as f64).collect(),
    };
    let mut topics: HashMap<i64, (f64, i64)> = HashMap::new();
    for (post, score) in posts.iter().zip(scores) {
        let slot = topics.entry(post.topic).or_insert((score, post.id));
        if score > slot.0 {
            *slot = (score, post.id);
        }
    }
    let mut ranked: Vec<(f64, i64, i64)> = topics.into_iter().map(|(topic, (score, post))| (score, topic, post)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    ranked.into_iter().take(limit).map(|(score, topic, post)| Hit { topic: TopicId(topic), post: PostId(post), score: score as f32 }).collect()
}

/// The posts side by side.
struct Look<'a> {
    posts: &'a [Candidate],
    texts: Vec<[Vec<&'a str>; 3]>,
    /// Terms of a text on average, by field.
    lengths: [f32; 3],
    known: &'a Known,
}

impl<'a> Look<'a> {
    fn at(posts: &'a [Candidate], question: &Question, known: &'a Known) -> Self {
        debug_assert!(!question.has_no_words() || posts.is_empty());
        let cut = |line: &'a str| line.split(' ').filter(|term| !term.is_empty()).collect::<Vec<_>>();
        let texts: Vec<[Vec<&str>; 3]> = posts.iter().map(|post| [cut(&post.words), cut(&post.stems), cut(&post.headline)]).collect();
        let average = |field: usize| (texts.iter().map(|text| text[field].len()).sum::<usize>() as f32 / texts.len().max(1) as f32).max(1.0);
        Self { posts, lengths: [average(0), average(1), average(2)], texts, known }
    }

    fn scores(&self, question: &Question) -> Vec<f64> {
        let mut scores = vec![0.0; self.posts.len()];
        for group in &question.groups {
            self.add_group(&mut scores, group);
        }
        for pair in &question.neighbours {
            let counts: Vec<usize> = self.texts.iter().map(|text| times(&text[1], pair)).collect();
            let idf = self.idf(self.frequency_of_neighbours(pair, &counts));
            for (place, count) in counts.into_iter().enumerate() {
                scores[place] += Question::neighbour_weight() * idf * self.saturated(place, Field::Stems, count);
            }
        }
        scores.iter().zip(self.posts).map(|(score, post)| f64::from(*score) * f64::from(post.boost.max(1.0))).collect()
    }

    fn add_group(&self, scores: &mut [f32], group: &Group) {
        let mut rivals: HashMap<Field, Vec<f32>> = HashMap::new();
        for clause in &group.clauses {
            let counted = self.clause(clause);
            match clause.rival {
                None => scores.iter_mut().zip(counted).for_each(|(score, more)| *score += more),
                Some(field) => {
                    let best = rivals.entry(field).or_insert_with(|| vec![0.0; scores.len()]);
                    best.iter_mut().zip(counted).for_each(|(best, other)| *best = best.max(other));
                }
            }
        }
        for best in rivals.into_values() {
            scores.iter_mut().zip(best).for_each(|(score, more)| *score += more);
        }
        if let Some(start) = group.plain.as_deref().filter(|_| group.goes_on) {
            self.add_going_on(scores, start);
        }
    }

    /// What a clause counts for each post.
    fn clause(&self, clause: &Clause) -> Vec<f32> {
        let counts: Vec<usize> = self.texts.iter().map(|text| times(&text[clause.field as usize], &clause.terms)).collect();
        let here = counts.iter().filter(|count| **count > 0).count() as u64;
        let idf = self.idf(self.known.frequency(&clause.terms).max(here));
        counts.into_iter().enumerate().map(|(place, count)| clause.weight * idf * self.saturated(place, clause.field, count)).collect()
    }

    fn add_going_on(&self, scores: &mut [f32], start: &str) {
        let counts: Vec<usize> = self.texts.iter().map(|text| text[0].iter().filter(|word| word.starts_with(start)).count()).collect();
        let idf = self.idf(counts.iter().filter(|count| **count > 0).count() as u64);
        for (place, count) in counts.into_iter().enumerate() {
            scores[place] += GOES_ON * idf * self.saturated(place, Field::Words, count);
        }
    }

    /// Posts with two stems beside each other. The server cannot say; these posts have the rarer one more often than
    /// others, so that their share is too large rather than too small.
    fn frequency_of_neighbours(&self, pair: &[String; 2], counts: &[usize]) -> u64 {
        let here = counts.iter().filter(|count| **count > 0).count();
        let rarer = pair.iter().map(|stem| self.known.frequency(std::slice::from_ref(stem))).min().unwrap_or_default();
        let share = here as f64 / counts.len().max(1) as f64;
        (here as u64).max((share * rarer as f64) as u64)
    }

    fn idf(&self, frequency: u64) -> f32 {
        let (posts, frequency) = (self.known.posts.max(frequency) as f32, frequency as f32);
        (1.0 + (posts - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    fn saturated(&self, place: usize, field: Field, count: usize) -> f32 {
        if count == 0 {
            return 0.0;
        }
        let length = self.texts[place][field as usize].len() as f32 / self.lengths[field as usize];
        let count = count as f32;
        count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length))
    }
}

/// How often terms follow each other in a text.
fn times<S: AsRef<str>>(text: &[&str], terms: &[S]) -> usize {
    match terms {
        [only] => text.iter().filter(|term| **term == only.as_ref()).count(),
        _ => text.windows(terms.len()).filter(|window| window.iter().zip(terms).all(|(term, wanted)| *term == wanted.as_ref())).count(),
    }
}
