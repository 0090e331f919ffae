//! Chance that comes out the same on every machine and with every version of every library.

/// A SplitMix64 generator: a demo of so many topics is the same wherever it is made.
#[derive(Clone, Debug)]
pub struct Chance(u64);

/// The seed of everything invented.
const SEED: u64 = 0x6b6f_6e74_6f72_2020;
/// SplitMix64's own numbers.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// The chance of one thing: a kind of thing, its number, which attempt.
    pub fn of(kind: u64, number: u64, attempt: u64) -> Self {
        let mut chance = Self(SEED);
        for part in [kind, number, attempt] {
            chance.0 = chance.next() ^ part.wrapping_mul(STEP);
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 up to, not including, `end`; 0 when there is nothing below it.
    pub fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// True so many times in a thousand.
    pub fn in_thousand(&mut self, times: usize) -> bool {
        self.below(1_000) < times
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A waiting time around a mean: many short ones, few long.
    pub fn wait(&mut self, mean: i64) -> i64 {
        (-(1.0 - self.unit()).ln() * mean as f64) as i64
    }
}
