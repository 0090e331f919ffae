//! Learning from posts that were decided. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{Model, TELLING};

/// Added to every count: a word seen once says little.
const SMOOTH: f64 = 0.5;
/// A weight that is held although nothing good weighed as much.
const LEAST: f64 = 1.5;
/// Above the heaviest good post: the next one may weigh a little more.
const MARGIN: f64 = 1.0;
/// Of the good posts so large a part may weigh more than what is held, in thousandths.
const MISTAKEN: usize = 5;

/// A post that was decided.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The team took it for spam.
    pub is_spam: bool,
    /// Its words.
    pub words: BTreeSet<String>,
}

/// In how many posts of each kind a word stands.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    spam: f64,
    good: f64,
}

impl Counted {
    fn all(self) -> f64 {
        self.spam + self.good
    }

    fn without(self, lesson: &Lesson) -> Self {
        match lesson.is_spam {
            true => Self { spam: self.spam - 1.0, ..self },
            false => Self { good: self.good - 1.0, ..self },
        }
    }

    /// What it weighs, among so many posts of each kind.
    fn weight(self, of: Self) -> f64 {
        ((self.spam + SMOOTH) / (of.spam + 2.0 * SMOOTH) / ((self.good + SMOOTH) / (of.good + 2.0 * SMOOTH))).ln()
    }
}

/// Learns from all of them.
pub fn learn(lessons: &[Lesson]) -> Model {
    let (mut counts, mut of): (BTreeMap<&str, Counted>, Counted) = (BTreeMap::new(), Counted::default());
    for lesson in lessons {
        let one = if lesson.is_spam { Counted { spam: 1.0, good: 0.0 } } else { Counted { spam: 0.0, good: 1.0 } };
        of = Counted { spam: of.spam + one.spam, good: of.good + one.good };
        for word in &lesson.words {
            let counted = counts.entry(word.as_str()).or_default();
            *counted = Counted { spam: counted.spam + one.spam, good: counted.good + one.good };
        }
    }
    counts.retain(|_, counted| counted.all() > 1.0);
    let weights = |is_spam: bool| -> Vec<f64> {
        let mut all: Vec<f64> = lessons.iter().filter(|lesson| lesson.is_spam == is_spam).map(|lesson| by_the_others(lesson, &counts, of)).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let (spam, good) = (weights(true), weights(false));
    let may_weigh_more = good.len() * MISTAKEN / 1_000;
    let heaviest = good.len().checked_sub(1 + may_weigh_more).map_or(f64::NEG_INFINITY, |at| good[at]);
    let from = (heaviest + MARGIN).max(LEAST);
    let share = |weights: &[f64], of: usize| (weights.iter().filter(|weight| **weight >= from).count() * of).checked_div(weights.len()).unwrap_or(0) as i64;
    Model {
        spam: spam.len() as i64,
        good: good.len() as i64,
        from,
        found: share(&spam, 100),
        mistaken: share(&good, 1_000),
        words: counts.into_iter().map(|(word, counted)| (word.to_owned(), (counted.weight(of) * 1_000.0).round() / 1_000.0)).collect(),
    }
}

/// What a post weighs by what all others taught.
fn by_the_others(lesson: &Lesson, counts: &BTreeMap<&str, Counted>, of: Counted) -> f64 {
    let of = of.without(lesson);
    let known = lesson.words.iter().filter_map(|word| counts.get(word.as_str())).map(|counted| counted.without(lesson));
    let mut weights: Vec<f64> = known.filter(|counted| counted.all() > 1.0).map(|counted| counted.weight(of)).collect();
    weights.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
    weights.truncate(TELLING);
    weights.into_iter().sum()
}
