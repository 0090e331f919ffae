//! Figures of a ranking: nDCG with exponential gain (Burges et al., 2005), mean reciprocal rank, recall.

use std::collections::HashMap;

use super::DEPTH;

/// Sums over queries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    queries: u32,
    ndcg: f64,
    reciprocal_rank: f64,
    recall: f64,
}

impl Figures {
    /// Adds a query: what it found, best first, and how well each document answers it. A query that nothing answers is left out.
    pub fn add(&mut self, found: &[&str], judged: &HashMap<String, f64>) {
        let score = |id: &str| judged.get(id).copied().unwrap_or_default();
        let mut ideal: Vec<f64> = judged.values().copied().filter(|score| *score > 0.0).collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        if ideal.is_empty() {
            return;
        }
        let found: Vec<f64> = found.iter().take(DEPTH).map(|id| score(id)).collect();
        self.queries += 1;
        self.ndcg += gain(found.iter().copied()) / gain(ideal.iter().copied().take(DEPTH));
        self.reciprocal_rank += found.iter().position(|score| *score > 0.0).map_or(0.0, |place| 1.0 / (place + 1) as f64);
        self.recall += found.iter().filter(|score| **score > 0.0).count() as f64 / ideal.len() as f64;
    }

    /// Judged queries.
    pub fn queries(&self) -> u32 {
        self.queries
    }

    /// nDCG@10.
    pub fn ndcg(&self) -> f64 {
        self.mean(self.ndcg)
    }

    /// MRR@10.
    pub fn reciprocal_rank(&self) -> f64 {
        self.mean(self.reciprocal_rank)
    }

    /// Recall@10.
    pub fn recall(&self) -> f64 {
        self.mean(self.recall)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / f64::from(self.queries.max(1))
    }
}

/// Discounted: a score of 2 weighs three times as much as one of 1, the second place 0.63 of the first.
fn gain(scores: impl Iterator<Item = f64>) -> f64 {
    scores.enumerate().map(|(place, score)| (score.exp2() - 1.0) / ((place + 2) as f64).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_small_rankings() {
        let judged: HashMap<String, f64> = [("a".to_owned(), 2.0), ("b".to_owned(), 1.0), ("z".to_owned(), 0.0)].into();
        let mut best = Figures::default();
        best.add(&["a", "b"], &judged);
        assert_eq!((best.ndcg(), best.reciprocal_rank(), best.recall()), (1.0, 1.0, 1.0));
        let mut second = Figures::default();
        second.add(&["z", "a"], &judged);
        let expected = (3.0 / 3_f64.log2()) / (3.0 + 1.0 / 3_f64.log2());
        assert!((second.ndcg() - expected).abs() < 1e-12);
        assert_eq!((second.reciprocal_rank(), second.recall()), (0.5, 0.5));
        second.add(&[], &HashMap::new());
        assert_eq!(second.queries(), 1);
    }
}
